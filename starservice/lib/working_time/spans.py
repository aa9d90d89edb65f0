"""Spans of UTC time: a calendar's shifts in order, and what pauses leave of them.

Local times become moments as `zoneinfo` with fold=0 does: of a time that a day has twice the first is meant; a time that
it skips counts on from the hour before (02:30 in a gap from 2 to 3 is 03:30). A shift without length left is none.
Hours of a day that a zone skipped as a whole fall on those of the next.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from starservice.lib.working_time.schedule import Span, WorkCalendar

Bounds = tuple[datetime, datetime]

DAY = timedelta(days=1)


def day_by_day(
    calendar: WorkCalendar, starts: datetime, ends: datetime | None = None
) -> Iterator[list[Bounds]]:
    """Yield each day's working spans after a moment, in order and without overlap, to a little after `ends`."""
    zone = ZoneInfo(calendar.zone)
    # The day before may work through the night, and a gap may push the end of the one before that over midnight.
    day = starts.astimezone(zone).date() - 2 * DAY
    last = None if ends is None else ends.astimezone(zone).date() + DAY
    waiting, done = _shifts(calendar, day, zone), starts
    while last is None or day <= last:
        day += DAY
        ready, waiting = _in_order(waiting, _shifts(calendar, day, zone))
        fresh = _after(done, ready)
        done = fresh[-1][1] if fresh else done
        yield fresh


def spans_between(calendar: WorkCalendar | None, starts: datetime, ends: datetime) -> Iterator[Bounds]:
    """Yield working spans between two moments, in order and without overlap; without a calendar all of the time."""
    days = [[(starts, ends)]] if calendar is None else day_by_day(calendar, starts, ends)
    for first, last in chain.from_iterable(days):
        if first >= ends:
            return
        yield first, min(last, ends)


def without(spans: Iterable[Bounds], pauses: list[Bounds]) -> Iterator[Bounds]:
    """Yield what pauses leave of spans; both are in order and without overlap."""
    past = 0
    for first, last in spans:
        while past < len(pauses) and pauses[past][1] <= first:
            past += 1
        yield from _pieces(first, last, pauses, past)


def _pieces(first: datetime, last: datetime, pauses: list[Bounds], index: int) -> Iterator[Bounds]:
    while index < len(pauses) and pauses[index][0] < last:
        if pauses[index][0] > first:
            yield first, pauses[index][0]
        first = max(first, pauses[index][1])
        index += 1
    if first < last:
        yield first, last


def merged(spans: Iterable[Bounds]) -> Iterator[Bounds]:
    """Yield spans, sorted by their start, with those that overlap or touch as one."""
    joined: Bounds | None = None
    for first, last in spans:
        if joined and first <= joined[1]:
            joined = joined[0], max(joined[1], last)
            continue
        if joined:
            yield joined
        joined = first, last
    if joined:
        yield joined


def closed_pauses(pauses: Iterable[Span], ends: datetime) -> list[Bounds]:
    """Return pauses merged and in order, those still going on until `ends`."""
    bounds = sorted((pause.starts.astimezone(UTC), (pause.ends or ends).astimezone(UTC)) for pause in pauses)
    return list(merged(span for span in bounds if span[0] < span[1]))


def _shifts(calendar: WorkCalendar, day: date, zone: ZoneInfo) -> list[Bounds]:
    found = []
    for shift in calendar.shifts_on(day):
        last_day = day + DAY if shift.is_overnight else day
        first = datetime.combine(day, shift.starts, zone).astimezone(UTC)
        last = datetime.combine(last_day, shift.ends, zone).astimezone(UTC)
        if first < last:
            found.append((first, last))
    found.sort()
    return found


def _in_order(day: list[Bounds], next_day: list[Bounds]) -> tuple[list[Bounds], list[Bounds]]:
    if not day or not next_day or day[-1] <= next_day[0]:
        return day, next_day
    # A gap over midnight maps late hours of one day behind early hours of the next.
    both = sorted(day + next_day)
    cut = both.index(day[-1]) + 1
    return both[:cut], both[cut:]


def _after(done: datetime, spans: list[Bounds]) -> list[Bounds]:
    fresh = []
    for first, last in spans:
        if last > done:
            fresh.append((max(first, done), last))
            done = last
    return fresh
