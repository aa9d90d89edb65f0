"""The page of one request: its timeline, promises, pauses, and who else has it open; a constant number of queries."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from feedback.access import may_take, may_work_on, requests_seen_by
from feedback.countdown import Countdown
from feedback.handling_reasons import agent_reason_words, tier_reason_words
from feedback.models import (
    Attachment,
    CustomerTagging,
    Milestone,
    Presence,
    ServiceRequest,
    SlaAlert,
    SlaEvent,
    SlaLevel,
    Tier,
    TimelineEntry,
)
from feedback.queries.queue import countdowns_of

ENTRIES_SHOWN = 40
EARLIER_SHOWN = 100
OTHERS_SHOWN = 5
HERE = timedelta(seconds=30)


def request_for(user: Any, pk: int) -> ServiceRequest | None:
    """The request with what its page shows beside it, if the user may read it; None otherwise."""
    warnings = SlaAlert.objects.filter(level=SlaLevel.WARNING)
    milestones = Milestone.objects.prefetch_related(Prefetch("alerts", warnings, to_attr="warnings"))
    tags = (
        CustomerTagging.objects.filter(removed_at__isnull=True).select_related("tag").order_by("tag__order")
    )
    rows = requests_seen_by(user, ServiceRequest.objects.all()).select_related(
        "tier",
        "category",
        "customer",
        "agent",
        "department",
        "channel",
        "previous",
        "created_by",
        "complaint",
    )
    rows = rows.prefetch_related(
        Prefetch("milestones", milestones),
        Prefetch("customer__taggings", tags, to_attr="shown_tags"),
        "following",
        "pauses",
    )
    return rows.filter(pk=pk).first()


def newest_entries(one: ServiceRequest, before: int | None = None) -> list[TimelineEntry]:
    """The newest entries, oldest of them first, with one more than is shown where there are earlier ones."""
    rows = TimelineEntry.objects.filter(request=one).select_related("by", "staff")
    rows = rows.prefetch_related(Prefetch("attachments", Attachment.objects.order_by("pk")))
    if before is None:
        return list(rows.order_by("-at", "-id")[: ENTRIES_SHOWN + 1])[::-1]
    edge = TimelineEntry.objects.filter(request=one, pk=before).first()
    if edge is None:
        return []
    older = rows.filter(at__lte=edge.at).exclude(at=edge.at, pk__gte=edge.pk)
    return list(older.order_by("-at", "-id")[:EARLIER_SHOWN])[::-1]


def others_here(one: ServiceRequest, user: Any, now: datetime) -> QuerySet[Presence]:
    """Who else has the request open just now."""
    here = Presence.objects.filter(request=one, seen_at__gte=now - HERE).exclude(user=user)
    return here.select_related("user__staff").order_by("pk")


@dataclass(frozen=True)
class Desk:
    """A request as its page shows it to one reader at one moment."""

    one: Any
    entries: list[TimelineEntry]
    has_earlier: bool
    newest: int
    countdowns: list[Countdown]
    events: list[SlaEvent]
    others: list[Presence]
    may_work: bool
    may_take: bool
    now: datetime

    @property
    def promises(self) -> list[tuple[Countdown, str]]:
        """Each promise with how it stands."""
        return [(each, each.state(self.now)) for each in self.countdowns]

    @property
    def version(self) -> str:
        """What changes when the page has to be drawn anew."""
        one = self.one
        here = [(each.user_id, each.is_writing) for each in self.others]
        seen = (one.changed_at, one.status, one.agent_id, self.newest, here, len(self.events))
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def desk_of(one: ServiceRequest, user: Any, now: datetime) -> Desk:
    """Return a request read by `request_for` with all that its page shows."""
    entries = newest_entries(one)
    newest = TimelineEntry.objects.filter(request=one).aggregate(newest=Max("pk"))["newest"] or 0
    works = may_work_on(user, one)
    return Desk(
        one=one,
        entries=entries[-ENTRIES_SHOWN:],
        has_earlier=len(entries) > ENTRIES_SHOWN,
        newest=newest,
        countdowns=countdowns_of(one),
        events=list(SlaEvent.objects.filter(request=one)[:20]),
        others=list(others_here(one, user, now)),
        may_work=works,
        may_take=may_take(user, one),
        now=now,
    )


@dataclass(frozen=True)
class Beside:
    """What stands beside the timeline: why things are as they are, and what else the customer asked."""

    tier_reasons: list[str]
    agent_reasons: list[str]
    others_of_customer: list[ServiceRequest]


def beside(one: ServiceRequest, user: Any) -> Beside:
    """Return the side facts of a request; two queries."""
    names = {tier.code: str(tier) for tier in Tier.objects.all()}
    reasons = one.tier_reasons if isinstance(one.tier_reasons, list) else []
    return Beside(
        tier_reasons=[tier_reason_words(reason, names) for reason in reasons],
        agent_reasons=agent_reason_words(one.agent_reason),
        others_of_customer=_others_of_customer(one, user),
    )


def _others_of_customer(one: ServiceRequest, user: Any) -> list[ServiceRequest]:
    if one.customer_id is None:
        return []
    rows = ServiceRequest.objects.filter(customer=one.customer_id).exclude(pk=one.pk)
    return list(requests_seen_by(user, rows, timezone.localdate()).order_by("-id")[:OTHERS_SHOWN])
