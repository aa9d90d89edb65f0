"""What training does by the clock."""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from training.services import paths, reading, renewals, sessions, sitting


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_readers() -> None:
    """Remind staff of manuals they have not acknowledged."""
    reading.remind_readers(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def close_run_out_exams() -> None:
    """Hand in the exams whose time is over."""
    sitting.close_run_out(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_of_sessions() -> None:
    """Remind people of their sessions of the next day."""
    sessions.remind_of_sessions(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def assign_paths_by_rules() -> None:
    """Put new hires and new positions on their paths."""
    paths.assign_by_rules(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_of_paths() -> None:
    """Remind of paths that are due soon, today, or late."""
    paths.remind_of_paths(at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def look_after_certificates() -> None:
    """Remind of certificates that run out and assign what renews them, once a day."""
    renewals.look_after_certificates(at=timezone.now())
