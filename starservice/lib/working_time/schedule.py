"""What a calendar says: shifts of the week, days that differ, a time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

DAYS_OF_WEEK = 7


@dataclass(frozen=True, order=True)
class Shift:
    """Working hours by the wall clock; an end not after the start lies on the next day, equal ones make 24 hours."""

    starts: time
    ends: time

    @property
    def is_overnight(self) -> bool:
        return self.ends <= self.starts


@dataclass(frozen=True, order=True)
class Span:
    """The time from `starts` up to, but without, `ends`; None is still going on.

    Raises ValueError for moments without a zone or in the wrong order.
    """

    starts: datetime
    ends: datetime | None

    def __post_init__(self) -> None:
        aware(self.starts)
        if self.ends is not None and aware(self.ends) < self.starts:
            raise ValueError(f"a span ends before it starts: {self.starts} – {self.ends}")


@dataclass(frozen=True)
class WorkCalendar:
    """Shifts by weekday (Monday first), replaced on `dated` days; an empty tuple there is a closed day.

    A shift belongs to the day it starts on: a closed day still sees the end of its eve's overnight shift.
    Raises ValueError for a week without seven days and ZoneInfoNotFoundError for an unknown zone.
    """

    zone: str
    week: tuple[tuple[Shift, ...], ...]
    dated: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.week) != DAYS_OF_WEEK:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        ZoneInfo(self.zone)

    @property
    def has_working_time(self) -> bool:
        """Whether any day of the week or any dated day has a shift."""
        return any(self.week) or any(self.dated.values())

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """Return the shifts that start on a day."""
        dated = self.dated.get(day)
        return self.week[day.weekday()] if dated is None else dated


def aware(moment: datetime) -> datetime:
    """Return the moment; raise ValueError if it has no zone."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment
