"""Whether the courses of a path add up to the hours and shares it asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ONLINE, SIMULATION = "online", "simulation"
CONTENTS = ("product", "etiquette", "systems", "emergencies")
# How many points of percent a share may lie beside the one asked for.
TOLERANCE = Decimal(5)


@dataclass(frozen=True)
class CoursePlan:
    """What a required course gives."""

    delivery: str
    content: str
    minutes: int


@dataclass(frozen=True)
class Asked:
    """What a path asks for; shares in percent of its online minutes, all 0: any."""

    online: int = 0
    simulation: int = 0
    shares: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Hours:
    """Minutes under a heading, planned and asked for."""

    heading: str
    minutes: int
    asked: int

    @property
    def is_enough(self) -> bool:
        return self.minutes >= self.asked


@dataclass(frozen=True)
class Share:
    """Percent of the online minutes about a content, with one place, and what was asked for (None: any)."""

    content: str
    minutes: int
    percent: Decimal
    asked: int | None

    @property
    def fits(self) -> bool:
        return self.asked is None or abs(self.percent - self.asked) <= TOLERANCE


@dataclass(frozen=True)
class Plan:
    """The hours of a path by heading, and its online hours by content."""

    hours: tuple[Hours, ...]
    shares: tuple[Share, ...]

    @property
    def is_kept(self) -> bool:
        return all(row.is_enough for row in self.hours) and all(row.fits for row in self.shares)


def plan_of(courses: Iterable[CoursePlan], asked: Asked) -> Plan:
    """What the courses add up to, beside what is asked for; headings with nothing planned or asked are left out."""
    rows = list(courses)
    wanted = {ONLINE: asked.online, SIMULATION: asked.simulation}
    headings = dict.fromkeys([*wanted, *(row.delivery for row in rows)])
    hours = [Hours(name, _sum(rows, delivery=name), wanted.get(name, 0)) for name in headings]
    return Plan(
        hours=tuple(row for row in hours if row.minutes or row.asked),
        shares=_shares([row for row in rows if row.delivery == ONLINE], asked.shares or {}),
    )


def _shares(online: list[CoursePlan], asked: Mapping[str, int]) -> tuple[Share, ...]:
    total = sum(row.minutes for row in online)
    is_asked = any(asked.values())
    contents = dict.fromkeys([*CONTENTS, *(row.content for row in online)])
    shares = [
        Share(name, minutes, percent_of(minutes, total), asked.get(name, 0) if is_asked else None)
        for name in contents
        for minutes in [_sum(online, content=name)]
    ]
    return tuple(share for share in shares if share.minutes or share.asked)


def percent_of(part: int, whole: int) -> Decimal:
    """Percent with one place, rounded half up; 0 of nothing."""
    if not whole:
        return Decimal("0.0")
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _sum(rows: Iterable[CoursePlan], *, delivery: str = "", content: str = "") -> int:
    return sum(row.minutes for row in rows if delivery in ("", row.delivery) and content in ("", row.content))
