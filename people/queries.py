"""Questions about the company on a day or between two days."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from people.models import Assignment, Department, Staff
from people.models.tree import subtree_ids, team_ids


def department_subtree(departments: Iterable[int]) -> QuerySet[Department]:
    """The departments with these ids and all below them."""
    return Department.objects.filter(pk__in=subtree_ids(departments))


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
