"""Geometry of our small charts: facts in, numbers out; the templates components/chart_*.html draw them.

Horizontal places are percentages, vertical ones pixels: an SVG without a view box then fits any width while its words
and strokes keep their size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

LOWEST, HIGHEST = Decimal(1), Decimal(5)
STANDARD_BANDS: Mapping[int, Decimal] = {
    5: Decimal("4.5"),
    4: Decimal(4),
    3: Decimal(3),
    2: Decimal(2),
    1: LOWEST,
}
LINE_TOP, LINE_BOTTOM, LINE_LEFT, LINE_RIGHT = 18.0, 196.0, 9.0, 97.0
LABELS_THAT_FIT = 7


@dataclass(frozen=True)
class MonthScore:
    """A month's result: score None where the month was not rated; url leads to what the mark counts."""

    month: date
    score: Decimal | None
    stars: int | None = None
    provisional: bool = False
    url: str = ""


@dataclass(frozen=True)
class Dot:
    """Where a month stands; y is None without a score. Minor labels give way on a phone."""

    point: MonthScore
    x: float
    y: float | None
    minor: bool


@dataclass(frozen=True)
class Segment:
    """A line between two months that follow each other, both with a score."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Band:
    """The background of a number of stars."""

    stars: int
    y: float
    height: float


@dataclass(frozen=True)
class LineChart:
    """Months from left to right, scores from 1 to 5 upwards."""

    dots: Sequence[Dot]
    segments: Sequence[Segment]
    bands: Sequence[Band]
    left: float = LINE_LEFT
    width: float = LINE_RIGHT - LINE_LEFT
    top: float = LINE_TOP
    bottom: float = LINE_BOTTOM
    height: float = LINE_BOTTOM + 28

    @property
    def has_links(self) -> bool:
        return any(dot.point.url for dot in self.dots)


def score_height(score: Decimal) -> float:
    """Return the y of a score between the lowest and the highest."""
    held = min(HIGHEST, max(LOWEST, score))
    share = float((held - LOWEST) / (HIGHEST - LOWEST))
    return round(LINE_BOTTOM - share * (LINE_BOTTOM - LINE_TOP), 2)


def star_bands(thresholds: Mapping[int, Decimal] = STANDARD_BANDS) -> list[Band]:
    """Return the background of each number of stars, highest first; thresholds are the scores they begin at."""
    bands, ceiling = [], HIGHEST
    for stars in sorted(thresholds, reverse=True):
        floor = max(LOWEST, thresholds[stars])
        top, bottom = score_height(ceiling), score_height(floor)
        bands.append(Band(stars, top, round(bottom - top, 2)))
        ceiling = floor
    return bands


def history_line(
    points: Sequence[MonthScore], thresholds: Mapping[int, Decimal] = STANDARD_BANDS
) -> LineChart:
    """Lay out months from the oldest to the newest; a month without a score interrupts the line."""
    step = (LINE_RIGHT - LINE_LEFT) / max(1, len(points))
    crowded = len(points) > LABELS_THAT_FIT
    dots = [
        Dot(
            point,
            round(LINE_LEFT + step * (place + 0.5), 2),
            None if point.score is None else score_height(point.score),
            crowded and (len(points) - 1 - place) % 2 == 1,
        )
        for place, point in enumerate(points)
    ]
    segments = [
        Segment(one.x, one.y, two.x, two.y)
        for one, two in pairwise(dots)
        if one.y is not None and two.y is not None
    ]
    return LineChart(dots, segments, star_bands(thresholds))


@dataclass(frozen=True)
class Sparkline:
    """A line without axes, 96 by 24; runs are the points of its unbroken parts."""

    runs: Sequence[str]
    end: tuple[float, float] | None


def sparkline(scores: Sequence[Decimal | None]) -> Sparkline:
    """Lay out scores from the oldest to the newest in a space of 96 by 24."""
    step = 92 / max(1, len(scores) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for place, score in enumerate(scores):
        if score is None:
            runs.append([])
            continue
        share = float((min(HIGHEST, max(LOWEST, score)) - LOWEST) / (HIGHEST - LOWEST))
        runs[-1].append((round(2 + place * step, 2), round(22 - 20 * share, 2)))
    drawn = [run for run in runs if run]
    texts = [" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1]
    return Sparkline(texts, drawn[-1][-1] if drawn else None)


@dataclass(frozen=True)
class StarCount:
    """How many have a number of stars; stars None are those not rated."""

    stars: int | None
    count: int
    url: str = ""


@dataclass(frozen=True)
class DistributionBar:
    """A bar from the left edge: width in percent of the longest, share of all as a fraction."""

    stars: int | None
    count: int
    url: str
    width: float
    share: Decimal | None


def distribution(counts: Sequence[StarCount]) -> list[DistributionBar]:
    """Lay out the counts as given; shares are of all of them together."""
    longest = max((count.count for count in counts), default=0)
    total = sum(count.count for count in counts)
    return [
        DistributionBar(
            count.stars,
            count.count,
            count.url,
            round(100 * count.count / longest, 2) if longest else 0.0,
            Decimal(count.count) / total if total else None,
        )
        for count in counts
    ]


@dataclass(frozen=True)
class Step:
    """One line of a waterfall: an amount added to what came before, or (total) where that leads."""

    label: str
    amount: Decimal | None = None
    note: str = ""
    url: str = ""
    total: bool = False


@dataclass(frozen=True)
class WaterfallBar:
    """A bar from x over width (percent); kind up, down, total or none (no amount); reached is the sum so far."""

    step: Step
    kind: str
    x: float
    width: float
    joint: float
    reached: Decimal

    @property
    def origin(self) -> float:
        """Where the bar starts from: its right end when it takes away."""
        return round(self.x + self.width, 2) if self.kind == "down" else self.x


@dataclass(frozen=True)
class Waterfall:
    """The steps from top to bottom, and where three and more stars begin."""

    bars: Sequence[WaterfallBar]
    marks: Sequence[tuple[int, float]]


def waterfall(
    steps: Sequence[Step],
    start: Decimal = Decimal(0),
    low: Decimal = Decimal(0),
    high: Decimal = HIGHEST,
    thresholds: Mapping[int, Decimal] = STANDARD_BANDS,
) -> Waterfall:
    """Lay out a start, what adds and takes away, and the totals, on a scale from low to high.

    A total with an amount shows that amount (it may have been rounded or clamped); without one, the sum so far.
    """

    def place(value: Decimal) -> float:
        return round(100 * float((min(high, max(low, value)) - low) / (high - low)), 2)

    reached, bars = start, []
    for step in steps:
        before = reached
        if step.total:
            reached = reached if step.amount is None else step.amount
        else:
            reached += step.amount or Decimal(0)
        one, two = (place(low) if step.total else place(before)), place(reached)
        bars.append(
            WaterfallBar(step, _kind(step), min(one, two), round(abs(two - one), 2), two, reached),
        )
    marks = [(stars, place(score)) for stars, score in sorted(thresholds.items()) if stars > 2]
    return Waterfall(bars, marks)


def _kind(step: Step) -> str:
    if step.total:
        return "total"
    if not step.amount:
        return "none"
    return "up" if step.amount > 0 else "down"
