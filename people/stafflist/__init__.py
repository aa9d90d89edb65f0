"""The list of staff as a table file: read, compared with what is known, and written."""

from people.stafflist.known import what_is_known
from people.stafflist.planning import plan_staff_list
from people.stafflist.plans import Plan, PlannedRow, Problem
from people.stafflist.reading import ListedRow, read_staff_list
from people.stafflist.writing import FORMATS, write_staff_list

__all__ = [
    "FORMATS",
    "ListedRow",
    "Plan",
    "PlannedRow",
    "Problem",
    "plan_staff_list",
    "read_staff_list",
    "what_is_known",
    "write_staff_list",
]
