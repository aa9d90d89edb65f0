"""Who may see and do what with people; the vocabulary other apps' access rules are built from."""

from typing import Any

from people.models import Role

SEES_EVERYBODY = (Role.OFFICE, Role.HR, Role.FINANCE, Role.LEADING_GROUP, Role.AUDITOR)


def sees_everybody(user: Any) -> bool:
    """Whether the user's duty covers the whole company."""
    return user.is_authenticated and user.has_role(*SEES_EVERYBODY)
