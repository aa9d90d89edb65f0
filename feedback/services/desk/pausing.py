"""Waiting for the customer: the clock of the open promises stands still."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import RequestStateError
from feedback.models import Pause, ServiceRequest
from feedback.services.desk.rows import Kind, Status, locked, note_entry, refuse_ended
from feedback.services.due import recount, settle


@transaction.atomic
def pause(*, request: ServiceRequest, by: Any, at: datetime, note: str = "") -> ServiceRequest:
    """Stop the clock until the customer answers; raises RequestStateError where it stands already."""
    request = locked(request)
    refuse_ended(request)
    if request.status == Status.WAITING:
        raise RequestStateError(_("It waits for the customer already."))
    settle(request=request, at=at)
    Pause.objects.create(request=request, starts_at=at, note=note[:200], by=by)
    move_to(request, Status.WAITING, at)
    recount(request=request, at=at)
    note_entry(request, Kind.PAUSED, at, by, note)
    return request


@transaction.atomic
def resume(*, request: ServiceRequest, at: datetime, by: Any = None) -> ServiceRequest:
    """Let the clock go on; raises RequestStateError where it was not stopped."""
    request = locked(request)
    if request.status != Status.WAITING:
        raise RequestStateError(_("It does not wait for the customer."))
    end_wait(request, at, by)
    recount(request=request, at=at)
    return request


def end_wait(request: ServiceRequest, at: datetime, by: Any) -> None:
    """End the wait of a locked request; the due moments are counted by the caller."""
    request.pauses.filter(ends_at__isnull=True).update(ends_at=at)
    move_to(request, Status.OPEN if request.agent_id else Status.NEW, at)
    note_entry(request, Kind.RESUMED, at, by)


def move_to(request: ServiceRequest, status: str, at: datetime) -> None:
    request.status, request.changed_at = status, at
    request.save(update_fields=["status", "changed_at"])
