"""What is late now or will be within the hour, of what somebody answers for, and with whom it lies."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from feedback.access import requests_seen_by, requests_worked_by
from feedback.models import ServiceRequest
from feedback.queries.queue import BY_DUE, Viewer

SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Load:
    """What is late and what will be with one agent; `agent` is None for what nobody handles."""

    agent: int | None
    name: str
    late: int
    soon: int
    oldest: datetime


def pressing(viewer: Viewer, at: datetime) -> QuerySet[ServiceRequest]:
    """Unresolved requests in the viewer's reach whose next moment has passed or comes within the hour."""
    near = ServiceRequest.objects.unresolved().filter(next_due_at__lte=at + SOON)
    if viewer.has_duty:
        return requests_seen_by(viewer.user, near, viewer.day)
    return requests_worked_by(viewer.user, near, viewer.day)


def loads_of(requests: QuerySet[ServiceRequest], at: datetime) -> list[Load]:
    """By agent, the longest late first; one query. Late means after the due moment."""
    rows: Any = (
        requests.order_by()
        .values("agent", "agent__name")
        .annotate(
            late=Count("pk", filter=Q(next_due_at__lt=at)),
            soon=Count("pk", filter=Q(next_due_at__gte=at)),
            oldest=Min("next_due_at"),
        )
        .order_by("oldest")
    )
    return [
        Load(row["agent"], row["agent__name"] or "", row["late"], row["soon"], row["oldest"]) for row in rows
    ]


def of_agent(requests: QuerySet[ServiceRequest], agent: str) -> QuerySet[ServiceRequest]:
    """The requests of one agent (an id) or of nobody ("none"), most urgent first; anything else means all."""
    if agent == "none":
        requests = requests.filter(agent=None)
    elif agent.isdecimal():
        requests = requests.filter(agent=int(agent))
    return requests.order_by(*BY_DUE)
