"""A stored result in a form pages can tell: the steps from evidence to star, and what the next star needs.

Nothing here is calculated anew for a result: `read_steps` only reads what was stored. `next_star` asks the engine's own
functions "what if".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ratings import scoring

SOURCES = ("customer", "manager", "self", "indicators")
MOST_ANSWERS = 60
FIVE = Decimal(5)


@dataclass(frozen=True)
class Source:
    """One source: what was said, what it counts as, and its share in percent once missing sources are left out."""

    code: str
    n: int
    raw: Decimal | None
    adjusted: Decimal | None
    weight: Decimal
    share: Decimal

    @property
    def is_missing(self) -> bool:
        return self.adjusted is None

    @property
    def part(self) -> Decimal:
        """What the source brings to the combined score."""
        return (self.adjusted or Decimal(0)) * self.share / 100


@dataclass(frozen=True)
class Group:
    """The answers few answers are compared with, and the interval that follows."""

    kind: str
    n: int
    mean: Decimal
    k: int
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class IndicatorStep:
    code: str
    value: Decimal
    stars: Decimal
    weight: Decimal


@dataclass(frozen=True)
class PointsItem:
    kind: str
    count: int
    points: Decimal


@dataclass(frozen=True)
class Points:
    """Evidence events: their sum, and what of it counts under the cap."""

    items: tuple[PointsItem, ...]
    sum: Decimal
    counted: Decimal
    cap: Decimal

    @property
    def is_capped(self) -> bool:
        return self.sum != self.counted


@dataclass(frozen=True)
class Gate:
    """Whether the person could be rated at all."""

    rule: str
    certified: bool
    evidence_from: date | None
    min_days: int
    first: date | None
    last: date | None
    days: int | None


@dataclass(frozen=True)
class Band:
    """How the score became stars: by a threshold, or by the place among all."""

    rule: str
    stars: int | None
    next_from: Decimal | None
    rank: int | None
    of: int | None


@dataclass(frozen=True)
class Explanation:
    """The stored steps of one result; what is not known stays None."""

    sources: tuple[Source, ...]
    group: Group | None
    bias: Decimal
    indicators: tuple[IndicatorStep, ...]
    combined: Decimal | None
    points: Points | None
    score: Decimal | None
    band: Band | None
    gate: Gate | None

    def source(self, code: str) -> Source | None:
        return next((source for source in self.sources if source.code == code), None)

    @property
    def there(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if not source.is_missing)

    @property
    def missing(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.is_missing)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _number(value: Any) -> Decimal:
    return _decimal(value) or Decimal(0)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def read_steps(steps: Mapping[str, Any]) -> Explanation:
    """Read the steps stored with a result; sources without a weight are left out."""
    return Explanation(
        sources=tuple(
            source for code in SOURCES if steps.get(code) and (source := _source(code, steps[code])).weight
        ),
        group=_group(steps.get("customer") or {}),
        bias=_number((steps.get("manager") or {}).get("bias")),
        indicators=_indicators(steps.get("indicators") or {}),
        combined=_decimal(steps.get("combined")),
        points=_points(steps.get("points")),
        score=_decimal(steps.get("score")),
        band=_band(steps.get("band")),
        gate=_gate(steps.get("gate"), steps.get("employment") or {}),
    )


def _source(code: str, step: Mapping[str, Any]) -> Source:
    return Source(
        code=code,
        n=int(step.get("n") or 0),
        raw=_decimal(step.get("raw")),
        adjusted=_decimal(step.get("adjusted")),
        weight=_number(step.get("weight")),
        share=_number(step.get("share")),
    )


def _group(customer: Mapping[str, Any]) -> Group | None:
    group = customer.get("group")
    if not group or group.get("mean") is None:
        return None
    return Group(
        kind=group["kind"],
        n=int(group["n"]),
        mean=Decimal(group["mean"]),
        k=int(customer.get("k") or 0),
        low=_decimal(customer.get("low")),
        high=_decimal(customer.get("high")),
    )


def _indicators(step: Mapping[str, Any]) -> tuple[IndicatorStep, ...]:
    return tuple(
        IndicatorStep(
            code=item["code"],
            value=_number(item.get("value")),
            stars=_number(item.get("stars")),
            weight=_number(item.get("weight")),
        )
        for item in step.get("items") or ()
    )


def _points(step: Mapping[str, Any] | None) -> Points | None:
    if not step:
        return None
    items = tuple(
        PointsItem(kind=item["kind"], count=int(item["count"]), points=_number(item["points"]))
        for item in step.get("items") or ()
    )
    return Points(items, _number(step.get("sum")), _number(step.get("counted")), _number(step.get("cap")))


def _band(step: Mapping[str, Any] | None) -> Band | None:
    if not step:
        return None
    return Band(
        rule=step.get("rule", ""),
        stars=step.get("stars"),
        next_from=_decimal(step.get("next_from")),
        rank=step.get("rank"),
        of=step.get("of"),
    )


def _gate(step: Mapping[str, Any] | None, employment: Mapping[str, Any]) -> Gate | None:
    if not step and not employment:
        return None
    step = step or {}
    return Gate(
        rule=step.get("rule", ""),
        certified=bool(step.get("certified")),
        evidence_from=_day(step.get("evidence_from")),
        min_days=int(step.get("min_days") or 0),
        first=_day(employment.get("first")),
        last=_day(employment.get("last")),
        days=employment.get("days"),
    )


@dataclass(frozen=True)
class NextStar:
    """What the next star needs: a score, and each way that alone would reach it (None: that alone does not)."""

    stars: int
    from_score: Decimal
    gap: Decimal
    five_star_answers: int | None
    manager_mean: Decimal | None
    commendations: int | None

    @property
    def has_a_way(self) -> bool:
        return bool(self.five_star_answers or self.manager_mean or self.commendations)


def next_star(explanation: Explanation, commendation: Decimal = Decimal(0)) -> NextStar | None:
    """Return what the next star needs; None with five stars, without a score, or where shares of the staff decide."""
    band, score = explanation.band, explanation.score
    if not band or not band.stars or band.next_from is None or score is None:
        return None
    target = band.next_from
    return NextStar(
        stars=band.stars + 1,
        from_score=target,
        gap=target - score,
        five_star_answers=_first(
            range(1, MOST_ANSWERS + 1), lambda more: _with_answers(explanation, more), target
        ),
        manager_mean=_manager_mean(explanation, target),
        commendations=_commendations(explanation, commendation, target),
    )


def _first(values: Any, score_of: Callable[[Any], Decimal | None], target: Decimal) -> Any:
    reached = (value for value in values if (score := score_of(value)) is not None and score >= target)
    return next(reached, None)


def _score(
    explanation: Explanation, changed: Source | None = None, points: Decimal | None = None
) -> Decimal | None:
    sources = {
        source.code: scoring.SourceScore(source.adjusted, source.weight)
        for source in (
            changed if changed and source.code == changed.code else source for source in explanation.sources
        )
    }
    value = scoring.combined(sources).value
    counted = explanation.points.counted if explanation.points else Decimal(0)
    return None if value is None else scoring.score(value, counted if points is None else points)


def _with_answers(explanation: Explanation, more: int) -> Decimal | None:
    customer, group = explanation.source("customer"), explanation.group
    if customer is None or group is None:
        return None
    total = (customer.raw or Decimal(0)) * customer.n + FIVE * more
    own = scoring.Answers(customer.n + more, total)
    adjusted = scoring.shrunk_mean(own, scoring.Answers(1, group.mean), group.k)
    return _score(explanation, replace(customer, adjusted=adjusted))


def _manager_mean(explanation: Explanation, target: Decimal) -> Decimal | None:
    manager = explanation.source("manager")
    if manager is None or manager.raw is None:
        return None
    cents = range(int(manager.raw * 100) + 1, 501)

    def score_of(cent: int) -> Decimal | None:
        return _score(explanation, replace(manager, adjusted=Decimal(cent) / 100 - explanation.bias))

    reached = _first(cents, score_of, target)
    return None if reached is None else Decimal(reached) / 100


def _commendations(explanation: Explanation, each: Decimal, target: Decimal) -> int | None:
    points = explanation.points
    if points is None or each <= 0:
        return None

    def score_of(more: int) -> Decimal | None:
        return _score(explanation, points=scoring.counted_points(points.sum + each * more, points.cap))

    found: int | None = _first(range(1, MOST_ANSWERS + 1), score_of, target)
    return found
