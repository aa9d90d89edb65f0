"""When a target is used up, and how much time was worked."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

from starservice.lib.working_time.schedule import Span, WorkCalendar, aware
from starservice.lib.working_time.spans import (
    Bounds,
    closed_pauses,
    day_by_day,
    merged,
    spans_between,
    without,
)

NO_TIME = timedelta()
END_OF_TIME = datetime.max.replace(tzinfo=UTC)
IDLE_DAYS = 3 * 366


class NoWorkingTimeError(ValueError):
    """A calendar has no working time within three years, or not enough before time ends."""


def due_at(
    calendar: WorkCalendar | None, starts: datetime, target: timedelta, pauses: Iterable[Span] = ()
) -> datetime | None:
    """Return the first moment (UTC) at which the target is used up, or None while an open pause stops the clock before.

    Without a calendar the wall clock counts. Ending at closing time is due then, not at the next opening; no target
    is due at its start. Raises NoWorkingTimeError, and ValueError for a negative target or a moment without zone.
    """
    if target < NO_TIME:
        raise ValueError(f"a target below zero: {target}")
    moment = aware(starts).astimezone(UTC)
    if not target:
        return moment
    pauses = list(pauses)
    stops_at = min((pause.starts.astimezone(UTC) for pause in pauses if pause.ends is None), default=None)
    if stops_at is not None:
        return _used_up(spans_between(calendar, moment, stops_at), target, pauses)
    due = _used_up(_spans_within_reach(calendar, moment), target, pauses)
    if due is None:
        raise NoWorkingTimeError(f"time ends before {target} is worked from {moment}")
    return due


def worked(
    calendar: WorkCalendar | None, starts: datetime, ends: datetime, pauses: Iterable[Span] = ()
) -> timedelta:
    """Return the working time between two moments without the pauses; nothing if they are in the wrong order."""
    return sum((last - first for first, last in _counted(calendar, starts, ends, pauses)), NO_TIME)


def working_spans(
    calendar: WorkCalendar | None, starts: datetime, ends: datetime, pauses: Iterable[Span] = ()
) -> Iterator[Span]:
    """Yield the spans that `worked` counts, in UTC and in order, those that touch as one."""
    for first, last in merged(_counted(calendar, starts, ends, pauses)):
        yield Span(first, last)


def is_late(due: datetime, at: datetime) -> bool:
    """Whether a moment is after the due one; the due moment itself is in time."""
    return at > due


def _counted(
    calendar: WorkCalendar | None, starts: datetime, ends: datetime, pauses: Iterable[Span]
) -> Iterator[Bounds]:
    first, last = aware(starts).astimezone(UTC), aware(ends).astimezone(UTC)
    if first < last:
        yield from without(spans_between(calendar, first, last), closed_pauses(pauses, last))


def _used_up(spans: Iterable[Bounds], target: timedelta, pauses: Iterable[Span]) -> datetime | None:
    for first, last in without(spans, closed_pauses(pauses, END_OF_TIME)):
        if last - first >= target:
            return first + target
        target -= last - first
    return None


def _spans_within_reach(calendar: WorkCalendar | None, starts: datetime) -> Iterator[Bounds]:
    if calendar is None:
        return iter([(starts, END_OF_TIME)])
    return chain.from_iterable(_days_within_reach(calendar, starts))


def _days_within_reach(calendar: WorkCalendar, starts: datetime) -> Iterator[list[Bounds]]:
    idle = 0
    try:
        for spans in day_by_day(calendar, starts):
            idle = 0 if spans else idle + 1
            if idle > IDLE_DAYS:
                raise NoWorkingTimeError(f"no working time within three years of {starts}")
            yield spans
    except OverflowError:
        return
