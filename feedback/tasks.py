from celery import shared_task
from django.utils import timezone

from feedback.services import invitation_mail


@shared_task
def email_invitations(seed: str, numbers: list[int]) -> None:
    """Write to the customers of invitations sent together."""
    invitation_mail.email_invitations(seed=seed, numbers=(numbers[0], numbers[1]), at=timezone.now())
