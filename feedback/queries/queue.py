"""The queue: what is due next on top, in a number of queries that does not depend on how many requests there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.utils import timezone

from feedback.access import SEES_SERVICE, agent_of, requests_seen_by, requests_worked_by
from feedback.countdown import Countdown, nearest
from feedback.models import Agent, Milestone, ServiceRequest, SlaAlert, SlaLevel, TimelineEntry
from feedback.numbers import id_in
from people.models import Department
from people.models.tree import team_ids

MINE, UNASSIGNED, TEAM, WAITING, DONE = "mine", "unassigned", "team", "waiting", "done"
COUNTED_TO = 100
BY_DUE = (F("next_due_at").asc(nulls_last=True), "id")
Status = ServiceRequest.Status
SPEECH = (TimelineEntry.Kind.MESSAGE, TimelineEntry.Kind.REPLY)


@dataclass(frozen=True)
class Viewer:
    """Whose queue it is: what the access rules need, asked once a request."""

    user: Any
    staff: int | None
    is_agent: bool
    takes: bool
    has_duty: bool
    has_team: bool
    day: date

    @property
    def tabs(self) -> list[str]:
        """The parts of the queue that can hold anything for this person, the first of them to begin with."""
        own = [MINE] if self.is_agent else []
        shared = [TEAM] if self.has_duty or self.has_team else []
        return [*own, UNASSIGNED, *shared, WAITING, DONE]

    @property
    def first_tab(self) -> str:
        """What one comes for: one's own work, else the team's, else what one could take."""
        return next(tab for tab in (MINE, TEAM, UNASSIGNED) if tab in self.tabs)


@dataclass(frozen=True)
class Wish:
    """What to show of a tab: words or a number, a tier, a category."""

    words: str = ""
    tier: int | None = None
    category: int | None = None


def viewer_of(user: Any, day: date) -> Viewer:
    """Return whose queue it is."""
    staff = getattr(user, "staff", None)
    return Viewer(
        user=user,
        staff=staff.pk if staff else None,
        is_agent=hasattr(staff, "agent"),
        takes=agent_of(user) is not None,
        has_duty=user.has_role(*SEES_SERVICE),
        has_team=bool(staff) and (user.is_manager or Department.objects.filter(head=staff).exists()),
        day=day,
    )


def queue_of(viewer: Viewer, tab: str, wish: Wish | None = None) -> QuerySet[ServiceRequest]:
    """Return the requests of a tab, most urgent first; done ones newest first."""
    rows = _of_tab(viewer, tab)
    rows = rows.order_by("-resolved_at", "-id") if tab == DONE else rows.order_by(*BY_DUE)
    return _wished(rows, wish or Wish())


def _of_tab(viewer: Viewer, tab: str) -> QuerySet[ServiceRequest]:
    unresolved = ServiceRequest.objects.unresolved()
    if tab == MINE:
        return unresolved.filter(agent=viewer.staff).exclude(status=Status.WAITING)
    if tab == UNASSIGNED:
        return requests_seen_by(viewer.user, unresolved.filter(agent=None), viewer.day)
    if tab == DONE:
        return _done(viewer)
    if tab == WAITING:
        return _of_team(viewer, unresolved.filter(status=Status.WAITING))
    return _of_team(viewer, unresolved)


def _of_team(viewer: Viewer, rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    if viewer.has_duty:
        return requests_seen_by(viewer.user, rows, viewer.day)
    if viewer.has_team:
        return requests_worked_by(viewer.user, rows, viewer.day)
    return rows.filter(agent=viewer.staff) if viewer.staff else rows.none()


def _done(viewer: Viewer) -> QuerySet[ServiceRequest]:
    """Resolved today, found by agent: the index on agent and moment answers it among any number of requests."""
    today = timezone.make_aware(datetime.combine(viewer.day, datetime.min.time()))
    resolved = ServiceRequest.objects.filter(
        resolved_at__gte=today, resolved_at__lt=today + timedelta(days=1)
    )
    if viewer.has_duty:
        seen = requests_seen_by(viewer.user, resolved, viewer.day)
        return seen.filter(agent__in=Agent.objects.values("pk"))
    if viewer.has_team and viewer.staff:
        return resolved.filter(
            Q(agent=viewer.staff) | Q(agent__in=team_ids(viewer.staff, viewer.day, viewer.day))
        )
    return resolved.filter(agent=viewer.staff) if viewer.staff else resolved.none()


def _wished(rows: QuerySet[ServiceRequest], wish: Wish) -> QuerySet[ServiceRequest]:
    if wish.tier:
        rows = rows.filter(tier=wish.tier)
    if wish.category:
        rows = rows.filter(category=wish.category)
    return rows.filter(_said(wish.words)) if wish.words.strip() else rows


def _said(words: str) -> Q:
    text = words.strip()
    spoken = TimelineEntry.objects.filter(request=OuterRef("pk"), text__icontains=text)
    found = Q(subject__icontains=text) | Q(contact_name__icontains=text) | Q(customer__name__icontains=text)
    found |= Q(contact_email__iexact=text) | Q(contact_phone=text) | Q(Exists(spoken))
    number = id_in(text)
    return found if number is None else found | Q(pk=number)


def numbered(viewer: Viewer, words: str) -> ServiceRequest | None:
    """The request whose number was typed, whatever its state, if the viewer may read it."""
    number = id_in(words)
    if number is None or not words.strip():
        return None
    return requests_seen_by(viewer.user, ServiceRequest.objects.filter(pk=number), viewer.day).first()


def counts_of(viewer: Viewer) -> Counter[str]:
    """How many requests each tab holds, counted no further than `COUNTED_TO`; one query."""
    pieces = [
        _of_tab(viewer, tab).order_by().annotate(tab=Value(tab)).values_list("tab", flat=True)[:COUNTED_TO]
        for tab in viewer.tabs
    ]
    return Counter(pieces[0].union(*pieces[1:], all=True))


@dataclass(frozen=True)
class QueueRow:
    """One request in the queue: what is due, how that stands, and whether the customer spoke last."""

    request: ServiceRequest
    countdown: Countdown | None
    state: str
    customer_spoke_last: bool

    @property
    def version(self) -> tuple[Any, ...]:
        """What changes when the row has to be drawn anew; the passing of time is drawn by the reader's browser."""
        due = self.countdown.due_at if self.countdown else None
        warn = self.countdown.warn_at if self.countdown else None
        one = self.request
        return (
            one.pk,
            one.changed_at,
            one.status,
            one.agent_id,
            one.tier_id,
            due,
            warn,
            self.customer_spoke_last,
        )


def with_facts(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """The requests with all that a row shows; two more queries, however many rows."""
    last_said = TimelineEntry.objects.filter(request=OuterRef("pk"), kind__in=SPEECH).order_by("-at", "-id")
    warnings = SlaAlert.objects.filter(level=SlaLevel.WARNING)
    milestones = Milestone.objects.prefetch_related(Prefetch("alerts", warnings, to_attr="warnings"))
    return (
        rows.select_related("tier", "category", "customer", "agent", "department", "channel")
        .annotate(last_said=Subquery(last_said.values("kind")[:1]))
        .prefetch_related(Prefetch("milestones", milestones))
    )


def queue_rows(requests: Iterable[Any], now: datetime) -> list[QueueRow]:
    """Return the rows to draw of requests read `with_facts`."""
    return [_row(one, now) for one in requests]


def _row(one: Any, now: datetime) -> QueueRow:
    countdown = nearest(countdowns_of(one)) if one.is_unresolved else None
    state = countdown.state(now) if countdown else ""
    return QueueRow(one, countdown, state, one.last_said == TimelineEntry.Kind.MESSAGE)


def countdowns_of(one: Any) -> list[Countdown]:
    """Return the countdowns of a request whose milestones were read with their warnings; first reply first."""
    return [
        Countdown(each.kind, each.due_at, each.met_at, each.breached_at, _warn_at(each))
        for each in sorted(one.milestones.all(), key=lambda each: each.kind)
    ]


def _warn_at(milestone: Any) -> datetime | None:
    return milestone.warnings[0].fires_at if milestone.warnings else None
