from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from training.services import sessions


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_of_sessions() -> None:
    """Remind people of their sessions of the next day."""
    sessions.remind_of_sessions(at=timezone.now())
