"""Shifts of a week that overlap: harmless to the clock, but surely a slip of the person who typed them."""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from itertools import pairwise

from starservice.lib.working_time.schedule import DAYS_OF_WEEK, Shift

Placed = tuple[int, Shift]

DAY = timedelta(days=1)


def first_overlap(shifts: Iterable[Shift]) -> tuple[Shift, Shift] | None:
    """Return the first two shifts starting on one day that overlap, if any."""
    placed = [(0, shift) for shift in shifts]
    found = _overlap(placed)
    return (found[0][1], found[1][1]) if found else None


def first_overlap_in_week(week: Sequence[Iterable[Shift]]) -> tuple[Placed, Placed] | None:
    """Return the first two shifts of a week that overlap, each with its weekday (Monday is 0), if any.

    A night shift of Sunday runs into Monday.
    """
    placed = [(day, shift) for day, shifts in enumerate(week) for shift in shifts]
    # A second week, placed after the first, shows what runs over Sunday's midnight.
    found = _overlap(placed + [(day + DAYS_OF_WEEK, shift) for day, shift in placed])
    if found is None:
        return None
    (day, shift), (other_day, other) = found
    return (day % DAYS_OF_WEEK, shift), (other_day % DAYS_OF_WEEK, other)


def _overlap(placed: list[Placed]) -> tuple[Placed, Placed] | None:
    in_order = sorted(placed, key=_starts)
    return next((pair for pair in pairwise(in_order) if _starts(pair[1]) < _ends(pair[0])), None)


def _starts(placed: Placed) -> timedelta:
    return placed[0] * DAY + _since_midnight(placed[1].starts)


def _ends(placed: Placed) -> timedelta:
    return (placed[0] + placed[1].is_overnight) * DAY + _since_midnight(placed[1].ends)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
