"""Points on a rubric: what they make of a text's points, and of an attempt's percentage while it is being marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from training.marking import CENT, percent

STEP = Decimal("0.5")


@dataclass(frozen=True)
class Given:
    """Points on one criterion; None while none are given."""

    points: Decimal | None
    most: Decimal


def text_earned(points: Decimal, marks: Sequence[Given]) -> Decimal:
    """Return a text's points × given / most of its rubric, rounded half up to two places."""
    most = sum((mark.most for mark in marks), Decimal(0))
    given = sum((mark.points or Decimal(0) for mark in marks), Decimal(0))
    return (points * given / most).quantize(CENT, ROUND_HALF_UP) if most else Decimal(0)


def running_percent(
    fixed: Iterable[tuple[Decimal, Decimal]],
    texts: Iterable[tuple[Decimal, Sequence[Given]]],
    held: Sequence[Given],
) -> Decimal | None:
    """Return the percentage as it would be if marking ended now; what is not marked yet earns nothing.

    `fixed` are the (earned, points) of answers that need no assessor, `texts` the points of each text with its marks,
    `held` the marks of a simulation.
    """
    pairs = [*fixed, *((text_earned(points, marks), points) for points, marks in texts)]
    pairs += [(mark.points or Decimal(0), mark.most) for mark in held]
    return percent(pairs)


def is_step(points: Decimal) -> bool:
    """Whether points are whole or half ones."""
    return points % STEP == 0
