"""A run, or what one would be, summed by stars and by department."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from incentives.models import PayoutLine, PayoutRun
from incentives.payouts import NOTHING
from incentives.plan import CORRECTION, Line


@dataclass(frozen=True)
class Figure:
    """People and their amounts; of a star level, of a department, or with neither of corrections."""

    people: int
    amount: Decimal
    stars: int | None = None
    department: str = ""


@dataclass(frozen=True)
class Figures:
    """Both sums of the same lines; by stars the best first and corrections of earlier months last."""

    by_stars: Sequence[Figure]
    by_department: Sequence[Figure]


def run_figures(run: PayoutRun) -> Figures:
    """Sum a run's lines in the database."""
    sums: dict[str, Any] = {"people": Count("staff", distinct=True), "amount": Sum("amount", default=NOTHING)}
    lines: QuerySet[Any] = PayoutLine.objects.filter(run=run).order_by()
    of_month = lines.exclude(kind=PayoutLine.Kind.CORRECTION)
    by_stars = [Figure(**row) for row in of_month.values("stars").annotate(**sums).order_by("-stars")]
    corrections = Figure(**lines.filter(kind=PayoutLine.Kind.CORRECTION).aggregate(**sums))
    by_department = [
        Figure(row["people"], row["amount"], department=row["department__name"])
        for row in lines.values("department__name").annotate(**sums).order_by("department__name")
    ]
    return Figures([*by_stars, corrections] if corrections.people else by_stars, by_department)


def plan_figures(lines: Sequence[Line]) -> Figures:
    """Sum the lines of a run that is not written."""
    # Minus the stars: the best come first, and corrections, which are none, last.
    by_stars = _summed(
        lines, lambda line: -line.stars if line.kind != CORRECTION else 0, lambda key: {"stars": -key or None}
    )
    by_department = _summed(lines, lambda line: line.payee.department, lambda key: {"department": key})
    return Figures(by_stars, by_department)


def _summed(
    lines: Iterable[Line], key: Callable[[Line], Any], named: Callable[[Any], dict[str, Any]]
) -> list[Figure]:
    people: dict[Any, set[int]] = {}
    amounts: dict[Any, Decimal] = {}
    for line in lines:
        people.setdefault(key(line), set()).add(line.payee.staff_id)
        amounts[key(line)] = amounts.get(key(line), NOTHING) + line.amount
    return [Figure(len(people[one]), amounts[one], **named(one)) for one in sorted(people)]
