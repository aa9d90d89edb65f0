"""The figures of many answers: satisfaction, mean, recommendation, response rate. No answers is None, "no data"."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def share(part: int, whole: int) -> Decimal | None:
    """Return the percentage to two places, half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


def net_promoter_score(promoters: int, detractors: int, answered: int) -> Decimal | None:
    """Return % 9–10 minus % 0–6 of those who answered that question, −100 to 100, rounded once."""
    if not answered:
        return None
    return (Decimal(100 * (promoters - detractors)) / answered).quantize(HUNDREDTH, ROUND_HALF_UP)


def mean(total: Decimal, count: int) -> Decimal | None:
    """Return the mean to two places, half up; None of nothing."""
    return (total / count).quantize(HUNDREDTH, ROUND_HALF_UP) if count else None


@dataclass(frozen=True)
class Tally:
    """What was counted for one person, department, channel, dimension or month."""

    asked: int = 0
    answered: int = 0
    satisfied: int = 0
    total: Decimal = Decimal(0)
    nps_answered: int = 0
    promoters: int = 0
    detractors: int = 0
    waiting: int = 0

    @property
    def expired(self) -> int:
        """How many links ran out without an answer."""
        return self.asked - self.answered - self.waiting

    @property
    def satisfaction(self) -> Decimal | None:
        """The share of 4s and 5s."""
        return share(self.satisfied, self.answered)

    @property
    def mean(self) -> Decimal | None:
        return mean(self.total, self.answered)

    @property
    def nps(self) -> Decimal | None:
        return net_promoter_score(self.promoters, self.detractors, self.nps_answered)

    @property
    def response_rate(self) -> Decimal | None:
        return share(self.answered, self.asked)
