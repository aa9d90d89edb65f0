"""Who is paid for a month, with all that the amount depends on, in one query."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import DateTimeField, Exists, Func, OuterRef, QuerySet, Subquery

from incentives.models import PayoutLine, PayoutRun, PayRate
from incentives.plan import Payee
from ratings.models import RatingMonth, StarResult


class MonthAfter(Func):
    """The first moment after the month that begins on a date."""

    template = "(%(expressions)s + interval '1 month')"
    output_field = DateTimeField()


def payees_of(months: Collection[RatingMonth]) -> defaultdict[int, list[Payee]]:
    """Return by month the people who have stars in it, published or corrected, by employee number."""
    rated = _with_pay(_results().filter(month__in=months).exclude(stars=None, correction=None))
    found: defaultdict[int, list[Payee]] = defaultdict(list)
    for month_id, *facts in rated.values_list("month_id", *COLUMNS):
        found[month_id].append(Payee(*facts))
    return found


def unpaid_corrections(month: RatingMonth) -> list[tuple[PayoutRun, int]]:
    """Return (run, staff) of results of earlier months corrected after their run, by month and employee number."""
    pending = (
        _results()
        .filter(month__first_day__lt=month.first_day, correction__isnull=False, correction_is_paid=False)
        .filter(Exists(PayoutRun.objects.standing().filter(month=OuterRef("month"))))
        .order_by("month__first_day", "staff__employee_no")
        .values_list("month_id", "staff_id")
    )
    found = list(pending)
    runs = _standing_runs({month_id for month_id, _staff_id in found})
    return [(runs[month_id], staff_id) for month_id, staff_id in found]


COLUMNS = (
    "staff_id",
    "staff__employee_no",
    "staff__name",
    "department_id",
    "department__name",
    "stars",
    "score",
    "staff__hired_on",
    "staff__left_on",
    "monthly_pay",
    "correction__id",
    "correction__stars",
    "correction__score",
    "correction_is_paid",
)


def _results() -> QuerySet[Any]:
    paid = PayoutLine.objects.filter(correction=OuterRef("correction__id")).exclude(run__status="rejected")
    return StarResult.objects.annotate(correction_is_paid=Exists(paid)).order_by("staff__employee_no")


def _with_pay(results: QuerySet[Any]) -> QuerySet[Any]:
    """Add the monthly pay in force at the end of the month."""
    in_force = PayRate.objects.filter(
        staff=OuterRef("staff"), starts_on__lt=MonthAfter(OuterRef("month__first_day"))
    ).order_by("-starts_on")
    return results.annotate(monthly_pay=Subquery(in_force.values("monthly_amount")[:1]))


def _standing_runs(months: Collection[int]) -> dict[int, PayoutRun]:
    if not months:
        return {}
    runs = PayoutRun.objects.standing().filter(month__in=months).select_related("scheme", "month")
    return {run.month_id: run for run in runs}
