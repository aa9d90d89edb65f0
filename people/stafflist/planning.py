"""Compare a list with what is known: each row is new, changed, unchanged or rejected with reasons; nothing is written."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from people.models import Staff
from people.stafflist.known import Known
from people.stafflist.managing import check_managers
from people.stafflist.placing import plan_place
from people.stafflist.plans import CHANGED, NEW, Plan, PlannedRow
from people.stafflist.reading import ListedRow

FIELDS = ("name", "email", "phone", "hired_on", "left_on")
NEEDED = ("name", "hired_on", "department", "position")


def plan_staff_list(listed: list[ListedRow], known: Known, effective_on: date) -> Plan:
    """Plan all rows; moves take effect on a row's own later day, else on `effective_on`."""
    first: dict[str, int] = {}
    rows = []
    for row in listed:
        planned = _start(row, known)
        rows.append(planned)
        number = planned.employee_no
        if number in first:
            planned.reject("employee_no", _("is already in row %(row)s") % {"row": first[number]})
        first.setdefault(number, row.number)
        if not planned.is_rejected:
            _plan_row(planned, row, known, effective_on)
    check_managers(rows, known)
    return Plan(rows)


def _start(row: ListedRow, known: Known) -> PlannedRow:
    number = row.values.get("employee_no", "")
    staff = known.staff.get(number)
    planned = PlannedRow(row.number, number, _copy(staff) if staff else Staff(employee_no=number))
    if not number and "employee_no" not in row.wrong:
        planned.reject("employee_no", _("is missing"))
    for column, reason in row.wrong.items():
        planned.reject(column, reason)
    for column in NEEDED:
        absent = column not in row.wrong and (planned.is_new or column in row.values)
        if absent and not row.values.get(column):
            planned.reject(column, _("is missing"))
    if staff and known.may_keep is not None and staff.pk not in known.may_keep:
        planned.reject("employee_no", _("is not in the departments you keep"))
    return planned


def _copy(staff: Staff) -> Staff:
    return Staff(**{field.attname: getattr(staff, field.attname) for field in Staff._meta.concrete_fields})


def _plan_row(planned: PlannedRow, row: ListedRow, known: Known, effective_on: date) -> None:
    for column in FIELDS:
        if column in row.values:
            _set_field(planned, column, row.values[column])
    staff = planned.staff
    if staff.left_on and staff.left_on < staff.hired_on:
        planned.reject("left_on", _("lies before the day of hiring"))
        return
    plan_place(planned, row, known, effective_on)
    if not planned.is_rejected and (planned.is_new or planned.changes):
        planned.status = NEW if planned.is_new else CHANGED


def _set_field(planned: PlannedRow, column: str, value: Any) -> None:
    old = getattr(planned.staff, column)
    if old != value:
        setattr(planned.staff, column, value)
        planned.note(column, old, value)
        planned.own_data_differs = True
