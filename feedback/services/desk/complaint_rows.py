"""What services of complaints share: the locked rows, and entries of the timeline that the customer does not see."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import ComplaintError
from feedback.models import Complaint, ServiceRequest, TimelineEntry
from feedback.queries.complaints import is_about
from feedback.services.desk.rows import locked, note_entry


def locked_complaint(request: ServiceRequest, *, by: Any = None) -> Complaint:
    """Lock a request and its complaint, in this order. Raises ComplaintError for no complaint, or one about the actor."""
    found = locked(request)
    if not found.is_complaint:
        raise ComplaintError(_("This request is not a complaint."))
    complaint = start_complaint(request=found)
    if by is not None and is_about(by, complaint):
        raise ComplaintError(_("This complaint is about you; somebody else deals with it."))
    return complaint


def start_complaint(*, request: ServiceRequest) -> Complaint:
    """Return the complaint of a locked request, held too; begun with what the request tells."""
    category = request.category
    begun = {
        "department_id": (category.department_id if category else None) or request.department_id,
        "happened_on": localdate(request.created_at),
    }
    Complaint.objects.get_or_create(request=request, defaults=begun)
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=request.pk)
    complaint.request = request
    return complaint


def add_entry(
    request: ServiceRequest, kind: str, code: str, *, by: Any, at: datetime, text: str = "", **facts: Any
) -> TimelineEntry:
    """Write down in the timeline what was done; only staff read it."""
    ServiceRequest.objects.filter(pk=request.pk).update(changed_at=at)
    return note_entry(request, kind, at, by, text.strip(), data={"code": code, **facts})
