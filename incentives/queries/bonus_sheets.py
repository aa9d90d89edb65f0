"""What a bonus sheet says: one row a person, and the figures behind the sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When

from incentives.models import LedgerLine, PayoutLine, PayoutRun
from incentives.payouts import NOTHING
from incentives.queries.figures import Figures, run_figures
from ratings.models import StarResult

Kind = PayoutLine.Kind


@dataclass(frozen=True)
class Correction:
    """An earlier month that was put right: the stars before (none where not rated) and after."""

    first_day: date
    stars_before: int | None
    stars_after: int


@dataclass(frozen=True)
class SheetRow:
    """What one person gets in a run, all lines together."""

    employee_no: str
    name: str
    department: str
    stars: int | None = None
    score: Decimal | None = None
    days_employed: int | None = None
    days_in_month: int | None = None
    full: Decimal = NOTHING
    star_bonus: Decimal = NOTHING
    pay_share: Decimal = NOTHING
    corrections: Decimal = NOTHING
    unscaled: Decimal = NOTHING
    corrected: Sequence[Correction] = field(default_factory=tuple)

    @property
    def amount(self) -> Decimal:
        return self.star_bonus + self.pay_share + self.corrections


@dataclass(frozen=True)
class BonusSheet:
    """A run with its rows and its movements in the fund."""

    run: PayoutRun
    rows: Sequence[SheetRow]
    ledger: Sequence[LedgerLine]
    left_before: Decimal
    figures: Figures

    @property
    def total(self) -> Decimal:
        return sum((row.amount for row in self.rows), NOTHING)


def bonus_sheet(run: PayoutRun) -> BonusSheet:
    """Gather a run's sheet in a number of queries that does not depend on the number of people."""
    run = PayoutRun.objects.select_related("month", "scheme", "fund", "prepared_by", "approved_by").get(
        pk=run.pk
    )
    lines = line_facts(run.lines.all()).order_by("staff__employee_no", "staff_id", "id")
    by_person = groupby(lines, key=lambda line: line.staff_id)
    ledger = list(run.ledger.order_by("id").select_related("entered_by"))
    rows = [_row(of_one) for _staff_id, of_one in by_person]
    return BonusSheet(run, rows, ledger, _left_before(run), run_figures(run))


def line_facts(lines: QuerySet[PayoutLine]) -> QuerySet[PayoutLine]:
    """Add to lines their score of the run's month and the correction they are about."""
    published = StarResult.objects.filter(staff=OuterRef("staff"), month=OuterRef("run__month"))
    return lines.select_related("staff", "department", "correction__result__month").annotate(
        score=Case(
            When(kind=Kind.CORRECTION, then=None),
            When(correction__isnull=False, then="correction__score"),
            default=Subquery(published.values("score")),
        )
    )


def _row(of_one: Iterable[PayoutLine]) -> SheetRow:
    lines = list(of_one)
    of_month = [line for line in lines if line.kind != Kind.CORRECTION]
    shown: Any = (of_month or lines)[0]
    row = SheetRow(
        employee_no=shown.staff.employee_no,
        name=shown.staff.name,
        department=shown.department.name,
        full=sum((line.base_amount for line in of_month), NOTHING),
        star_bonus=_sum(lines, Kind.STAR),
        pay_share=_sum(lines, Kind.PAY_SHARE),
        corrections=_sum(lines, Kind.CORRECTION),
        unscaled=sum((line.unscaled_amount for line in lines), NOTHING),
        corrected=[_correction(line) for line in lines if line.kind == Kind.CORRECTION],
    )
    if not of_month:
        return row
    days = {"days_employed": shown.days_employed, "days_in_month": shown.days_in_month}
    return replace(row, stars=shown.stars, score=shown.score, **days)


def _sum(lines: Iterable[PayoutLine], kind: str) -> Decimal:
    return sum((line.amount for line in lines if line.kind == kind), NOTHING)


def _correction(line: PayoutLine) -> Correction:
    result = line.correction.result  # type: ignore[union-attr]
    return Correction(result.month.first_day, result.stars, line.stars)


def _left_before(run: PayoutRun) -> Decimal:
    """What the fund had left when the run was prepared: all movements before the run's first."""
    own = run.ledger.order_by("id").first()
    earlier = LedgerLine.objects.filter(fund=run.fund_id)
    if own is not None:
        earlier = earlier.filter(id__lt=own.pk)
    return earlier.aggregate(left=Sum("amount", default=NOTHING))["left"]
