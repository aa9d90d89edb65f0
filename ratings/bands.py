"""From a score to one to five stars: by thresholds, or by shares of the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

BEST = 5


@dataclass(frozen=True)
class Thresholds:
    """The score from which each number of stars begins; below two_from it is one."""

    five_from: Decimal
    four_from: Decimal
    three_from: Decimal
    two_from: Decimal

    def descending(self) -> list[tuple[int, Decimal]]:
        return [(5, self.five_from), (4, self.four_from), (3, self.three_from), (2, self.two_from)]


def stars_for(score: Decimal, thresholds: Thresholds) -> int:
    """Stars of a rounded score."""
    return next((stars for stars, start in thresholds.descending() if score >= start), 1)


def next_star_from(score: Decimal, thresholds: Thresholds) -> Decimal | None:
    """The score at which the next star begins; None with five stars."""
    return min((start for _stars, start in thresholds.descending() if start > score), default=None)


def stars_by_share(scores: Sequence[Decimal], shares: Sequence[Decimal], *, ties_in: bool) -> list[int]:
    """Stars of each score when the best `shares[0]` % get five, the next `shares[1]` % four, and so on.

    A share of the staff is rounded down to whole people. Those who tie at a cut are all in or all out: their order never
    decides.
    """
    cuts = [int(len(scores) * sum(shares[: place + 1]) / 100) for place in range(len(shares))]
    return [_stars_of(score, scores, cuts, ties_in) for score in scores]


def _stars_of(score: Decimal, scores: Sequence[Decimal], cuts: Sequence[int], ties_in: bool) -> int:
    better = sum(other > score for other in scores)
    as_good = sum(other >= score for other in scores)
    for place, cut in enumerate(cuts):
        if (better < cut) if ties_in else (as_good <= cut):
            return BEST - place
    return 1
