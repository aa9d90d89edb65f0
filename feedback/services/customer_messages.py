"""What a customer writes on a request, whatever state it is in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from feedback.models import ServiceRequest, ServiceRules, TimelineEntry
from feedback.services.desk.ending import reopen
from feedback.services.desk.pausing import end_wait
from feedback.services.desk.rows import Kind, Status, locked, note_entry
from feedback.services.desk.writing import write
from feedback.services.due import recount
from feedback.services.intake import Contact, open_request
from feedback.services.telling import tell_customer_wrote


@transaction.atomic
def customer_message(
    *, request: ServiceRequest, text: str, at: datetime, files: Sequence[Any] = (), **more: Any
) -> TimelineEntry:
    """Write what the customer says; `entry.request` is where it went.

    A wait ends; what was resolved, or closed some days ago, is reopened; what was closed long ago stays so, and a new, linked
    request begins. Raises EmptyMessageError.
    """
    request = locked(request)
    if request.status == Status.CLOSED and not can_reopen(request, at):
        return follow_on(request, text, at, files)
    entry = write(request, Kind.MESSAGE, text, None, at, files, is_public=True, **more)
    if request.status == Status.WAITING:
        end_wait(request, at, None)
        recount(request=request, at=at)
    elif not request.is_unresolved:
        entry.request = reopen(request=request, at=at)
    ServiceRequest.objects.filter(pk=request.pk).update(changed_at=at)
    tell_customer_wrote(request=request, entry=entry, at=at)
    return entry


def can_reopen(request: ServiceRequest, at: datetime) -> bool:
    """Whether a closed request still is the place for what the customer says."""
    if request.closed_at is None:
        return True
    return at <= request.closed_at + timedelta(days=ServiceRules.in_force().reopen_days)


def follow_on(request: ServiceRequest, text: str, at: datetime, files: Sequence[Any]) -> TimelineEntry:
    following = open_request(
        subject=request.subject,
        text=text,
        channel=request.channel,
        at=at,
        kind=request.kind,
        category=request.category,
        customer=request.customer,
        contact=Contact(request.contact_name, request.contact_email, request.contact_phone),
        language=request.language,
        area=request.area,
        previous=request,
        files=files,
    )
    note_entry(request, Kind.LINKED, at, data={"code": "followed_by", "number": following.number})
    entry = following.timeline.filter(kind=Kind.MESSAGE).first()
    assert entry is not None
    return entry
