"""The results of a month as their readers see them, with the month before beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from people.models import Department, Staff
from ratings.models import RatingMonth, StarResult
from ratings.queries.history import final_score, final_stars, scores_before, visible_results


@dataclass(frozen=True)
class TeamRow:
    """One person's result with the change to the month before."""

    result: StarResult
    stars: int | None
    score: Decimal | None
    answers: int
    change: Decimal | None


def month_results(user: Any, month: RatingMonth) -> QuerySet[StarResult]:
    """A month's results this user may see, with `final` stars, ready to be listed."""
    return (
        visible_results(user)
        .filter(month=month)
        .annotate(final=Coalesce("correction__stars", "stars"))
        .select_related("staff", "department", "manager", "correction")
        .order_by("staff__employee_no")
    )


def filtered(results: Any, cleaned: dict[str, Any]) -> Any:
    """Narrow results by the filters of the team page."""
    if words := cleaned.get("q"):
        results = results.filter(Q(staff__name__icontains=words) | Q(staff__employee_no__istartswith=words))
    if stars := cleaned.get("stars"):
        results = results.filter(final__isnull=True) if stars == "none" else results.filter(final=stars)
    if department := cleaned.get("department"):
        results = results.filter(department=department)
    if manager := cleaned.get("manager"):
        results = results.filter(manager=manager)
    return results


def departments_of(results: QuerySet[StarResult]) -> QuerySet[Department]:
    """Departments that occur in results."""
    return Department.objects.filter(pk__in=results.order_by().values("department"))


def managers_of(results: QuerySet[StarResult]) -> QuerySet[Staff]:
    """Managers that occur in results."""
    return Staff.objects.filter(pk__in=results.order_by().values("manager"))


def team_rows(month: RatingMonth, results: Iterable[StarResult]) -> list[TeamRow]:
    """Return rows with the change to the last published month; one query more for any number."""
    results = list(results)
    before = scores_before(month, [result.staff_id for result in results])
    return [_row(result, before.get(result.staff_id, (None, None))[1]) for result in results]


def _row(result: StarResult, before: Decimal | None) -> TeamRow:
    score = final_score(result)
    return TeamRow(
        result=result,
        stars=final_stars(result),
        score=score,
        answers=int((result.steps.get("customer") or {}).get("n") or 0),
        change=None if score is None or before is None else score - before,
    )
