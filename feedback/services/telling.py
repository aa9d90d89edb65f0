"""Telling staff what happened to requests; each caller's own transaction holds the notification too."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from feedback.models import ServiceRequest, SlaEvent, TimelineEntry
from feedback.queries.sla_receivers import receivers_of
from feedback.services.sweeping import FiredEvent, sweep
from feedback.sla import BREACH, ESCALATION, WARNING
from people.models import Staff, Topic
from people.notices import Notice
from people.services import notify

TOPICS = {WARNING: Topic.WARNING, BREACH: Topic.BREACH, ESCALATION: Topic.ESCALATION}
logger = logging.getLogger(__name__)


def sweep_and_tell(*, at: datetime) -> list[tuple[FiredEvent, list[int]]]:
    """Make the events that are due and tell of them; return each with the users told.

    The outbox tells of what was made where this is cut off in between.
    """
    made = sweep(at=at)
    told = tell_of_sla_events(events=[event.event_id for event in made], at=at) if made else {}
    return [(event, told.get(event.event_id, [])) for event in made]


def tell_of_sla_events(*, events: Sequence[int], at: datetime) -> dict[int, list[int]]:
    """Tell whom it concerns of each event once; return the users by event. The same queries for one and for many."""
    found = list(
        SlaEvent.objects.filter(pk__in=events)
        .select_related("request__agent__user")
        .order_by("happened_at", "pk")
    )
    receivers = receivers_of(found, localdate(at))
    if unheard := [event.pk for event in found if not receivers[event.pk]]:
        logger.error("no user can be told of SLA events %s", unheard)
    notices = [_event_notice(event, user) for event in found for user in receivers[event.pk]]
    notify(notices=notices, at=at)
    return receivers


def _event_notice(event: SlaEvent, user: int) -> Notice:
    facts = {"milestone": event.milestone, "due_at": event.due_at.isoformat(), "step": event.level - 1}
    return request_notice(
        event.request, user, TOPICS[event.kind], f"sla-{event.kind}", f"sla:{event.pk:012d}", facts
    )


def request_notice(
    request: ServiceRequest, user: int, topic: str, code: str, key: str, facts: dict[str, Any] | None = None
) -> Notice:
    """A notice about a request that leads to its page; `facts` add to its number and subject."""
    data = {"number": request.number, "subject": request.subject, **(facts or {})}
    return Notice(
        user_id=user, topic=topic, code=code, key=key, data=data, address=f"/requests/{request.pk}/"
    )


def tell_assigned(
    *, request: ServiceRequest, agent: Staff, entry: TimelineEntry, by: Any, at: datetime
) -> None:
    """Tell an agent of a request somebody else, or the desk by itself, gave."""
    if agent.user_id and agent.user_id != getattr(by, "pk", None):
        name = entry.staff.name if entry.staff else ""
        key = f"assigned:{entry.pk}"
        notify(
            notices=[
                request_notice(
                    request, agent.user_id, Topic.ASSIGNED, "request-assigned", key, {"name": name}
                )
            ],
            at=at,
        )


def tell_customer_wrote(*, request: ServiceRequest, entry: TimelineEntry, at: datetime) -> None:
    """Tell the agent of a request that the customer wrote."""
    if request.agent and request.agent.user_id:
        key = f"wrote:{entry.pk}"
        notice = request_notice(request, request.agent.user_id, Topic.CUSTOMER, "customer-wrote", key)
        notify(notices=[notice], at=at)


def tell_about(
    *,
    request: ServiceRequest,
    users: Iterable[int],
    topic: str,
    code: str,
    key: str,
    at: datetime,
    facts: dict[str, Any] | None = None,
) -> None:
    """Tell users something about a request; the words of `code` are registered with `people.notices.says`."""
    notify(
        notices=[request_notice(request, user, topic, code, key, facts) for user in users],
        at=at,
    )
