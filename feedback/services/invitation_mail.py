"""Writing to customers with the link to their survey."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.links import survey_link
from feedback.models import Invitation


def email_invitations(*, seed: str, numbers: tuple[int, int], at: datetime) -> int:
    """Write to the customers of the numbers-th invitations sent with a seed; returns how many.

    The tokens are derived anew from the seed and the server's key: neither the outbox nor the invitation holds them. Each
    letter is its own transaction: killed half-way or delivered twice, nobody already written to is written to again.
    """
    made = {}
    for number in range(*numbers):
        token = tokens.token_for(settings.SECRET_KEY, seed, number)
        made[tokens.hash_of(token)] = token
    waiting = Invitation.objects.filter(token_hash__in=list(made)).exclude(customer__email="")
    waiting = waiting.filter(customer__isnull=False, emailed_at__isnull=True)
    pending = [(pk, made[bytes(token_hash)]) for pk, token_hash in waiting.values_list("pk", "token_hash")]
    return sum(email_one(pk, token, at) for pk, token in pending)


@transaction.atomic
def email_one(pk: int, token: str, at: datetime) -> bool:
    """Write to one customer unless somebody does already or the survey is no longer open."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("customer", "staff", "form")
        .filter(
            pk=pk,
            emailed_at__isnull=True,
            answered_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at,
        )
        .first()
    )
    if invitation is None or invitation.customer is None:
        return False
    with translation.override(invitation.customer.language or settings.LANGUAGE_CODE):
        letter_of(invitation, token).send()
    Invitation.objects.filter(pk=pk).update(emailed_at=at)
    return True


def letter_of(invitation: Invitation, token: str) -> EmailMessage:
    customer = invitation.customer
    context = {
        "company": settings.COMPANY_NAME,
        "invitation": invitation,
        "customer": customer,
        "served_by": invitation.staff.name if invitation.form.names_staff else "",
        "link": survey_link(token),
    }
    subject = _("%(company)s: how did we do?") % {"company": settings.COMPANY_NAME}
    body = render_to_string("feedback/survey_email.txt", context)
    return EmailMessage(subject, body, to=[customer.email if customer else ""])
