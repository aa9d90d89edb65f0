"""A year of a calendar as twelve months of days, each with what kind of day it is."""

from calendar import Calendar as MonthGrid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from starservice.lib.working_time import Shift, WorkCalendar

NO_TIME = timedelta()


class Kind(StrEnum):
    """What a day is: as every week, a public day, or an exception of the calendar."""

    WORKED = "worked"
    FREE = "free"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OWN_CLOSED = "own_closed"
    OWN_OPEN = "own_open"


USUAL = (Kind.WORKED, Kind.FREE)


@dataclass(frozen=True)
class Special:
    """Why a day is not as every week."""

    kind: Kind
    name: str = ""


@dataclass(frozen=True)
class YearDay:
    """One day with the hours that begin on it."""

    day: date
    kind: Kind
    shifts: tuple[Shift, ...]
    name: str = ""

    @property
    def is_special(self) -> bool:
        return self.kind not in USUAL


@dataclass(frozen=True)
class YearMonth:
    """A month in weeks from Monday on; days of its neighbours are None."""

    first_day: date
    weeks: tuple[tuple[YearDay | None, ...], ...]

    @property
    def days(self) -> Iterator[YearDay]:
        return (day for week in self.weeks for day in week if day)

    @property
    def worked_days(self) -> int:
        return sum(bool(day.shifts) for day in self.days)

    @property
    def hours(self) -> timedelta:
        """The length of all shifts by the wall clock; a day that changes the clock counts as any other."""
        return sum((length_of(shift) for day in self.days for shift in day.shifts), NO_TIME)


def length_of(shift: Shift) -> timedelta:
    """Return how long a shift is by the wall clock."""
    first = date.min + timedelta(days=shift.is_overnight)
    return datetime.combine(first, shift.ends) - datetime.combine(date.min, shift.starts)


def year_of(year: int, work: WorkCalendar, specials: Mapping[date, Special]) -> list[YearMonth]:
    """Return the twelve months of a year."""
    return [
        YearMonth(
            date(year, month, 1),
            tuple(
                tuple(_day(day, work, specials) if day.month == month else None for day in week)
                for week in MonthGrid().monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    ]


def _day(day: date, work: WorkCalendar, specials: Mapping[date, Special]) -> YearDay:
    shifts = work.shifts_on(day)
    special = specials.get(day) or Special(Kind.WORKED if shifts else Kind.FREE)
    return YearDay(day, special.kind, shifts, special.name)
