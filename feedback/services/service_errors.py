"""Service errors: recorded with their class and lesson, they deduct points; withdrawn with a reason, never deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import ComplaintError, EvidenceError
from feedback.models import ErrorClass, EvidenceEvent, ServiceError, ServiceRequest, TimelineEntry
from feedback.services.desk.complaint_rows import add_entry
from feedback.services.evidence import record_event, withdraw_event
from people.models import Staff


@dataclass(frozen=True)
class ErrorReport:
    """What went wrong, who did it, what the customer was told, and what is learned from it."""

    error_class: ErrorClass
    staff: Staff
    happened_on: date
    what: str
    told_customer: str = ""
    lesson: str = ""


@transaction.atomic
def record_error(
    *, report: ErrorReport, by: Any, at: datetime, request: ServiceRequest | None = None
) -> ServiceError:
    """Record a service error; it deducts points in the month of that day. Raises ComplaintError."""
    if not report.what.strip():
        raise ComplaintError(_("Say what happened."), "what")
    try:
        event = record_event(
            staff=report.staff,
            kind=EvidenceEvent.Kind.SERVICE_ERROR,
            happened_on=report.happened_on,
            by=by,
            at=at,
            reference=request.number if request else "",
        )
    except EvidenceError as refused:
        raise ComplaintError(str(refused), "staff") from refused
    error = ServiceError.objects.create(
        error_class=report.error_class,
        request=request,
        staff=report.staff,
        happened_on=report.happened_on,
        what=report.what.strip(),
        told_customer=report.told_customer.strip(),
        lesson=report.lesson.strip(),
        event=event,
        recorded_at=at,
    )
    if request is not None:
        facts = {"class": dict(report.error_class.name), "name": report.staff.name, "error": error.pk}
        add_entry(
            request, TimelineEntry.Kind.COMPLAINT, "service_error", by=by, at=at, text=report.what, **facts
        )
    return error


def withdraw_error(*, error: ServiceError, reason: str, by: Any, at: datetime) -> None:
    """Take a service error's points out of the reckoning, with the reason; the error stays. Raises ComplaintError."""
    try:
        withdraw_event(event=error.event, reason=reason, by=by, at=at)
    except EvidenceError as refused:
        raise ComplaintError(str(refused), "reason") from refused
