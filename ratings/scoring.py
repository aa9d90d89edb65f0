"""The month's star from its evidence: facts in, every step of the calculation out.

The rules are those of the published policy ("The month's star"). The same arithmetic runs set-based over a whole month in
`ratings/sql/month_stars.sql`; this module is its definition, explains single results and checks the SQL in the tests.
Intermediate values carry 28 digits or more; the score is rounded once, half up, at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from starservice.lib.means import weighted_mean

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)
LOWEST, HIGHEST = Decimal(1), Decimal(5)
CENT = Decimal("0.01")
# A mean of thirds or sevenths has no finite decimal; ten places undo what was cut off before the one rounding.
GUARD = Decimal("1E-10")
Z95 = Decimal("1.96")


@dataclass(frozen=True)
class Answers:
    """A number of survey answers with the sum of their scores and of their squares."""

    n: int
    total: Decimal
    squares: Decimal = Decimal(0)

    @property
    def mean(self) -> Decimal:
        return EXACT.divide(self.total, Decimal(self.n))


@dataclass(frozen=True)
class SourceScore:
    """What one source says (1–5) and what the policy lets it weigh."""

    adjusted: Decimal | None
    weight: Decimal


@dataclass(frozen=True)
class Combined:
    """The weighted mean of the sources that are there, and each one's effective share in percent."""

    value: Decimal | None
    shares: Mapping[str, Decimal] = field(default_factory=dict)


def rounded(value: Decimal) -> Decimal:
    """Round half up to two places, the value that is shown and compared."""
    return value.quantize(GUARD, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)


def clamped(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return the value, but no less than low and no more than high."""
    return max(low, min(high, value))


def mean_of(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Weighted mean of (value, weight) pairs with as many digits as intermediate values carry."""
    mean = weighted_mean(pairs)
    return EXACT.divide(Decimal(mean.numerator), Decimal(mean.denominator))


def peer_group(department: Answers | None, company: Answers, minimum: int) -> Answers:
    """The department's answers where there are enough of them, else the whole company's."""
    return department if department and department.n >= minimum else company


def shrunk_mean(own: Answers, group: Answers, k: int) -> Decimal:
    """Empirical-Bayes mean (n·x̄ + k·μ)/(n + k): few answers are drawn to the group's mean.

    The reliability of n answers is n/(n + k) (Kelley 1927; Efron & Morris 1975).
    """
    with localcontext(EXACT):
        return (own.total + k * group.mean) / (own.n + k)


def interval(adjusted: Decimal, own: Answers, group: Answers, k: int) -> tuple[Decimal, Decimal]:
    """95 % interval of the shrunk mean: ± 1.96·σ/√(n + k) with the group's σ, within 1–5."""
    with localcontext(EXACT):
        spread = Decimal(0)
        if group.n > 1:
            variance = (group.squares - group.total * group.total / group.n) / (group.n - 1)
            spread = Z95 * (max(variance, Decimal(0)) / (own.n + k)).sqrt()
        low, high = adjusted - spread, adjusted + spread
    return rounded(clamped(low, LOWEST, HIGHEST)), rounded(clamped(high, LOWEST, HIGHEST))


def combined(sources: Mapping[str, SourceScore]) -> Combined:
    """Weighted mean over the sources that are there; a missing one is left out, never counted as zero."""
    there = {
        name: (source.adjusted, source.weight)
        for name, source in sources.items()
        if source.adjusted is not None and source.weight > 0
    }
    if not there:
        return Combined(None)
    with localcontext(EXACT):
        weight = sum((weight for _value, weight in there.values()), Decimal(0))
        shares = {name: 100 * own / weight for name, (_value, own) in there.items()}
    return Combined(mean_of(there.values()), shares)


def counted_points(points: Decimal, cap: Decimal) -> Decimal:
    """Points of the month, together within ± cap."""
    return clamped(points, -cap, cap)


def score(value: Decimal, points: Decimal) -> Decimal:
    """The month's score: combined value and counted points, within 1–5, rounded once."""
    with localcontext(EXACT):
        return rounded(clamped(value + points, LOWEST, HIGHEST))
