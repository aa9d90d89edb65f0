"""What decides how fast a new request is served and who could take it, read once for one request."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from feedback.assignment import Candidate
from feedback.models import OPEN_STATES, Agent, Category, Customer, PriorityRule, ServiceRequest, Tier
from feedback.priority import Rule, TierRank
from feedback.queries.calendars import work_calendars
from feedback.wordsearch import listed, words_found
from people.models import Assignment
from people.models.tree import subtree_ids
from starservice.lib.working_time import WorkCalendar, worked

AN_INSTANT = timedelta(microseconds=1)
Found = tuple[Category | None, tuple[str, ...]]


def category_of(text: str) -> Found:
    """The category most of whose words stand in the text, with these words; of equals the first in order."""
    rows = Category.objects.filter(is_active=True).exclude(keywords="").select_related("tier", "department")
    found = [(category, words_found(text, listed(category.keywords))) for category in rows]
    best = max(found, key=lambda one: len(one[1]), default=(None, ()))
    return best if best[1] else (None, ())


def rank_of(tier: Tier | None) -> TierRank | None:
    return TierRank(tier.code, tier.rank) if tier else None


def tiers_in_use() -> dict[str, Tier]:
    """The tiers new requests may get, by code, the most urgent first."""
    return {tier.code: tier for tier in Tier.objects.filter(is_active=True).order_by("rank")}


def rules_in_use() -> list[Rule]:
    """The priority rules for tiers in use."""
    rows = PriorityRule.objects.filter(is_active=True, tier__is_active=True).select_related("tier")
    return [
        Rule(
            row.kind,
            TierRank(row.tier.code, row.tier.rank),
            listed(row.words),
            row.at_least or 1,
            row.within_days,
        )
        for row in rows
    ]


def tags_of(customer: Customer | None) -> frozenset[str]:
    """Codes of a customer's tags."""
    if customer is None:
        return frozenset()
    held = customer.taggings.filter(removed_at__isnull=True)
    return frozenset(code.casefold() for code in held.values_list("tag__code", flat=True))


def complaints_before(customer: Customer | None, at: datetime) -> tuple[float, ...]:
    """How many days ago a customer complained, each time before a moment."""
    if customer is None:
        return ()
    complained = customer.requests.filter(kind=ServiceRequest.Kind.COMPLAINT, created_at__lt=at)
    return tuple(
        (at - moment) / timedelta(days=1) for moment in complained.values_list("created_at", flat=True)
    )


def candidates_for(department_id: int | None, at: datetime, day: date) -> list[Candidate]:
    """The agents of a department and those below, or of the company, as they stand at a moment; calendars read once."""
    agents = list(_agents(department_id, day).prefetch_related("categories"))
    calendars = work_calendars({agent.calendar_id for agent in agents if agent.calendar_id})
    return [_candidate(agent, calendars, at) for agent in agents]


def _agents(department_id: int | None, day: date) -> QuerySet[Any]:
    working = Assignment.objects.on(day)
    if department_id is not None:
        working = working.filter(department__in=subtree_ids([department_id]))
    load = (
        ServiceRequest.objects.filter(agent=OuterRef("pk"), status__in=OPEN_STATES)
        .order_by()
        .values("agent")
        .annotate(n=Count("pk"))
        .values("n")
    )
    employed = Q(staff__left_on__isnull=True) | Q(staff__left_on__gte=day)
    return (
        Agent.objects.filter(employed, is_active=True, staff__in=working.values("staff"))
        .annotate(load=Coalesce(Subquery(load), 0))
        .order_by("pk")
    )


def _candidate(agent: Any, calendars: dict[int, WorkCalendar], at: datetime) -> Candidate:
    calendar = calendars.get(agent.calendar_id)
    return Candidate(
        staff=agent.pk,
        categories=frozenset(category.pk for category in agent.categories.all()),
        areas=frozenset(agent.areas),
        is_on_shift=bool(worked(calendar, at, at + AN_INSTANT)),
        is_away=agent.away_until is not None and agent.away_until > at,
        open=agent.load,
        most_open=agent.most_open,
        last_assigned_at=agent.last_assigned_at,
    )
