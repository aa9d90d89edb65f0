"""Writing to customers with the link to their survey, and reminding them once."""

import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.links import stop_link, survey_link
from feedback.models import Invitation
from feedback.queries.surveys import invitations_to_remind
from feedback.services.stopping import stop_token_of

BATCH = 500
log = logging.getLogger(__name__)


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
    invitation = still_open(pk, at, emailed_at__isnull=True)
    if invitation is None:
        return False
    send_letter(invitation, token, "feedback/survey_email.txt")
    Invitation.objects.filter(pk=pk).update(emailed_at=at)
    return True


def remind_customers(*, at: datetime) -> int:
    """Remind, once, who was written to and has not answered for the days the form says; returns how many.

    A letter that cannot be sent keeps nobody else from theirs; it is tried again the next time.
    """
    due = invitations_to_remind(at).values_list("pk", flat=True)[:BATCH]
    return sum(without_fail(due, at))


def without_fail(invitations: Iterable[int], at: datetime) -> Iterable[bool]:
    for pk in invitations:
        try:
            yield remind_one(pk, at)
        except (SMTPException, OSError):
            log.warning("a reminder could not be sent", exc_info=True)


@transaction.atomic
def remind_one(pk: int, at: datetime) -> bool:
    """Write to one customer again; the link is derived anew from what the invitation keeps and the server's key."""
    invitation = still_open(pk, at, emailed_at__isnull=False, reminded_at__isnull=True)
    if invitation is None:
        return False
    token = tokens.token_for(settings.SECRET_KEY, invitation.seed, invitation.number)
    if tokens.hash_of(token) != bytes(invitation.token_hash):  # sent under another key: no link to remind of
        return False
    send_letter(invitation, token, "feedback/survey_reminder.txt")
    Invitation.objects.filter(pk=pk).update(reminded_at=at)
    return True


def still_open(pk: int, at: datetime, **conditions: Any) -> Invitation | None:
    """Lock an invitation to write about, unless it is closed, nobody is to be written to, or somebody else has it."""
    return (
        Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("customer", "staff", "form")
        .filter(
            pk=pk,
            customer__no_surveys_since__isnull=True,
            answered_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=at,
            **conditions,
        )
        .exclude(customer=None)
        .first()
    )


def send_letter(invitation: Invitation, token: str, template: str) -> None:
    """Write in the customer's language, with the link to the survey and the link out of all surveys."""
    customer: Any = invitation.customer
    with translation.override(customer.language or settings.LANGUAGE_CODE):
        letter_of(invitation, token, template).send()


def letter_of(invitation: Invitation, token: str, template: str) -> EmailMessage:
    customer: Any = invitation.customer
    stop = stop_link(stop_token_of(customer))
    context = {
        "company": settings.COMPANY_NAME,
        "invitation": invitation,
        "customer": customer,
        "served_by": invitation.staff.name if invitation.form.names_staff else "",
        "link": survey_link(token),
        "stop_link": stop,
    }
    subject = _("%(company)s: how did we do?") % {"company": settings.COMPANY_NAME}
    body = render_to_string(template, context)
    # RFC 8058: mail programs offer a button of their own.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject, body, to=[customer.email], headers=headers)
