"""Suspend certificates, and lift that again."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.models import Topic as NoticeTopic
from people.notices import Notice
from people.services.notifications import notify
from people.services.trail import acting
from training.errors import AlreadyRevoked, WrongSuspension
from training.models import Certificate, Suspension
from training.services.issuing import issue_by_rule

DAY = timedelta(days=1)


@transaction.atomic
def suspend_certificate(
    *,
    certificate: Certificate,
    first_on: date,
    reason: str,
    by: User | None,
    at: datetime,
    last_on: date | None = None,
) -> Suspension:
    """Take the force from a certificate from a first to a last day, or until it is lifted.

    Raises AlreadyRevoked, and WrongSuspension for days out of order, outside the certificate or suspended already.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _refuse_wrong_days(certificate, first_on, last_on)
    if not reason.strip():
        raise WrongSuspension(_("Say why."), "reason")
    with acting(by, at):
        made = certificate.suspensions.create(
            first_on=first_on, last_on=last_on, reason=reason, suspended_by=by
        )
    tell_holder(certificate, "certificate_suspended", str(made.pk), {"from": first_on.isoformat()}, at)
    return made


@transaction.atomic
def lift_suspension(
    *, suspension: Suspension, valid_again_on: date, lifted_reason: str, by: User | None, at: datetime
) -> None:
    """Give a certificate its force back from a day on; from the first suspended day on means it was never suspended.

    What was earned meanwhile is issued. Raises WrongSuspension for a day before the suspension, or after its end.
    """
    suspension = (
        Suspension.objects.select_for_update(of=("self",)).select_related("certificate").get(pk=suspension.pk)
    )
    if not lifted_reason.strip():
        raise WrongSuspension(_("Say why."), "lifted_reason")
    if valid_again_on < suspension.first_on:
        raise WrongSuspension(
            _("It is suspended from %(day)s only.") % {"day": _written(suspension.first_on)}, "valid_again_on"
        )
    if suspension.last_on and valid_again_on > suspension.last_on + DAY:
        raise WrongSuspension(
            _("It ends on %(day)s by itself.") % {"day": _written(suspension.last_on)}, "valid_again_on"
        )
    key = str(suspension.pk)
    _end(suspension, valid_again_on - DAY, lifted_reason, by, at)
    tell_holder(suspension.certificate, "certificate_lifted", key, {"from": valid_again_on.isoformat()}, at)
    if valid_again_on <= timezone.localdate(at):
        issue_by_rule(staff_ids=[suspension.certificate.staff_id], at=at)


def tell_holder(certificate: Certificate, code: str, key: str, facts: dict[str, Any], at: datetime) -> None:
    """Tell the holder what happened to a certificate."""
    user = Staff.objects.filter(pk=certificate.staff_id).values_list("user_id", flat=True).get()
    if user:
        facts = {"number": certificate.number, **facts}
        address = reverse("training:my_certificates")
        notify(
            notices=[Notice(user, NoticeTopic.LEARNING, code, f"{code}:{key}", facts, address)],
            at=at,
        )


def _end(suspension: Suspension, last_on: date, reason: str, by: User | None, at: datetime) -> None:
    with acting(by, at):
        suspension.lifted_reason = reason
        if last_on < suspension.first_on:
            # The reason is in the trail before the row goes.
            suspension.save(update_fields=["lifted_reason"])
            suspension.delete()
        else:
            suspension.last_on = last_on
            suspension.save(update_fields=["last_on", "lifted_reason"])


def _refuse_wrong_days(certificate: Certificate, first_on: date, last_on: date | None) -> None:
    if certificate.revoked_on:
        raise AlreadyRevoked(
            _("The certificate was revoked on %(day)s.") % {"day": _written(certificate.revoked_on)}
        )
    if last_on and last_on < first_on:
        raise WrongSuspension(_("The last day lies before the first."), "last_on")
    last = certificate.valid_until or date.max
    if not certificate.valid_from <= first_on <= last:
        raise WrongSuspension(_("The certificate is not valid on this day."), "first_on")
    taken = certificate.suspensions.filter(Q(last_on=None) | Q(last_on__gte=first_on))
    clash = taken.filter(first_on__lte=last_on or date.max).first()
    if clash:
        raise WrongSuspension(
            _("It is suspended already from %(day)s.") % {"day": _written(clash.first_on)}, "first_on"
        )


def _written(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
