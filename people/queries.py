"""Questions about the company on a day or between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from people.models import Assignment, Department, Staff
from people.models.tree import HEADS, subtree_ids, team_ids


def department_subtree(departments: Iterable[int]) -> QuerySet[Department]:
    """The departments with these ids and all below them."""
    return Department.objects.filter(pk__in=subtree_ids(departments))


def heads_above(department: int | None) -> list[Staff]:
    """The head of a department, then those of the departments above it that have one; one query."""
    return list(Staff.objects.raw(HEADS, [department])) if department else []


def reports_of(manager: Staff, first: date, last: date) -> QuerySet[Staff]:
    """Staff who report directly to a manager on at least one day from first to last."""
    direct = Assignment.objects.between(first, last).filter(manager=manager)
    return Staff.objects.filter(pk__in=direct.values("staff"))


def team_of(manager: Staff, first: date, last: date) -> QuerySet[Staff]:
    """Staff who report to a manager, directly or through others, on at least one day from first to last."""
    return Staff.objects.filter(pk__in=team_ids(manager.pk, first, last))


def assignments_between(first: date, last: date) -> QuerySet[Assignment]:
    """Assignments in force on at least one day from first to last."""
    return Assignment.objects.between(first, last)


def assignment_on(staff: Staff, day: date) -> Assignment | None:
    """The assignment in force on a day with its department, position and manager."""
    return (
        Assignment.objects.on(day)
        .filter(staff=staff)
        .select_related("department", "position", "manager")
        .first()
    )


def department_on(staff: Staff, day: date) -> Department | None:
    """The department a member of staff works in on a day."""
    assignment = assignment_on(staff, day)
    return assignment.department if assignment else None


def departments_on(staff: Iterable[int], day: date) -> dict[int, int]:
    """Department id by staff id on a day, in one query."""
    return dict(Assignment.objects.on(day).filter(staff__in=staff).values_list("staff_id", "department_id"))


def with_place(staff: QuerySet[Staff], day: date) -> QuerySet[Staff]:
    """The staff with `department_name`, `position_name`, `manager_name` and `manager_pk` on a day, by joins."""
    in_force = Q(assignments__starts_on__lte=day) & (
        Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gte=day)
    )
    joined: Any = staff.annotate(place=FilteredRelation("assignments", condition=in_force))
    return joined.annotate(
        department_name=F("place__department__name"),
        position_name=F("place__position__name"),
        manager_name=F("place__manager__name"),
        manager_pk=F("place__manager"),
    )


@dataclass(frozen=True)
class Branch:
    """A department in its tree: how deep, how many work in it, and in it and below."""

    department: Department
    depth: int
    own: int
    total: int


def department_tree(day: date) -> list[Branch]:
    """All departments, each after the one it is part of, with the staff assigned on a day; two queries."""
    counts = dict(Assignment.objects.on(day).values_list("department").annotate(n=Count("pk")).order_by())
    below: dict[int | None, list[Department]] = {}
    for department in Department.objects.order_by("code"):
        below.setdefault(department.parent_id, []).append(department)
    return [branch for top in below.get(None, []) for branch in _branches(top, 0, below, counts)]


def _branches(
    top: Department, depth: int, below: dict[int | None, list[Department]], counts: dict[int, int]
) -> list[Branch]:
    children = [_branches(child, depth + 1, below, counts) for child in below.get(top.pk, [])]
    own = counts.get(top.pk, 0)
    total = own + sum(branches[0].total for branches in children)
    return [Branch(top, depth, own, total), *(branch for branches in children for branch in branches)]
