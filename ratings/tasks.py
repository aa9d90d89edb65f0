from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from ratings.services.automatic import rate_due_month


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def rate_past_month() -> None:
    """Rate the past month from its successor's first day at 02:00 local time on, once."""
    now = timezone.now()
    rate_due_month(at=now, local=timezone.localtime(now))
