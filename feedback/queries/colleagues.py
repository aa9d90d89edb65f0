"""To whom a request can be handed: who is there, who knows its category, who has room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback.models import OPEN_STATES, Agent, ServiceRequest
from feedback.queries.calendars import work_calendars
from people.models import Assignment
from starservice.lib.working_time import working_spans

SHOWN = 30
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Colleague:
    """An agent as whoever hands over sees one."""

    agent: Agent
    department: str
    open: int
    is_away: bool
    is_on_shift: bool
    knows_it: bool

    @property
    def is_there(self) -> bool:
        return not self.is_away and self.is_on_shift

    @property
    def has_room(self) -> bool:
        return self.open < self.agent.most_open

    @property
    def order(self) -> tuple[bool, bool, bool, int, str]:
        """Those who can take it first, of them the ones with least open."""
        return not self.is_there, not self.knows_it, not self.has_room, self.open, self.agent.staff.name


def colleagues(one: ServiceRequest, at: datetime, words: str = "") -> list[Colleague]:
    """Agents other than the present one, those who can take it first; four queries, however many there are."""
    agents = list(_agents(one, at, words))
    calendars = work_calendars({agent.calendar_id for agent in agents if agent.calendar_id})
    working = {pk for pk, calendar in calendars.items() if any(working_spans(calendar, at, at + A_MOMENT))}
    found = [_colleague(agent, one, at, working) for agent in agents]
    return sorted(found, key=lambda each: each.order)


def those_who_are_there(one: ServiceRequest, at: datetime) -> list[Colleague]:
    """Colleagues who are there and know the category."""
    return [each for each in colleagues(one, at) if each.is_there and each.knows_it]


def _agents(one: ServiceRequest, at: datetime, words: str) -> QuerySet[Any]:
    today = timezone.localdate(at)
    place = Assignment.objects.on(today).filter(staff=OuterRef("pk"))
    busy = ServiceRequest.objects.filter(agent=OuterRef("pk"), status__in=OPEN_STATES).order_by()
    counted = busy.values("agent").annotate(n=Count("pk")).values("n")
    rows = Agent.objects.filter(is_active=True, staff__hired_on__lte=today)
    rows = rows.filter(Q(staff__left_on=None) | Q(staff__left_on__gte=today)).exclude(staff=one.agent_id)
    if words.strip():
        rows = rows.filter(Q(staff__name__icontains=words.strip()) | Q(staff__employee_no=words.strip()))
    rows = rows.annotate(
        open_now=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        place_name=Subquery(place.values("department__name")[:1]),
    )
    return rows.select_related("staff").prefetch_related("categories")


def _colleague(agent: Any, one: ServiceRequest, at: datetime, working: set[int]) -> Colleague:
    skills = {category.pk for category in agent.categories.all()}
    return Colleague(
        agent=agent,
        department=agent.place_name or "",
        open=agent.open_now,
        is_away=bool(agent.away_until and agent.away_until > at),
        is_on_shift=agent.calendar_id is None or agent.calendar_id in working,
        knows_it=not skills or one.category_id is None or one.category_id in skills,
    )
