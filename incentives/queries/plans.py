"""What a run would pay: the plan that the preview shows and that preparing writes down."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from incentives.models import Fund, PayoutLine, PayoutRun, Scheme
from incentives.payouts import NOTHING, Days, Terms
from incentives.plan import (
    Line,
    Original,
    PaidMonth,
    Payee,
    corrected_without_pay,
    correction_lines,
    fit,
    month_lines,
    without_pay,
)
from incentives.queries.ledger import balance_of
from incentives.queries.payees import payees_of, unpaid_corrections
from ratings.models import RatingMonth


@dataclass(frozen=True)
class RunPlan:
    """The lines of a run as they would be written now, and what stands in the way."""

    month: RatingMonth
    scheme: Scheme
    fund: Fund
    left: Decimal
    lines: Sequence[Line]
    missing_pay: Sequence[Payee]

    @property
    def unscaled_total(self) -> Decimal:
        return sum((line.unscaled for line in self.lines), NOTHING)

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), NOTHING)

    @property
    def over(self) -> Decimal:
        """By how much the run is more than the fund has left; never negative."""
        return max(self.total - self.left, NOTHING)

    @property
    def is_scaled(self) -> bool:
        return self.total != self.unscaled_total


def plan_of(month: RatingMonth, scheme: Scheme, fund: Fund) -> RunPlan:
    """Work out a run; the number of queries depends on neither staff nor months."""
    pending = unpaid_corrections(month)
    runs = {run.pk: run for run, _staff_id in pending}
    payees = payees_of([month, *(run.month for run in runs.values())])
    paid_months = _paid_months(list(runs.values()), pending, payees)
    terms = terms_of(scheme)
    lines = month_lines(month.first_day, terms, payees[month.pk])
    missing = without_pay(terms, payees[month.pk])
    for paid_month in paid_months:
        lines += correction_lines(paid_month)
        missing += corrected_without_pay(paid_month)
    left = balance_of(fund).left
    return RunPlan(month, scheme, fund, left, _fitted(lines, scheme, left), missing)


def terms_of(scheme: Scheme) -> Terms:
    """Return a scheme's rules as the calculation takes them."""
    return Terms(
        amounts=scheme.star_amounts,
        top_share=scheme.top_share,
        top_pay_share=scheme.top_pay_share,
        ties_in=scheme.ties == Scheme.Ties.ALL_IN,
        prorates=scheme.prorates,
    )


def _fitted(lines: list[Line], scheme: Scheme, left: Decimal) -> list[Line]:
    scales = scheme.over_cap == Scheme.OverCap.SCALE and left > 0
    return fit(lines, left) if scales else lines


def _paid_months(
    runs: Sequence[PayoutRun], pending: list[tuple[PayoutRun, int]], payees: dict[int, list[Payee]]
) -> list[PaidMonth]:
    if not runs:
        return []
    originals = _originals(pending)
    corrected = {(run.pk, staff_id) for run, staff_id in pending}
    scales = _scales(runs)
    return [
        PaidMonth(
            first_day=run.month.first_day,
            terms=terms_of(run.scheme),
            payees=payees[run.month_id],
            corrected=[payee for payee in payees[run.month_id] if (run.pk, payee.staff_id) in corrected],
            originals=originals[run.pk],
            scaled_from=scales[run.pk][0],
            scaled_to=scales[run.pk][1],
        )
        for run in runs
    ]


def _originals(pending: list[tuple[PayoutRun, int]]) -> dict[int, dict[int, Original]]:
    """By run and person: days and the amount before scaling."""
    lines = (
        PayoutLine.objects.filter(
            run__in={run.pk for run, _staff in pending}, staff__in={staff for _run, staff in pending}
        )
        .exclude(kind=PayoutLine.Kind.CORRECTION)
        .values_list("run_id", "staff_id", "days_employed", "days_in_month")
        .annotate(unscaled=Sum("unscaled_amount"))
        .order_by()
    )
    found: dict[int, dict[int, Original]] = defaultdict(dict)
    for run_id, staff_id, employed, in_month, unscaled in lines:
        found[run_id][staff_id] = Original(Days(employed, in_month), unscaled)
    return found


def _scales(runs: Sequence[PayoutRun]) -> dict[int, tuple[Decimal, Decimal]]:
    """By run: what its positive lines were before and after scaling."""
    gains = PayoutLine.objects.filter(Q(run__in=runs), unscaled_amount__gt=0)
    sums = gains.values_list("run_id").annotate(Sum("unscaled_amount"), Sum("amount")).order_by()
    found = {run_id: (before, after) for run_id, before, after in sums}
    return {run.pk: found.get(run.pk, (NOTHING, NOTHING)) for run in runs}
