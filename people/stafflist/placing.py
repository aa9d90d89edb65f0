"""Which assignments a row begins and ends; what was is never overwritten."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from people.models import Assignment
from people.stafflist.columns import PLACE
from people.stafflist.known import Known
from people.stafflist.plans import PlannedRow, shown
from people.stafflist.reading import ListedRow


def plan_place(planned: PlannedRow, row: ListedRow, known: Known, effective_on: date) -> None:
    """Begin an assignment where department, position or manager differ, and let the last one end with the employment."""
    places = known.places.get(planned.staff.pk or 0, [])
    last = places[-1] if places else None
    if places and planned.staff.hired_on > places[0].starts_on:
        planned.reject(
            "hired_on", _("an assignment begins before, on %(day)s") % {"day": shown(places[0].starts_on)}
        )
        return
    wanted = _wanted(planned, row, known, last)
    old = _facts(last, known)
    differing = [column for column in PLACE if wanted[column][1] != old[column]]
    if planned.is_rejected:
        return
    if differing or last is None:
        _begin(planned, row, wanted, old, last, _first_day(planned, row, last, effective_on))
    elif last.ends_on != planned.staff.left_on and _has_new_last_day(planned, row, known):
        _end_with_employment(planned, last)


def _wanted(
    planned: PlannedRow, row: ListedRow, known: Known, last: Assignment | None
) -> dict[str, tuple[Any, str]]:
    """(Object or id, name) by column; what the file does not say stays as it is."""
    old = _facts(last, known)
    wanted: dict[str, tuple[Any, str]] = {}
    for column in ("department", "position"):
        wanted[column] = (last and getattr(last, f"{column}_id"), old[column])
        if column in row.values:
            found = known.offered[column].get(row.values[column].casefold())
            if found is None:
                planned.reject(column, _("“%(text)s” is not known") % {"text": row.values[column]})
            else:
                wanted[column] = (found.pk, found.name)
    manager = row.values.get("manager", old["manager"])
    wanted["manager"] = (manager, manager)
    if (
        known.may_place is not None
        and not planned.is_rejected
        and wanted["department"][0] not in known.may_place
    ):
        planned.reject("department", _("is not one you keep"))
    return wanted


def _facts(place: Assignment | None, known: Known) -> dict[str, str]:
    if place is None:
        return dict.fromkeys(PLACE, "")
    return {
        "department": known.names["department"][place.department_id],
        "position": known.names["position"][place.position_id],
        "manager": known.numbers.get(place.manager_id, ""),
    }


def _first_day(planned: PlannedRow, row: ListedRow, last: Assignment | None, effective_on: date) -> date:
    """The row's own day where that is later than the last assignment's; an exported list has the old day there."""
    typed = row.values.get("valid_from")
    if last is None:
        return typed or planned.staff.hired_on
    return typed if typed and typed > last.starts_on else effective_on


def _begin(
    planned: PlannedRow,
    row: ListedRow,
    wanted: dict[str, tuple[Any, str]],
    old: dict[str, str],
    last: Assignment | None,
    day: date,
) -> None:
    staff = planned.staff
    if last and day <= last.starts_on:
        reason = _("an assignment already begins on %(day)s; choose a later day")
        planned.reject("valid_from", reason % {"day": shown(last.starts_on)})
    elif not staff.is_employed_on(day):
        planned.reject("valid_from", _("not employed on %(day)s") % {"day": shown(day)})
    else:
        planned.manager_no = wanted["manager"][0]
        planned.begins = Assignment(
            department_id=wanted["department"][0],
            position_id=wanted["position"][0],
            starts_on=day,
            ends_on=staff.left_on,
        )
        for column in PLACE:
            if wanted[column][1] != old[column]:
                planned.note(column, old[column], wanted[column][1])
        planned.note("valid_from", last and last.starts_on, day)
        if last and (last.ends_on is None or last.ends_on >= day):
            planned.ends.append((last.pk, day - timedelta(days=1)))


def _has_new_last_day(planned: PlannedRow, row: ListedRow, known: Known) -> bool:
    before = known.staff.get(planned.employee_no)
    return before is not None and before.left_on != planned.staff.left_on


def _end_with_employment(planned: PlannedRow, last: Assignment) -> None:
    left_on = planned.staff.left_on
    if left_on and last.starts_on > left_on:
        planned.reject(
            "left_on", _("an assignment begins later, on %(day)s") % {"day": shown(last.starts_on)}
        )
    else:
        planned.ends.append((last.pk, left_on))
