"""Managers of a planned list: known, employed on the day, and nobody his own, directly or in a circle."""

from django.utils.translation import gettext as _

from people.models import Staff
from people.stafflist.circles import circles
from people.stafflist.known import Known
from people.stafflist.plans import PlannedRow, shown

LONGEST_SHOWN = 6


def check_managers(rows: list[PlannedRow], known: Known) -> None:
    """Reject rows with managers that cannot be; again while a rejected new row was somebody's manager."""
    moving = [row for row in rows if row.begins and not row.is_rejected]
    _reject_circles(moving, known)
    while True:
        to_come = {row.employee_no: row.staff for row in rows if not row.is_rejected}
        wrong = [row for row in moving if not row.is_rejected and _is_wrong(row, to_come, known)]
        if not wrong:
            return


def _is_wrong(row: PlannedRow, to_come: dict[str, Staff], known: Known) -> bool:
    """Whether the manager cannot be; then the row is rejected."""
    if not row.manager_no or row.begins is None:
        return False
    manager = to_come.get(row.manager_no) or known.staff.get(row.manager_no)
    if manager is None:
        row.reject("manager", _("“%(text)s” is not known") % {"text": row.manager_no})
    elif not manager.is_employed_on(row.begins.starts_on):
        facts = {"manager": manager.name, "day": shown(row.begins.starts_on)}
        row.reject("manager", _("%(manager)s is not employed on %(day)s") % facts)
    return row.is_rejected


def _reject_circles(moving: list[PlannedRow], known: Known) -> None:
    manager_of = {
        known.numbers[staff]: known.numbers[places[-1].manager_id]
        for staff, places in known.places.items()
        if places[-1].manager_id and places[-1].ends_on is None
    }
    for row in moving:
        manager_of.pop(row.employee_no, None)
        if row.manager_no:
            manager_of[row.employee_no] = row.manager_no
    found = circles(manager_of)
    for row in moving:
        if row.employee_no in found:
            circle = found[row.employee_no]
            names = " → ".join(
                [*circle[:LONGEST_SHOWN], "…"] if len(circle) > LONGEST_SHOWN else [*circle, circle[0]]
            )
            row.reject("manager", _("managers in a circle: %(names)s") % {"names": names})
