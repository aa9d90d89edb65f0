"""Replies and notes of staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import AnsweredMeanwhileError, EmptyMessageError
from feedback.models import MilestoneKind, ServiceRequest, TimelineEntry
from feedback.services.attaching import attach
from feedback.services.desk.handling import give_to
from feedback.services.desk.rows import Kind, locked, note_entry, refuse_closed, staff_of
from feedback.services.due import meet
from starservice.jobs.outbox import put_in_outbox


@transaction.atomic
def reply(
    *,
    request: ServiceRequest,
    text: str,
    by: Any,
    at: datetime,
    client_key: UUID | None = None,
    seen_entry: int | None = None,
    files: Sequence[Any] = (),
) -> TimelineEntry:
    """Answer the customer; the first answer keeps the promise of one. Sent again with its key, it is the same reply.

    A request nobody handles becomes the writer's. `seen_entry` is the last timeline entry the writer saw. Raises
    EmptyMessageError, ClosedRequestError, or AnsweredMeanwhileError where somebody else replied since.
    """
    request = locked(request)
    if sent := sent_before(request, client_key):
        return sent
    refuse_closed(request)
    refuse_answered_meanwhile(request, by, seen_entry)
    entry = write(request, Kind.REPLY, text, by, at, files, is_public=True, client_key=client_key)
    if request.agent is None and (writer := staff_of(by)):
        give_to(request, writer, by, at, {"code": "replied"})
    if request.first_replied_at is None:
        meet(request=request, kind=MilestoneKind.RESPONSE, at=at)
        request.first_replied_at = at
    request.changed_at = at
    request.save(update_fields=["first_replied_at", "changed_at"])
    put_in_outbox("feedback.tasks.email_entry", entry_id=entry.pk)
    return entry


@transaction.atomic
def add_note(
    *,
    request: ServiceRequest,
    text: str,
    by: Any,
    at: datetime,
    client_key: UUID | None = None,
    files: Sequence[Any] = (),
) -> TimelineEntry:
    """Write something only staff see, at any time; raises EmptyMessageError."""
    request = locked(request)
    if sent := sent_before(request, client_key):
        return sent
    return write(request, Kind.NOTE, text, by, at, files, client_key=client_key)


def write(
    request: ServiceRequest, kind: str, text: str, by: Any, at: datetime, files: Sequence[Any], **more: Any
) -> TimelineEntry:
    """Write a message with its files on the timeline; raises EmptyMessageError, and what `attach` refuses."""
    text = text.strip()
    if not text and not files:
        raise EmptyMessageError(_("Please write something."))
    entry = note_entry(request, kind, at, by, text, **more)
    attach(entry=entry, files=files)
    return entry


def sent_before(request: ServiceRequest, client_key: UUID | None) -> TimelineEntry | None:
    return request.timeline.filter(client_key=client_key).first() if client_key else None


def refuse_answered_meanwhile(request: ServiceRequest, by: Any, seen_entry: int | None) -> None:
    if seen_entry is None:
        return
    unseen = request.timeline.filter(kind=Kind.REPLY, pk__gt=seen_entry).exclude(by=by)
    entry = unseen.select_related("staff").last()
    if entry:
        name = entry.staff.name if entry.staff else "–"
        raise AnsweredMeanwhileError(
            _("%(name)s has replied in the meantime. Read it, then send yours if it is still needed.")
            % {"name": name},
            entry,
        )
