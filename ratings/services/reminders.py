"""Asking for what a month still misses: at most one message a person and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Staff
from ratings.models import RatingMonth
from ratings.queries.evaluations import EDITABLE, MissingEvaluations, missing_evaluations
from starservice.jobs.models import JobRun, OutboxMessage

JOB = "evaluation-reminder"
SEND_TASK = "ratings.tasks.send_reminder"


@dataclass(frozen=True)
class Reminder:
    """What one person is asked for: the own evaluation, and so many reports'."""

    staff: Staff
    own: bool
    reports: int


@transaction.atomic
def remind_missing_evaluations(*, month: RatingMonth, at: datetime, manager: Staff | None = None) -> int:
    """Ask everybody whose evaluation is missing (or one manager's team) by e-mail; return how many were asked.

    Nobody is asked twice on one local day, and only those with an address.
    """
    month = (
        RatingMonth.objects.select_for_update(no_key=True, of=("self",))
        .select_related("policy")
        .get(pk=month.pk)
    )
    if month.status not in EDITABLE:
        return 0
    missing = missing_evaluations(month, manager)
    reminders = _not_yet_today(_reminders(missing), at)
    _note_and_hand_over(reminders, month, at)
    return len(reminders)


def remind_of_months(*, before: date, at: datetime) -> int:
    """Remind of every month that starts before a day and still takes evaluations; return how many were asked."""
    months = RatingMonth.objects.filter(first_day__lt=before, status__in=EDITABLE).order_by("first_day")
    return sum(remind_missing_evaluations(month=month, at=at) for month in months)


def _reminders(missing: MissingEvaluations) -> list[Reminder]:
    reports = {row.manager: len(row.staff) for row in missing.managers}
    selves = set(missing.selves)
    everybody = sorted(selves | set(reports), key=lambda person: person.employee_no)
    return [
        Reminder(staff=person, own=person in selves, reports=reports.get(person, 0))
        for person in everybody
        if person.email
    ]


def _period(staff: Staff, at: datetime) -> str:
    return f"{timezone.localdate(at).isoformat()} {staff.pk}"


def _not_yet_today(reminders: list[Reminder], at: datetime) -> list[Reminder]:
    periods = [_period(reminder.staff, at) for reminder in reminders]
    done = set(JobRun.objects.filter(job=JOB, period__in=periods).values_list("period", flat=True))
    return [reminder for reminder in reminders if _period(reminder.staff, at) not in done]


def _note_and_hand_over(reminders: Iterable[Reminder], month: RatingMonth, at: datetime) -> None:
    reminders = list(reminders)
    JobRun.objects.bulk_create(
        JobRun(
            job=JOB,
            period=_period(reminder.staff, at),
            status=JobRun.Status.DONE,
            started_at=at,
            finished_at=at,
        )
        for reminder in reminders
    )
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            task=SEND_TASK,
            arguments={
                "staff_id": reminder.staff.pk,
                "month_id": month.pk,
                "own": reminder.own,
                "reports": reminder.reports,
            },
        )
        for reminder in reminders
    )


def send_evaluation_reminder(*, staff: Staff, month: RatingMonth, own: bool, reports: int) -> None:
    """Send one reminder in the language of the person who reads it."""
    language = staff.user.language if staff.user else ""
    with translation.override(language or settings.LANGUAGE_CODE):
        name = date_format(month.first_day, "YEAR_MONTH_FORMAT")
        send_mail(
            subject=_("Evaluations of %(month)s: something is waiting for you") % {"month": name},
            message=_message(staff, month, name, own=own, reports=reports),
            from_email=None,
            recipient_list=[staff.email],
        )


def _message(staff: Staff, month: RatingMonth, name: str, *, own: bool, reports: int) -> str:
    parts = [_("Hello %(name)s,") % {"name": staff.name}]
    if own:
        parts.append(
            _("Your self-evaluation of %(month)s is not submitted yet. It takes two minutes: %(link)s")
            % {"month": name, "link": f"{settings.PUBLIC_URL}/my/evaluation/{month}/"}
        )
    if reports:
        parts.append(
            ngettext(
                "One of your reports still has no submitted evaluation from you for %(month)s: %(link)s",
                "%(count)d of your reports still have no submitted evaluation from you for %(month)s: %(link)s",
                reports,
            )
            % {
                "count": reports,
                "month": name,
                "link": f"{settings.PUBLIC_URL}/admin/ratings/evaluate/{month}/",
            }
        )
    parts.append(_("What is missing when the month is calculated does not count in the stars."))
    return "\n\n".join(parts) + "\n"
