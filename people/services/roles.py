"""Giving and taking duties; the rules no screen may get around."""

from datetime import datetime

from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import LastAdministrator, OwnRole
from people.models import Department, RoleGrant, User
from people.services.trail import acting


@transaction.atomic
def grant_role(
    *, user: User, role: str, by: User | None, at: datetime, department: Department | None = None
) -> RoleGrant:
    """Give a user a role, in the company or one department; twice gives it once; raises OwnRole for oneself."""
    _refuse_oneself(user, by)
    with acting(by, at):
        grant, _made = RoleGrant.objects.get_or_create(user=user, role=role, department=department)
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by: User | None, at: datetime) -> None:
    """Take a role away; raises OwnRole for oneself."""
    _refuse_oneself(grant.user, by)
    with acting(by, at):
        grant.delete()


@transaction.atomic
def make_administrator(*, user: User, by: User | None, at: datetime) -> User:
    """Let a user do everything; raises OwnRole for oneself."""
    _refuse_oneself(user, by)
    return _set_flags(user, by, at, is_superuser=True)


@transaction.atomic
def stop_administrator(*, user: User, by: User | None, at: datetime) -> User:
    """Take a user's right to everything; raises LastAdministrator when nobody else has it."""
    _refuse_last_administrator(user)
    return _set_flags(user, by, at, is_superuser=False)


@transaction.atomic
def switch_off_user(*, user: User, by: User | None, at: datetime) -> User:
    """Let a user sign in no more; raises LastAdministrator for the last one."""
    _refuse_last_administrator(user)
    return _set_flags(user, by, at, is_active=False)


def lift_lockout(*, user: User) -> int:
    """Forget a user's failed attempts to sign in and return how many there were."""
    return sum(reset(username=typed.lower()) for typed in (user.username, user.email) if typed)


def _set_flags(user: User, by: User | None, at: datetime, **flags: bool) -> User:
    for name, value in flags.items():
        setattr(user, name, value)
    with acting(by, at):
        user.save(update_fields=list(flags))
    return user


def _refuse_oneself(user: User, by: User | None) -> None:
    if by is not None and user.pk == by.pk:
        raise OwnRole(_("Nobody gives or takes a role of their own; ask another administrator."), "role")


def _refuse_last_administrator(user: User) -> None:
    administrators = User.objects.filter(is_superuser=True, is_active=True)
    # Locked in one order, so that two administrators cannot remove each other at once.
    keys = list(administrators.order_by("pk").select_for_update().values_list("pk", flat=True))
    if keys == [user.pk]:
        raise LastAdministrator(_("This is the last administrator; make another one first."), "is_superuser")
