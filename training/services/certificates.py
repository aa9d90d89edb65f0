"""Issue, renew and revoke certificates."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import AlreadyRevoked, DatesWrong, NumberTaken
from training.models import Certificate
from training.services.issuing import issue_by_rule

__all__ = ["issue_by_rule", "issue_certificate", "renew_certificate", "revoke_certificate"]


@transaction.atomic
def issue_certificate(
    *,
    staff: Staff,
    number: str,
    valid_from: date,
    by: User | None,
    at: datetime,
    valid_until: date | None = None,
) -> Certificate:
    """Certify a member of staff from a first to a last day; raises NumberTaken or DatesWrong."""
    if Certificate.objects.filter(number=number).exists():
        raise NumberTaken(_("Another certificate has the number %(number)s.") % {"number": number}, "number")
    if valid_until and valid_until < valid_from:
        raise DatesWrong(_("The last day lies before the first."), "valid_until")
    with acting(by, at):
        return Certificate.objects.create(
            staff=staff, number=number, valid_from=valid_from, valid_until=valid_until
        )


@transaction.atomic
def renew_certificate(
    *,
    certificate: Certificate,
    number: str,
    valid_until: date | None,
    by: User | None,
    at: datetime,
    valid_from: date | None = None,
) -> Certificate:
    """Issue the next certificate, from the day after the old one ends unless said otherwise; the old one stays.

    Raises AlreadyRevoked, and DatesWrong for a certificate without a last day when no first day is given.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _refuse_revoked(certificate)
    if valid_from is None and certificate.valid_until is None:
        raise DatesWrong(_("This certificate has no last day and needs no renewal."), "valid_from")
    first = valid_from or (certificate.valid_until or date.max) + timedelta(days=1)
    return issue_certificate(
        staff=certificate.staff, number=number, valid_from=first, valid_until=valid_until, by=by, at=at
    )


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, revoked_on: date, revoked_reason: str, by: User | None, at: datetime
) -> Certificate:
    """End a certificate; from the day of revocation on it certifies no more. Raises AlreadyRevoked or DatesWrong."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _refuse_revoked(certificate)
    if revoked_on < certificate.valid_from:
        raise DatesWrong(
            _("The certificate is valid from %(day)s only.")
            % {"day": date_format(certificate.valid_from, "SHORT_DATE_FORMAT")},
            "revoked_on",
        )
    certificate.revoked_on, certificate.revoked_reason = revoked_on, revoked_reason
    with acting(by, at):
        certificate.save(update_fields=["revoked_on", "revoked_reason"])
    return certificate


def _refuse_revoked(certificate: Certificate) -> None:
    if certificate.revoked_on:
        raise AlreadyRevoked(
            _("The certificate was revoked on %(day)s.")
            % {"day": date_format(certificate.revoked_on, "SHORT_DATE_FORMAT")}
        )
