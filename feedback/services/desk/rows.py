"""What all changes of a request begin with and leave behind: its lock, and an entry on its timeline."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from feedback.errors import ClosedRequestError, RequestStateError
from feedback.models import ServiceRequest, TimelineEntry
from people.models import Staff

Kind, Status = TimelineEntry.Kind, ServiceRequest.Status


def locked(request: ServiceRequest) -> ServiceRequest:
    """Return the request as it is now, held until the end of the transaction; the sweep skips it meanwhile."""
    held = ServiceRequest.objects.select_for_update(of=("self",))
    return held.select_related("tier", "agent").get(pk=request.pk)


def staff_of(user: Any) -> Staff | None:
    """The member of staff behind a sign-in; the customer and the system (None) are nobody."""
    return Staff.objects.filter(user=user).first() if user else None


def note_entry(
    request: ServiceRequest, kind: str, at: datetime, by: Any = None, text: str = "", **more: Any
) -> TimelineEntry:
    """Write what happened on the timeline."""
    return TimelineEntry.objects.create(
        request=request,
        kind=kind,
        at=at,
        by=by,
        staff=more.pop("staff", None) or staff_of(by),
        text=text,
        **more,
    )


def refuse_closed(request: ServiceRequest) -> None:
    """Raise ClosedRequestError, saying what can be done instead."""
    if request.status == Status.CLOSED and request.closed_at:
        raise ClosedRequestError(
            _("%(number)s was closed on %(day)s. Reopen it, or take in a new request.")
            % {"number": request.number, "day": shown_moment(request.closed_at)}
        )


def refuse_ended(request: ServiceRequest) -> None:
    """Raise ClosedRequestError or RequestStateError unless there is still something to do."""
    refuse_closed(request)
    if request.status == Status.RESOLVED and request.resolved_at:
        raise RequestStateError(
            _("%(name)s resolved %(number)s already, on %(day)s.")
            % {
                "name": request.agent.name if request.agent else "–",
                "number": request.number,
                "day": shown_moment(request.resolved_at),
            }
        )


def shown_moment(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
