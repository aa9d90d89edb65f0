"""Calling a customer back after a complaint was resolved: satisfied closes it, not satisfied reopens it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import ComplaintError
from feedback.models import Complaint, ServiceRequest, TimelineEntry
from feedback.services import desk
from feedback.services.desk.complaint_rows import add_entry, locked_complaint

ENTRY = TimelineEntry.Kind.COMPLAINT


@transaction.atomic
def record_complaint_call(
    *, request: ServiceRequest, satisfied: bool, said: str, by: Any, at: datetime
) -> Complaint:
    """Record what the customer said when called back. Satisfied is the customer's confirmation; else it is reopened.

    Raises ComplaintError where it is not resolved, was called back already, or nothing is written.
    """
    complaint = _to_call(request, by)
    if not said.strip():
        raise ComplaintError(_("Write what the customer said."), "said")
    complaint.called_back_by, complaint.called_back_at = by, at
    complaint.call_back_note = said.strip()
    complaint.save(update_fields=["called_back_by", "called_back_at", "call_back_note"])
    add_entry(complaint.request, ENTRY, "called_back", by=by, at=at, text=said, satisfied=satisfied)
    if satisfied:
        desk.confirm(request=complaint.request, at=at)
    else:
        desk.reopen(request=complaint.request, at=at, by=by)
    return complaint


@transaction.atomic
def record_missed_call(*, request: ServiceRequest, note: str, by: Any, at: datetime) -> None:
    """Record that the customer could not be reached; the call-back stays to be done. Raises ComplaintError."""
    complaint = _to_call(request, by)
    add_entry(complaint.request, ENTRY, "not_reached", by=by, at=at, text=note)


def _to_call(request: ServiceRequest, by: Any) -> Complaint:
    complaint = locked_complaint(request, by=by)
    if complaint.request.status != ServiceRequest.Status.RESOLVED:
        raise ComplaintError(_("Customers are called back while the complaint is resolved and not closed."))
    if complaint.called_back_at is not None:
        raise ComplaintError(_("The customer has been called back already."))
    return complaint
