"""Sign-ins for members of staff."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import AlreadyTaken
from people.models import Staff, User
from people.services.trail import acting
from starservice.jobs.outbox import put_in_outbox


@transaction.atomic
def invite_user(*, staff: Staff, by: User | None, at: datetime, language: str = "") -> User:
    """Make the sign-in of a member of staff, or take the one there is, and mail a link to set the password.

    The username is the employee number. Raises AlreadyTaken when another user has it or the e-mail address.
    """
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    user = staff.user or _make_user(staff, by, at, language)
    if user.email:
        put_in_outbox("people.tasks.send_invitation", user_id=user.pk)
    return user


def _make_user(staff: Staff, by: User | None, at: datetime, language: str) -> User:
    if User.objects.filter(username__iexact=staff.employee_no).exists():
        raise AlreadyTaken(
            _("The username %(name)s is somebody else's.") % {"name": staff.employee_no}, "employee_no"
        )
    if staff.email and User.objects.filter(email__iexact=staff.email).exists():
        raise AlreadyTaken(
            _("The e-mail address %(email)s is somebody else's.") % {"email": staff.email}, "email"
        )
    with acting(by, at):
        user = User(username=staff.employee_no, email=staff.email, first_name=staff.name, language=language)
        user.set_unusable_password()
        user.save()
        Staff.objects.filter(pk=staff.pk).update(user=user)
    return user
