"""Which surveys, answers and events a user may see."""

from typing import Any

from django.db.models import Q, QuerySet

from people.models import Role, Staff
from people.queries import department_subtree

SENDS_SURVEYS = (Role.OFFICE, Role.CUSTOMER_SERVICE)
SEES_SURVEYS = (*SENDS_SURVEYS, Role.LEADING_GROUP, Role.AUDITOR)


def survey_rows_seen_by(user: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with staff and department: all for duties that cover the company, else those of the duty's departments and reports.

    Nobody sees here what customers said about oneself in single answers: “my stars” shows that as far as it is fair.
    """
    if user.has_role_everywhere(*SEES_SURVEYS):
        return rows
    reach = Q(pk=None)
    if user.is_manager:
        reach |= Q(staff__in=Staff.objects.visible_to(user).values("pk"))
    if departments := user.departments_for(*SEES_SURVEYS):
        reach |= Q(department__in=department_subtree(departments).values("pk"))
    return rows.filter(reach).exclude(staff__in=Staff.objects.filter(user=user).values("pk"))


def events_seen_by(user: Any, events: QuerySet[Any]) -> QuerySet[Any]:
    """Evidence events: all for duties that cover the company, else those about reports."""
    if user.has_role_everywhere(*SEES_SURVEYS):
        return events
    visible = Staff.objects.visible_to(user).exclude(user=user)
    return events.filter(staff__in=visible.values("pk"))


def decisions_seen_by(user: Any, decisions: QuerySet[Any]) -> QuerySet[Any]:
    """Sampling decisions: all for duties that cover the company, else those about the duty's departments."""
    if user.has_role_everywhere(*SEES_SURVEYS):
        return decisions
    departments = department_subtree(user.departments_for(*SEES_SURVEYS)).values("pk")
    reach = Q(interaction__department__in=departments) | Q(request__department__in=departments)
    return decisions.filter(reach)
