from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from people.mails import mail_invitation
from people.models import User
from people.services import notification_mail
from people.services import notifications as telling


@shared_task
def send_invitation(user_id: int) -> None:
    """Mail a user the link to set a password."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user and user.email:
        mail_invitation(user)


@shared_task(autoretry_for=(OSError, OperationalError), retry_backoff=True, max_retries=5)
def mail_notifications(notifications: list[int]) -> None:
    """Write to the readers of notifications that are to be told at once."""
    notification_mail.mail_notifications(notifications=notifications, at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def hand_out_digests() -> None:
    """From 08:00 local time on, once a day, have the digests written."""
    notification_mail.hand_out_digests(at=timezone.now())


@shared_task(autoretry_for=(OSError, OperationalError), retry_backoff=True, max_retries=5)
def mail_digests(users: list[int]) -> None:
    """Write to users what they have not read yet."""
    notification_mail.mail_digests(users=users, at=timezone.now())


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def forget_old_notifications() -> None:
    """Delete what was told more than 90 days ago."""
    telling.forget_old_notifications(at=timezone.now())
