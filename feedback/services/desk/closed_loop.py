"""What holds a complaint open until its loop is closed, and what happens when one comes back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import Complaint, ServiceRequest, ServiceRules, TimelineEntry
from feedback.services.complaint_news import tell_head
from feedback.services.desk.complaint_rows import add_entry, start_complaint


def open_loop(request: ServiceRequest) -> str:
    """Say what keeps a locked request from being closed by hand or by the customer's word; empty for nothing."""
    if not request.is_complaint:
        return ""
    complaint = Complaint.objects.filter(pk=request.pk).first()
    if complaint is None or not complaint.finding:
        return _("Nobody has decided yet whether this complaint is upheld.")
    if request.confirmed_at is None and complaint.called_back_at is None:
        return _("The customer has not confirmed it and was not called back yet.")
    return ""


def come_back(request: ServiceRequest, *, by: Any, at: datetime) -> None:
    """Note on a locked request just reopened that its call-back is to do again; escalate what comes back too often."""
    if not request.is_complaint:
        return
    complaint = start_complaint(request=request)
    complaint.called_back_at = complaint.called_back_by = None
    complaint.call_back_note = ""
    too_often = request.reopened_count >= ServiceRules.in_force().escalate_reopened_from
    if too_often:
        complaint.escalated_at = complaint.escalated_at or at
    complaint.save(update_fields=["called_back_at", "called_back_by", "call_back_note", "escalated_at"])
    if too_often:
        head = tell_head(complaint, at)
        facts: dict[str, Any] = {"times": request.reopened_count, "to": head.name if head else ""}
        add_entry(request, TimelineEntry.Kind.COMPLAINT, "escalated", by=by, at=at, **facts)
