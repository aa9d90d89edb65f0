"""Recording complaints, service errors and commendations, and withdrawing them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import EvidenceError
from feedback.models import EvidenceEvent
from people.models import Staff
from people.queries import department_on


def record_event(
    *, staff: Staff, kind: str, happened_on: date, by: Any, at: datetime, reference: str = "", note: str = ""
) -> EvidenceEvent:
    """Record what happened; it adds or deducts points in the month of that day. Raises EvidenceError."""
    check_event(staff=staff, happened_on=happened_on, by=by, at=at)
    return EvidenceEvent.objects.create(
        staff=staff, kind=kind, happened_on=happened_on, reference=reference, note=note, recorded_by=by
    )


def check_event(*, staff: Staff, happened_on: date, by: Any, at: datetime) -> None:
    """Refuse with EvidenceError what cannot have happened, or is about oneself."""
    if happened_on > localdate(at):
        raise EvidenceError(_("The day is in the future."))
    if staff.user_id is not None and staff.user_id == by.pk:
        raise EvidenceError(_("Nobody can record events about themselves."))
    if department_on(staff, happened_on) is None:
        raise EvidenceError(
            _("%(name)s was not employed on %(day)s.") % {"name": staff.name, "day": happened_on.isoformat()}
        )


@transaction.atomic
def withdraw_event(*, event: EvidenceEvent, reason: str, by: Any, at: datetime) -> None:
    """Take an event out of the reckoning; it stays to be seen with the reason. Raises EvidenceError."""
    if not reason.strip():
        raise EvidenceError(_("Please give a reason."))
    if event.staff.user_id is not None and event.staff.user_id == by.pk:
        raise EvidenceError(_("Nobody can withdraw events about themselves."))
    still_there = EvidenceEvent.objects.filter(pk=event.pk, withdrawn_at__isnull=True)
    if not still_there.update(withdrawn_at=at, withdrawn_reason=reason.strip()):
        raise EvidenceError(_("This event has been withdrawn already."))
