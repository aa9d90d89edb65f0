"""The lines of a run, worked out from facts; no clock, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from incentives.payouts import NOTHING, Bonus, Days, Terms, best, bonus, correction, days_employed
from incentives.scaling import scale_to_cap

STAR, PAY_SHARE, CORRECTION = "star", "pay_share", "correction"


@dataclass(frozen=True)
class Payee:
    """One person's published result of one month with what their money depends on."""

    staff_id: int
    employee_no: str
    name: str
    department_id: int
    department: str
    stars: int | None
    score: Decimal | None
    hired_on: date
    left_on: date | None
    monthly_pay: Decimal | None = None
    correction_id: int | None = None
    corrected_stars: int | None = None
    corrected_score: Decimal | None = None
    correction_is_paid: bool = False

    @property
    def is_corrected(self) -> bool:
        """Whether a correction counts that no run has paid for."""
        return self.correction_id is not None and not self.correction_is_paid

    @property
    def counted_stars(self) -> int | None:
        return self.corrected_stars if self.is_corrected else self.stars

    @property
    def counted_score(self) -> Decimal | None:
        return self.corrected_score if self.is_corrected else self.score


@dataclass(frozen=True)
class Line:
    """What one person gets for one reason."""

    payee: Payee
    kind: str
    stars: int
    full: Decimal
    days: Days
    unscaled: Decimal
    amount: Decimal
    correction_id: int | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What breaks ties when cents are handed out: the employee number first."""
        return self.payee.employee_no, self.kind, self.correction_id or 0


@dataclass(frozen=True)
class Original:
    """What a standing run pays one person for a month, before scaling."""

    days: Days
    unscaled: Decimal


@dataclass(frozen=True)
class PaidMonth:
    """A month with a standing run, and its results that were corrected afterwards."""

    first_day: date
    terms: Terms
    payees: Sequence[Payee]
    corrected: Sequence[Payee]
    originals: Mapping[int, Original]
    scaled_from: Decimal = NOTHING
    scaled_to: Decimal = NOTHING


def month_lines(first_day: date, terms: Terms, payees: Iterable[Payee]) -> list[Line]:
    """Return what the rated of a month get; a line of nothing only where a correction was counted."""
    rated = [payee for payee in payees if payee.counted_stars is not None]
    top = best_of(terms, rated)
    lines = []
    for payee in rated:
        days = days_employed(first_day, payee.hired_on, payee.left_on)
        lines += _lines(payee, days, _bonus(terms, payee, days, payee.employee_no in top))
    return lines


def correction_lines(month: PaidMonth) -> list[Line]:
    """Return the difference between corrected and original amount of each result corrected after its run."""
    top = best_of(month.terms, month.payees, corrected=True)
    return [_correction_line(month, payee, payee.employee_no in top) for payee in month.corrected]


def best_of(terms: Terms, payees: Iterable[Payee], *, corrected: bool = False) -> frozenset[str]:
    """Return the employee numbers of those who get a share of their pay."""
    if not terms.shares_pay:
        return frozenset()
    scores = {payee.employee_no: _score(payee, corrected=corrected) for payee in payees}
    rated = {who: score for who, score in scores.items() if score is not None}
    return best(rated, terms.top_share, ties_in=terms.ties_in)


def without_pay(terms: Terms, payees: Iterable[Payee], *, corrected: bool = False) -> list[Payee]:
    """Return the best whose monthly pay is not known."""
    everybody = list(payees)
    top = best_of(terms, everybody, corrected=corrected)
    return [payee for payee in everybody if payee.employee_no in top and payee.monthly_pay is None]


def corrected_without_pay(month: PaidMonth) -> list[Payee]:
    """Return the corrected who belong to the best and whose monthly pay is not known."""
    missing = without_pay(month.terms, month.payees, corrected=True)
    corrected = {payee.staff_id for payee in month.corrected}
    return [payee for payee in missing if payee.staff_id in corrected]


def fit(lines: Sequence[Line], cap: Decimal) -> list[Line]:
    """Return the lines scaled so that they add up to no more than the cap."""
    amounts = scale_to_cap({line.key: line.unscaled for line in lines}, cap)
    return [replace(line, amount=amounts[line.key]) for line in lines]


def _score(payee: Payee, *, corrected: bool) -> Decimal | None:
    if corrected and payee.correction_id is not None:
        return payee.corrected_score
    return payee.counted_score


def _bonus(terms: Terms, payee: Payee, days: Days, is_best: bool) -> Bonus:
    return bonus(
        terms,
        stars=payee.counted_stars or 0,
        days=days,
        is_best=is_best,
        monthly_pay=payee.monthly_pay,
    )


def _lines(payee: Payee, days: Days, earned: Bonus) -> list[Line]:
    correction_id = payee.correction_id if payee.is_corrected else None
    parts = [(STAR, earned.star, correction_id), (PAY_SHARE, earned.pay_share, None)]
    return [
        Line(payee, kind, payee.counted_stars or 0, part.full, days, part.amount, part.amount, used)
        for kind, part, used in parts
        if part.amount or used
    ]


def _correction_line(month: PaidMonth, payee: Payee, is_best: bool) -> Line:
    employed = days_employed(month.first_day, payee.hired_on, payee.left_on)
    original = month.originals.get(payee.staff_id, Original(employed, NOTHING))
    corrected = _bonus(month.terms, payee, original.days, is_best)
    amount = correction(
        corrected=corrected.amount,
        original=original.unscaled,
        scaled_from=month.scaled_from,
        scaled_to=month.scaled_to,
    )
    full = corrected.star.full + corrected.pay_share.full
    stars = payee.corrected_stars or 0
    return Line(payee, CORRECTION, stars, full, original.days, amount, amount, payee.correction_id)
