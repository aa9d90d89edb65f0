"""Issue, renew and revoke certificates by hand; `issue_by_rule` does it for those who earned one."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import AlreadyRevoked, DatesWrong, NumberTaken
from training.models import Certificate, CertificateKind
from training.queries.earned import exams_passed, manuals_read
from training.services.issuing import issue_by_rule, link_fields, tell_of_issued
from training.services.numbering import new_numbers
from training.services.suspensions import tell_holder
from training.validity import last_day

__all__ = ["issue_by_rule", "issue_certificate", "renew_certificate", "revoke_certificate"]


@transaction.atomic
def issue_certificate(
    *,
    staff: Staff,
    valid_from: date,
    by: User | None,
    at: datetime,
    number: str = "",
    valid_until: date | None = None,
    kind: CertificateKind | None = None,
    renews: Certificate | None = None,
) -> Certificate:
    """Certify a member of staff from a first to a last day; raises NumberTaken or DatesWrong.

    Without a number it gets the next one; without a last day the kind says how long it is valid.
    """
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if number and Certificate.objects.filter(number=number).exists():
        raise NumberTaken(_("Another certificate has the number %(number)s.") % {"number": number}, "number")
    valid_until = valid_until or (last_day(valid_from, kind.valid_months) if kind else None)
    if valid_until and valid_until < valid_from:
        raise DatesWrong(_("The last day lies before the first."), "valid_until")
    _refuse_second(staff, kind, valid_from, valid_until)
    with acting(by, at):
        made = Certificate.objects.create(
            staff=staff,
            kind=kind,
            number=number or new_numbers(count=1, day=timezone.localdate(at))[0],
            valid_from=valid_from,
            valid_until=valid_until,
            issued_at=at,
            certified=_certified(staff, kind),
            renews=renews,
            **link_fields(),
        )
    tell_of_issued([made], at)
    return made


@transaction.atomic
def renew_certificate(
    *,
    certificate: Certificate,
    valid_until: date | None,
    by: User | None,
    at: datetime,
    number: str = "",
    valid_from: date | None = None,
) -> Certificate:
    """Issue the next certificate, from the day after the old one ends unless said otherwise; the old one stays.

    Raises AlreadyRevoked, and DatesWrong for a certificate without a last day when no first day is given.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    _refuse_revoked(certificate)
    if valid_from is None and certificate.valid_until is None:
        raise DatesWrong(_("This certificate has no last day and needs no renewal."), "valid_from")
    renewed = Certificate.objects.filter(renews=certificate).exists()
    return issue_certificate(
        staff=certificate.staff,
        kind=certificate.kind,
        number=number,
        valid_from=valid_from or (certificate.valid_until or date.max) + timedelta(days=1),
        valid_until=valid_until,
        renews=None if renewed else certificate,
        by=by,
        at=at,
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
    facts = {"from": revoked_on.isoformat()}
    tell_holder(certificate, "certificate_revoked", str(certificate.pk), facts, at)
    return certificate


def _certified(staff: Staff, kind: CertificateKind | None) -> dict[str, Any]:
    """What somebody certified by hand had learned and passed of what the kind asks for."""
    if kind is None:
        return {}
    path = kind.path_id or 0
    return {
        "manuals": manuals_read([staff.pk], [path]).get((staff.pk, path), []),
        "exams": exams_passed([staff.pk], [kind.pk]).get((staff.pk, kind.pk), []),
    }


def _refuse_second(staff: Staff, kind: CertificateKind | None, first: date, last: date | None) -> None:
    """Refuse two of a kind on one day; the database does too."""
    if kind is None:
        return
    others = Certificate.objects.filter(staff=staff, kind=kind, valid_from__lte=last or date.max)
    clash = others.filter(
        Q(valid_until=None) | Q(valid_until__gte=first), Q(revoked_on=None) | Q(revoked_on__gt=first)
    ).first()
    if clash:
        raise DatesWrong(
            _("The certificate %(number)s of this kind is valid on some of these days already.")
            % {"number": clash.number},
            "valid_from",
        )


def _refuse_revoked(certificate: Certificate) -> None:
    if certificate.revoked_on:
        raise AlreadyRevoked(
            _("The certificate was revoked on %(day)s.")
            % {"day": date_format(certificate.revoked_on, "SHORT_DATE_FORMAT")}
        )
