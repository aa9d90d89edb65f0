"""What the admin's home shows of a month; the number of queries does not depend on staff, answers or months."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, QuerySet
from django.db.models.functions import TruncMonth

from feedback.models import Interaction, Invitation
from feedback.nps import Tally
from feedback.queries.results import asked_between, results_by
from incentives.models import PayoutRun
from people.models import Department, Staff
from program.checklist import MonthFacts
from ratings.models import Appeal, Policy, RatingMonth, StarResult
from ratings.queries.evaluations import MissingEvaluations, missing_evaluations
from ratings.queries.history import visible_results
from starservice.lib.months import last_of, next_month, previous_month
from training.queries import uncertified_staff

MONTHS_SHOWN = 7
SECOND = Decimal("1")


@dataclass(frozen=True)
class Scope:
    """Whose month it is: everybody's one sees, or a manager's own reports."""

    staff: QuerySet[Staff]
    manager: Staff | None = None

    @property
    def is_team(self) -> bool:
        return self.manager is not None


@dataclass(frozen=True)
class Trend:
    """Figures of one month from surveys and interactions."""

    first_day: date
    tally: Tally
    response_seconds: Decimal | None


@dataclass(frozen=True)
class MonthView:
    """A month with everything the home says about it."""

    first_day: date
    month: RatingMonth | None
    facts: MonthFacts
    missing: MissingEvaluations | None
    uncertified: int
    stars: Counter[int | None]
    appeals: int
    run: PayoutRun | None
    trend: tuple[Trend, ...]

    @property
    def now(self) -> Trend:
        return self.trend[-1]

    @property
    def before(self) -> Trend:
        return self.trend[-2]


def recent_months() -> list[RatingMonth]:
    """The newest months with their policies, newest first."""
    return list(RatingMonth.objects.select_related("policy").order_by("-first_day")[:MONTHS_SHOWN])


def month_view(
    *, first_day: date, month: RatingMonth | None, scope: Scope, user: Any, today: date
) -> MonthView:
    """Gather what is known of a month."""
    missing = missing_evaluations(month, scope.manager) if month else None
    uncertified = _uncertified(first_day, month, scope)
    appeals = Appeal.objects.filter(
        result__in=_results(month, user, scope), status=Appeal.Status.OPEN
    ).count()
    run = PayoutRun.objects.standing().filter(month=month).first() if month and not scope.is_team else None
    trend = _trend(first_day, scope)
    facts = MonthFacts(
        status=month.status if month else "",
        is_over=today > last_of(first_day),
        managers_missing=missing.manager_count if missing else 0,
        selves_missing=len(missing.selves) if missing else 0,
        surveys_sent=trend[-1].tally.asked,
        uncertified=uncertified,
        open_appeals=appeals,
        run_status=run.status if run else "",
    )
    stars = _stars(month, user, scope)
    return MonthView(first_day, month, facts, missing, uncertified, stars, appeals, run, trend)


def _results(month: RatingMonth | None, user: Any, scope: Scope) -> QuerySet[StarResult]:
    return visible_results(user).filter(month=month, staff__in=scope.staff)


def _stars(month: RatingMonth | None, user: Any, scope: Scope) -> Counter[int | None]:
    rows = _results(month, user, scope).values_list("stars", "correction__stars")
    return Counter(stars if corrected is None else corrected for stars, corrected in rows)


def _uncertified(first_day: date, month: RatingMonth | None, scope: Scope) -> int:
    if month is None or month.policy.gate == Policy.Gate.NONE:
        return 0
    return uncertified_staff(first_day, last_of(first_day)).filter(pk__in=scope.staff).count()


def _trend(first_day: date, scope: Scope) -> tuple[Trend, ...]:
    """Figures of the months up to this one, oldest first; months without any are there too."""
    days = [first_day]
    while len(days) < MONTHS_SHOWN:
        days.insert(0, previous_month(days[0]))
    asked = asked_between(Invitation.objects.filter(staff__in=scope.staff), days[0], last_of(first_day))
    tallies = {row.key: row.tally for row in results_by("month", asked)}
    speeds = _speeds(scope, days[0], next_month(first_day))
    return tuple(Trend(day, tallies.get(day, Tally()), speeds.get(day)) for day in days)


def _speeds(scope: Scope, first: date, end: date) -> dict[date, Decimal]:
    rows = (
        Interaction.objects.filter(staff__in=scope.staff, served_on__gte=first, served_on__lt=end)
        .order_by()
        .annotate(month=TruncMonth("served_on"))
        .values_list("month")
        .annotate(mean=Avg("response_seconds"))
    )
    return {day: Decimal(mean).quantize(SECOND, ROUND_HALF_UP) for day, mean in rows if mean is not None}


@dataclass(frozen=True)
class Beginning:
    """What a fresh company has already."""

    departments: bool
    staff: bool
    policy: bool
    interactions: bool

    @property
    def is_over(self) -> bool:
        return self.departments and self.staff and self.policy and self.interactions


def beginning() -> Beginning:
    """Look whether each first step was taken."""
    return Beginning(
        departments=Department.objects.exists(),
        staff=Staff.objects.exists(),
        policy=Policy.objects.filter(activated_at__isnull=False).exists(),
        interactions=Interaction.objects.exists(),
    )
