"""What the reply box sends: a reply or a note, and what is to happen with the request after it, as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from feedback.models import ServiceRequest, TimelineEntry
from feedback.services.desk import add_note, pause, reply, resolve

REPLY, NOTE = "reply", "note"
STAY, WAIT, RESOLVE = "", "wait", "resolve"


@dataclass(frozen=True)
class Writing:
    """What somebody wrote, what is to follow, and what they had seen of the timeline (None: send anyway)."""

    what: str
    text: str
    then: str = STAY
    client_key: UUID | None = None
    seen_entry: int | None = None
    files: Sequence[Any] = ()


@transaction.atomic
def answer(*, request: ServiceRequest, writing: Writing, by: Any, at: datetime) -> TimelineEntry:
    """Write a reply or note and let the request wait or be resolved after it; all of it, or nothing with an error.

    Sent again with its key it is the same entry, and what followed is not repeated.
    """
    known = request.timeline.filter(client_key=writing.client_key).first() if writing.client_key else None
    if known is not None:
        return known
    if writing.what == NOTE:
        return add_note(
            request=request,
            text=writing.text,
            by=by,
            at=at,
            client_key=writing.client_key,
            files=writing.files,
        )
    entry = reply(
        request=request,
        text=writing.text,
        by=by,
        at=at,
        client_key=writing.client_key,
        seen_entry=writing.seen_entry,
        files=writing.files,
    )
    _follow_up(request, writing.then, by, at)
    return entry


def _follow_up(request: ServiceRequest, then: str, by: Any, at: datetime) -> None:
    if then == RESOLVE:
        resolve(request=request, by=by, at=at)
    elif then == WAIT:
        request.refresh_from_db(fields=["status"])
        if request.status != ServiceRequest.Status.WAITING:
            pause(request=request, by=by, at=at)
