"""What a customer does on the page of a request: say something more, rate, ask for the link again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.errors import InvitationError
from feedback.models import Invitation, ServiceRequest, TimelineEntry
from feedback.services.customer_messages import customer_message
from feedback.services.desk.rows import locked
from feedback.services.invitations import send_invitation
from starservice.jobs.outbox import put_in_outbox


@transaction.atomic
def say(
    *,
    request: ServiceRequest,
    text: str,
    at: datetime,
    client_key: UUID | None = None,
    files: Sequence[Any] = (),
) -> TimelineEntry:
    """Write what the customer says; sent again with its key after a dropped connection, it is the same message."""
    request = locked(request)
    if client_key and (sent := _sent_before(request, client_key)):
        return sent
    entry = customer_message(request=request, text=text, at=at, files=files)
    TimelineEntry.objects.filter(pk=entry.pk).update(client_key=client_key)
    return entry


def _sent_before(request: ServiceRequest, client_key: UUID) -> TimelineEntry | None:
    """Where it was written: on the request itself or on the one that follows on it."""
    places = [request.pk, *request.following.values_list("pk", flat=True)]
    found = TimelineEntry.objects.filter(request__in=places, client_key=client_key)
    return found.select_related("request").first()


@transaction.atomic
def token_to_rate(*, request: ServiceRequest, at: datetime) -> str:
    """Return the token of the survey about a request; the customer is asked once, whoever asked first.

    Raises InvitationError where there is nobody to rate or the survey is no longer open, and what `send_invitation` raises.
    """
    request = locked(request)
    if request.resolved_at is None or request.agent is None:
        raise InvitationError(_("It can be rated once somebody has resolved it."))
    invitation = Invitation.objects.filter(request=request).first()
    if invitation is None:
        invitation, token = send_invitation(
            staff=request.agent,
            channel=request.channel,
            customer=request.customer,
            served_on=localdate(request.resolved_at),
            at=at,
            seed=f"rate-{request.link_seed}"[:32],
        )
        Invitation.objects.filter(pk=invitation.pk).update(request=request)
        return token
    if not invitation.seed or invitation.state(at) != Invitation.State.OPEN:
        raise InvitationError(_("You have rated this already, or the time to rate it is over."))
    return tokens.token_for(settings.SECRET_KEY, invitation.seed, invitation.number)


def ask_for_link(*, number: str, contact: str, language: str) -> None:
    """Look for a lost link later, out of sight: found or not, the answer takes as long and says the same."""
    put_in_outbox(
        "feedback.tasks.send_lost_link", number=number[:40], contact=contact[:254], language=language
    )
