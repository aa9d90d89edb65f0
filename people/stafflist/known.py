"""What the database knows that a list is compared with: a fixed number of queries, whatever its length."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from people.models import Assignment, Department, Position, Staff


@dataclass(frozen=True)
class Known:
    """Staff by number, assignments by staff in order, departments and positions by code and by name."""

    staff: dict[str, Staff]
    numbers: dict[int | None, str]
    places: dict[int, list[Assignment]]
    offered: dict[str, dict[str, Any]]
    names: dict[str, dict[int, str]]
    may_keep: frozenset[int] | None
    may_place: frozenset[int] | None


def what_is_known(
    kept: QuerySet[Staff] | None = None, departments: QuerySet[Department] | None = None
) -> Known:
    """Load it all; `kept` and `departments` limit what may be changed (None: nothing is out of reach)."""
    places: dict[int, list[Assignment]] = {}
    for place in Assignment.objects.order_by("staff_id", "starts_on"):
        places.setdefault(place.staff_id, []).append(place)
    staff = {one.employee_no: one for one in Staff.objects.all()}
    tables: dict[str, list[Any]] = {
        "department": list(Department.objects.all()),
        "position": list(Position.objects.all()),
    }
    return Known(
        staff=staff,
        numbers={one.pk: number for number, one in staff.items()},
        places=places,
        offered={column: _by_code_and_name(rows) for column, rows in tables.items()},
        names={column: {row.pk: row.name for row in rows} for column, rows in tables.items()},
        may_keep=None if kept is None else frozenset(kept.values_list("pk", flat=True)),
        may_place=None if departments is None else frozenset(departments.values_list("pk", flat=True)),
    )


def _by_code_and_name(rows: Iterable[Any]) -> dict[str, Any]:
    """Codes win over names; a name two rows share names neither."""
    rows = list(rows)
    shared = Counter(row.name.casefold() for row in rows)
    by_name = {row.name.casefold(): row for row in rows if shared[row.name.casefold()] == 1}
    return by_name | {row.code.casefold(): row for row in rows}
