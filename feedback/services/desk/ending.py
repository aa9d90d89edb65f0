"""Resolving, confirming, reopening and closing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import NotAnsweredError, RequestStateError
from feedback.models import (
    Agent,
    MilestoneKind,
    Pause,
    ServiceRequest,
    ServiceRules,
    TimelineEntry,
)
from feedback.queries.complaints import closing_by_themselves
from feedback.services.desk.closed_loop import come_back, open_loop
from feedback.services.desk.pausing import end_wait
from feedback.services.desk.rows import Kind, Status, locked, note_entry, refuse_ended
from feedback.services.desk.writing import reply, sent_before
from feedback.services.due import meet, recount, reopen_milestone
from starservice.jobs.outbox import put_in_outbox

ENDED = (Status.RESOLVED, Status.CLOSED)
BATCH = 1000


@transaction.atomic
def resolve(
    *, request: ServiceRequest, by: Any, at: datetime, text: str = "", client_key: UUID | None = None
) -> ServiceRequest:
    """Say that it is solved, with a last reply or after one.

    Raises NotAnsweredError where the customer was told nothing, RequestStateError or ClosedRequestError where it ended
    already. Sent again with its key, it is done once.
    """
    request = locked(request)
    if sent_before(request, client_key):
        return request
    refuse_ended(request)
    if text.strip():
        reply(request=request, text=text, by=by, at=at, client_key=client_key)
        request = locked(request)
    if request.first_replied_at is None:
        raise NotAnsweredError(_("Tell the customer the solution first: nobody has replied yet."))
    if request.status == Status.WAITING:
        end_wait(request, at, by)
        recount(request=request, at=at)
    meet(request=request, kind=MilestoneKind.SOLUTION, at=at)
    request.status, request.resolved_at, request.changed_at = Status.RESOLVED, at, at
    request.save(update_fields=["status", "resolved_at", "changed_at"])
    entry = note_entry(request, Kind.STATUS, at, by, data={"code": "resolved"}, is_public=True)
    put_in_outbox("feedback.tasks.email_entry", entry_id=entry.pk)
    return request


@transaction.atomic
def confirm(*, request: ServiceRequest, at: datetime) -> ServiceRequest:
    """Note that the customer says it is solved, which closes it; a complaint waits for its finding.

    Raises RequestStateError where it is not resolved.
    """
    request = locked(request)
    if request.status not in ENDED:
        raise RequestStateError(_("It is not resolved yet."))
    if request.confirmed_at is None:
        request.confirmed_at = at
        request.save(update_fields=["confirmed_at"])
        note_entry(request, Kind.STATUS, at, data={"code": "confirmed"}, is_public=True)
    if request.status == Status.RESOLVED and not open_loop(request):
        end(request, at, None)
    return request


@transaction.atomic
def close(*, request: ServiceRequest, at: datetime, by: Any = None) -> ServiceRequest:
    """Close what is resolved; raises RequestStateError where it is not, or where a complaint's loop is open."""
    request = locked(request)
    if request.status != Status.RESOLVED:
        raise RequestStateError(_("Only what is resolved can be closed."))
    if missing := open_loop(request):
        raise RequestStateError(missing)
    end(request, at, by)
    return request


def end(request: ServiceRequest, at: datetime, by: Any) -> None:
    request.status, request.closed_at, request.changed_at = Status.CLOSED, at, at
    request.save(update_fields=["status", "closed_at", "changed_at"])
    note_entry(request, Kind.STATUS, at, by, data={"code": "closed"}, is_public=True)


@transaction.atomic
def reopen(*, request: ServiceRequest, at: datetime, text: str = "", by: Any = None) -> ServiceRequest:
    """Go on with what was resolved or closed; the time worked goes on, the time it was resolved does not count.

    Raises RequestStateError where it did not end.
    """
    request = locked(request)
    if request.status not in ENDED or request.resolved_at is None:
        raise RequestStateError(_("It is being worked on already."))
    Pause.objects.create(
        request=request, reason=Pause.Reason.RESOLVED, starts_at=request.resolved_at, ends_at=at, by=by
    )
    if request.agent_id and not Agent.objects.filter(staff=request.agent_id, is_active=True).exists():
        request.agent = None
    request.status = Status.OPEN if request.agent else Status.NEW
    request.resolved_at = request.closed_at = request.confirmed_at = None
    request.reopened_count += 1
    request.changed_at = at
    request.save()
    reopen_milestone(request=request, kind=MilestoneKind.SOLUTION, at=at)
    facts = {"code": "reopened", "count": request.reopened_count, "by_customer": by is None}
    note_entry(request, Kind.STATUS, at, by, text, data=facts, is_public=True)
    come_back(request, by=by, at=at)
    return request


def close_resolved(*, at: datetime) -> int:
    """Close what was resolved some days ago and not reopened; return how many.

    A complaint waits until it is decided and the customer could object (`closing_by_themselves`).
    """
    rules = ServiceRules.in_force()
    resolved = ServiceRequest.objects.filter(
        status=Status.RESOLVED, resolved_at__lte=at - timedelta(days=rules.close_after_days)
    )
    ready = closing_by_themselves(resolved)
    closed = 0
    while ids := _close_some(ready, at):
        closed += len(ids)
    return closed


@transaction.atomic
def _close_some(ready: Any, at: datetime) -> list[int]:
    held = ready.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    ids = list(held.values_list("pk", flat=True)[:BATCH])
    ServiceRequest.objects.filter(pk__in=ids).update(status=Status.CLOSED, closed_at=at, changed_at=at)
    TimelineEntry.objects.bulk_create(
        TimelineEntry(request_id=pk, kind=Kind.STATUS, at=at, data={"code": "closed_by_time"}, is_public=True)
        for pk in ids
    )
    return ids
