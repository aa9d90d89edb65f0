"""Who may see which served interactions and customers, and who may bring them in."""

from typing import Any

from django.db.models import Q, QuerySet

from feedback.models import Interaction
from people.models import Role, Staff
from people.queries import department_subtree

SEES_SERVICE = (Role.OFFICE, Role.CUSTOMER_SERVICE, Role.LEADING_GROUP, Role.AUDITOR)
IMPORTS = (Role.OFFICE, Role.CUSTOMER_SERVICE)


def interactions_seen_by(user: Any, interactions: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """Return those of the interactions a user may see.

    All, for duties that cover the company; those of the departments a duty is limited to; a manager's reports' and
    the user's own.
    """
    if user.has_role_everywhere(*SEES_SERVICE):
        return interactions
    reach = Q(staff__in=Staff.objects.visible_to(user).values("pk")) if user.is_manager else Q(pk=None)
    if departments := user.departments_for(*SEES_SERVICE):
        reach |= Q(department__in=department_subtree(departments).values("pk"))
    return interactions.filter(reach)


def may_import(user: Any) -> bool:
    """Whether the user may import interactions: only duties for the whole company, as a file knows no departments."""
    return user.is_authenticated and user.has_role_everywhere(*IMPORTS)
