"""Who may see and do what with people; the vocabulary other apps' access rules are built from."""

from typing import Any

from people.models import Role, Staff
from people.models.account import LISTS_EVERYBODY, SEES_EVERYBODY
from people.queries import department_subtree

__all__ = [
    "LISTS_EVERYBODY",
    "SEES_EVERYBODY",
    "manages_people",
    "may_list",
    "may_see",
    "must_have_second_factor",
    "sees_everybody",
]

MANAGES_PEOPLE = (Role.HR,)


def sees_everybody(user: Any) -> bool:
    """Whether the user's duty covers the records of the whole company."""
    return user.is_authenticated and user.has_role_everywhere(*SEES_EVERYBODY)


def manages_people(user: Any) -> bool:
    """Whether the user's duty is to keep the list of staff, in the company or in a part of it."""
    return user.is_authenticated and user.has_role(*MANAGES_PEOPLE)


def must_have_second_factor(user: Any) -> bool:
    """Whether the user's duty reaches other people's data: administrators, every role, managers."""
    return user.can_enter_admin


def may_see(user: Any, staff: Staff) -> bool:
    """Whether the user may see the records of a member of staff: stars, evaluations, contact, certificates."""
    return Staff.objects.visible_to(user).filter(pk=staff.pk).exists()


def may_list(user: Any, staff: Staff) -> bool:
    """Whether the user may find a member of staff by name and number."""
    return Staff.objects.listed_to(user).filter(pk=staff.pk).exists()


def may_change(user: Any, staff: Staff) -> bool:
    """Whether the user may change a member of staff's data and assignments."""
    if not manages_people(user):
        return False
    return user.has_role_everywhere(*MANAGES_PEOPLE) or staff_kept_by(user).filter(pk=staff.pk).exists()


def limits_of(user: Any) -> dict[str, Any]:
    """`kept` staff and `departments` a keeper of the list is limited to; None where nothing is out of reach."""
    if user.has_role_everywhere(*MANAGES_PEOPLE):
        return {"kept": None, "departments": None}
    own = user.departments_for(*MANAGES_PEOPLE)
    return {"kept": Staff.objects.working_in(own), "departments": department_subtree(own)}


def staff_kept_by(user: Any) -> Any:
    """Staff whose list the user keeps: HR's whole company, or the departments HR's role is limited to."""
    if user.has_role_everywhere(*MANAGES_PEOPLE):
        return Staff.objects.all()
    return Staff.objects.working_in(user.departments_for(*MANAGES_PEOPLE))
