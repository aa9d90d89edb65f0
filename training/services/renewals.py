"""Certificates that run out: reminders, and the path that renews them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Topic as NoticeTopic
from people.notices import Notice
from people.services.notifications import notify
from starservice.jobs.once import run_once
from training.errors import NotRenewable
from training.models import Certificate, LearningPath, PathAssignment, Suspension
from training.queries.expiring import (
    MANAGER_REMINDED,
    REMINDED,
    managers_on,
    rounds_sat,
    running_out,
    to_renew,
)
from training.services.issuing import issue_by_rule
from training.services.path_assigning import Occasion, assign_many

JOB = "certificates"
LOOKS_BACK = timedelta(days=7)


def look_after_certificates(*, at: datetime) -> bool:
    """Once a day: remind of certificates that run out, assign what renews them, and issue what a suspension held up."""

    def work() -> dict[str, Any]:
        return {
            "reminded": remind_of_expiry(at=at),
            "assigned": assign_renewals(at=at),
            "issued": len(_issue_held_up(at)),
        }

    return run_once(job=JOB, period=timezone.localdate(at).isoformat(), at=at, work=work)


@transaction.atomic
def remind_of_expiry(*, at: datetime) -> int:
    """Tell holders 60, 30 and 7 days before, and managers 30 days before, each once; return how many were told."""
    today = timezone.localdate(at)
    rows = list(running_out(today))
    managers = managers_on([row.staff_id for row in rows], today)
    notices = [_to_holder(row, today) for row in rows if row.staff.user_id]
    notices += [
        _to_manager(row, today, managers[row.staff_id])
        for row in rows
        if row.staff_id in managers and _days_left(row, today) <= MANAGER_REMINDED
    ]
    return notify(notices=notices, at=at)


@transaction.atomic
def assign_renewals(*, at: datetime, only: Certificate | None = None) -> int:
    """Put holders on the path that renews their certificate, from the first day it can be; each certificate once."""
    rows = to_renew(timezone.localdate(at))
    found = list(rows if only is None else rows.filter(pk=only.pk))
    paths = {row.pk: path for row in found if (path := _renewal_path(row)).is_active}
    rounds = rounds_sat(
        {row.staff_id for row in found}, {row.kind_id or 0 for row in found}, {p.pk for p in paths.values()}
    )
    occasions = [
        Occasion(
            path_id=paths[row.pk].pk,
            staff_id=row.staff_id,
            cause=PathAssignment.Cause.RENEWAL,
            key=renewal_key(row),
            due_on=row.valid_until or date.max,
            data={"certificate": row.number, "exams": rounds[row.staff_id]},
        )
        for row in found
        if row.pk in paths
    ]
    return assign_many(occasions=occasions, at=at)


def renew_now(*, certificate: Certificate, at: datetime) -> PathAssignment:
    """Put the holder on the path that renews a certificate; raises NotRenewable with the reason."""
    assign_renewals(at=at, only=certificate)
    path = _renewal_path(certificate) if certificate.kind else None
    mine = PathAssignment.objects.filter(path=path, staff=certificate.staff_id, cancelled_at=None)
    found = mine.filter(key=renewal_key(certificate)).first() or mine.filter(completed_at=None).first()
    if found is None or path is None:
        raise NotRenewable(_why_not(certificate))
    return found


def renewable_on(certificate: Certificate) -> date | None:
    """The first day the holder can renew a certificate; None where it is not renewed by a path."""
    kind = certificate.kind
    if kind is None or not kind.is_active or kind.path_id is None or certificate.valid_until is None:
        return None
    return certificate.valid_until - timedelta(days=kind.renew_days)


def renewal_key(certificate: Certificate) -> str:
    """The occasion of renewing this certificate."""
    return f"renewal:{certificate.pk}"


def _renewal_path(certificate: Certificate) -> LearningPath:
    kind: Any = certificate.kind
    return kind.renewal_path or kind.path


def _why_not(certificate: Certificate) -> str:
    first = renewable_on(certificate)
    if first is None:
        return _("This certificate is renewed by the training department. Please ask there.")
    return _("It can be renewed from %(day)s on.") % {"day": date_format(first, "DATE_FORMAT")}


def _issue_held_up(at: datetime) -> list[Certificate]:
    today = timezone.localdate(at)
    ended = Suspension.objects.filter(last_on__lt=today, last_on__gte=today - LOOKS_BACK)
    staff = set(ended.values_list("certificate__staff_id", flat=True))
    return issue_by_rule(staff_ids=staff, at=at)


def _days_left(certificate: Certificate, today: date) -> int:
    return ((certificate.valid_until or date.max) - today).days


def _facts(certificate: Certificate, today: date) -> dict[str, Any]:
    until = certificate.valid_until
    return {
        "number": certificate.number,
        "until": until.isoformat() if until else "",
        "days": _days_left(certificate, today),
    }


def _to_holder(certificate: Certificate, today: date) -> Notice:
    # The narrowest mark passed: whoever the job missed on the day is told on the next one.
    mark = min(days for days in REMINDED if _days_left(certificate, today) <= days)
    return Notice(
        certificate.staff.user_id or 0,
        NoticeTopic.LEARNING,
        "certificate_expires",
        f"certificate-expires:{certificate.pk}:{mark}",
        _facts(certificate, today),
        reverse("training:my_certificates"),
    )


def _to_manager(certificate: Certificate, today: date, user: int) -> Notice:
    return Notice(
        user,
        NoticeTopic.LEARNING,
        "certificate_expires_of",
        f"certificate-expires-of:{certificate.pk}",
        {**_facts(certificate, today), "name": certificate.staff.name},
        reverse("admin:training_certificate_changelist") + "?state=soon",
    )
