"""How well questions measure: classical item analysis (Crocker & Algina, Introduction to Classical and Modern Test Theory, ch. 14).

* difficulty index p: mean share of the points earned, 0–1; high is easy;
* discrimination: correlation of a question's share with the rest score, i.e. the percentage of all other questions of the
  same attempt (corrected point-biserial; without the correction a question would correlate with itself);
* a distractor draws strong candidates when those who chose it had a higher mean rest score than those who answered right.

Statistics are descriptive, not compared with a promise to anybody: floats. Nothing is said below MINIMUM answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

MINIMUM = 20
TOO_EASY, TOO_HARD, LEAST_DISCRIMINATION = 0.95, 0.20, 0.15
LEAST_CHOSEN = 3
EASY, HARD, WEAK, DISTRACTOR = "easy", "hard", "weak", "distractor"


@dataclass(frozen=True)
class Sums:
    """Sums over the n graded answers to a question: x is the share earned (0–1), y the rest score (0–1)."""

    n: int
    x: float
    y: float
    xy: float
    xx: float
    yy: float


@dataclass(frozen=True)
class Choice:
    """How often an option was chosen, and the mean rest score of who chose it."""

    option: int
    count: int
    mean_rest: float
    is_right: bool


@dataclass(frozen=True)
class ItemStatistics:
    """What is known of a question; None where there are too few answers, or no variation to correlate."""

    n: int
    difficulty: float | None
    discrimination: float | None
    flags: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        return self.n >= MINIMUM


def statistics_of(sums: Sums, choices: tuple[Choice, ...] = ()) -> ItemStatistics:
    """Return a question's statistics with its flags."""
    if sums.n < MINIMUM:
        return ItemStatistics(sums.n, None, None)
    difficulty, discrimination = sums.x / sums.n, correlation(sums)
    flags = _flags(difficulty, discrimination)
    if misleading(choices):
        flags = (*flags, DISTRACTOR)
    return ItemStatistics(sums.n, difficulty, discrimination, flags)


def correlation(sums: Sums) -> float | None:
    """Pearson's r of x and y; None where one of them never varies."""
    along = sums.n * sums.xx - sums.x**2
    across = sums.n * sums.yy - sums.y**2
    if along <= 1e-9 or across <= 1e-9:
        return None
    return max(-1.0, min(1.0, (sums.n * sums.xy - sums.x * sums.y) / sqrt(along * across)))


def misleading(choices: tuple[Choice, ...]) -> tuple[int, ...]:
    """Return wrong options that stronger candidates chose than the right ones."""
    right = [choice for choice in choices if choice.is_right]
    answered = sum(choice.count for choice in right)
    if not answered:
        return ()
    mean = sum(choice.count * choice.mean_rest for choice in right) / answered
    wrong = [choice for choice in choices if not choice.is_right and choice.count >= LEAST_CHOSEN]
    return tuple(choice.option for choice in wrong if choice.mean_rest > mean)


def _flags(difficulty: float, discrimination: float | None) -> tuple[str, ...]:
    found: Mapping[str, bool] = {
        EASY: difficulty > TOO_EASY,
        HARD: difficulty < TOO_HARD,
        WEAK: discrimination is not None and discrimination < LEAST_DISCRIMINATION,
    }
    return tuple(flag for flag, is_so in found.items() if is_so)
