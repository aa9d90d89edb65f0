from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from people.models import Staff
from ratings.models import RatingMonth
from ratings.services.automatic import rate_due_month
from ratings.services.reminders import remind_of_months, send_evaluation_reminder
from ratings.services.retraining import assign_for_low_dimensions


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def rate_past_month() -> None:
    """Rate the past month from its successor's first day at 02:00 local time on, once."""
    now = timezone.now()
    rate_due_month(at=now, local=timezone.localtime(now))


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def remind_missing_evaluations() -> None:
    """Ask by e-mail for the evaluations that the months before this one still miss; once a person and day."""
    now = timezone.now()
    remind_of_months(before=timezone.localdate(now).replace(day=1), at=now)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def assign_low_dimensions(month_id: int) -> None:
    """Put staff on the learning paths for what was low in a published month."""
    assign_for_low_dimensions(month=RatingMonth.objects.get(pk=month_id), at=timezone.now())


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_reminder(staff_id: int, month_id: int, own: bool, reports: int) -> None:
    """Send one reminder."""
    send_evaluation_reminder(
        staff=Staff.objects.select_related("user").get(pk=staff_id),
        month=RatingMonth.objects.get(pk=month_id),
        own=own,
        reports=reports,
    )
