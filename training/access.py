"""Who may see and change what in training."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from people.models import Role, Staff
from people.queries import team_of

TRAINS = (Role.TRAINING, Role.OFFICE)
SEES_TRAINING = (*TRAINS, Role.LEADING_GROUP, Role.AUDITOR)


def trains(user: Any) -> bool:
    """Whether the user's duty is to train: in the whole company, or in the departments the role is limited to."""
    return user.is_authenticated and user.has_role(*TRAINS)


def sees_training(user: Any) -> bool:
    """Whether the user's duty covers other people's training, to change it or to look at it."""
    return user.is_authenticated and user.has_role(*SEES_TRAINING)


def staff_seen(user: Any) -> QuerySet[Staff]:
    """Staff whose training the user sees: by duty all or a part of the tree, a manager's reports, and oneself."""
    return Staff.objects.in_reach_of(user, *SEES_TRAINING)


def staff_trained(user: Any) -> QuerySet[Staff]:
    """Staff whose training the user changes: the company, or the departments the role is limited to."""
    if not trains(user):
        return Staff.objects.none()
    if user.has_role_everywhere(*TRAINS):
        return Staff.objects.all()
    return Staff.objects.working_in(user.departments_for(*TRAINS))


def staff_led(user: Any, day: date) -> QuerySet[Staff]:
    """Staff who report to the user on a day, directly or through others."""
    staff = staff_of(user)
    return team_of(staff, day, day) if staff and user.is_manager else Staff.objects.none()


def staff_of(user: Any) -> Staff | None:
    """The member of staff who signed in, if the user is one."""
    return getattr(user, "staff", None) if user.is_authenticated else None
