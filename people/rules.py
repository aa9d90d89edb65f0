"""`user.has_perm("people.view_staff", somebody)` and its kin; without an object: whether there is a door at all."""

from typing import Any

import rules

from people import access
from people.models import Staff


@rules.predicate
def sees_staff(user: Any, staff: Staff | None = None) -> bool:
    return _has_door(user) if staff is None else access.may_see(user, staff)


@rules.predicate
def finds_staff(user: Any, staff: Staff | None = None) -> bool:
    return _has_door(user) if staff is None else access.may_list(user, staff)


@rules.predicate
def changes_staff(user: Any, staff: Staff | None = None) -> bool:
    return access.manages_people(user) if staff is None else access.may_change(user, staff)


def _has_door(user: Any) -> bool:
    return user.is_authenticated and (user.has_role(*access.LISTS_EVERYBODY) or user.is_manager)


rules.add_perm("people.view_staff", sees_staff)
rules.add_perm("people.list_staff", finds_staff)
rules.add_perm("people.add_staff", changes_staff)
rules.add_perm("people.change_staff", changes_staff)
