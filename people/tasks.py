from celery import shared_task

from people.mails import mail_invitation
from people.models import User


@shared_task
def send_invitation(user_id: int) -> None:
    """Mail a user the link to set a password."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user and user.email:
        mail_invitation(user)
