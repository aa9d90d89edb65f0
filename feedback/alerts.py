"""Which alerts a milestone leads to: a warning before, the breach right after, and the tier's escalations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starservice.lib.working_time import Span, WorkCalendar, due_at

WARNING, BREACH = 0, 1
# Late means after the due moment: this is the first moment that is late, as the database counts moments.
RIGHT_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Promise:
    """What one milestone is counted from: start, target, calendar and pauses; and what its tier says around it."""

    starts_at: datetime
    target: timedelta
    calendar: WorkCalendar | None
    pauses: Sequence[Span]
    warning_share: int
    escalations: Sequence[tuple[int, timedelta]]  # level, time after the due moment
    was_warned: bool = False


@dataclass(frozen=True)
class Alert:
    """A level that will fire at a moment."""

    level: int
    fires_at: datetime


def due_of(promise: Promise) -> datetime | None:
    """Return when the milestone is due, or None while a pause stops its clock."""
    return due_at(promise.calendar, promise.starts_at, promise.target, promise.pauses)


def alerts_of(promise: Promise, due: datetime, at: datetime) -> list[Alert]:
    """Return the alerts to come of a milestone due then, seen at a moment.

    A warning is not given twice when a pause or another tier only moves the due moment; a breach that lies in the past is
    there, as it is judged by the moments and not by when somebody looked.
    """
    alerts = [*_warning(promise, at), Alert(BREACH, due + RIGHT_AFTER)]
    return alerts + list(_escalations(promise))


def _warning(promise: Promise, at: datetime) -> Iterable[Alert]:
    used = promise.target * promise.warning_share / 100
    moment = due_at(promise.calendar, promise.starts_at, used, promise.pauses)
    if moment is not None and not (promise.was_warned and moment <= at):
        yield Alert(WARNING, moment)


def _escalations(promise: Promise) -> Iterable[Alert]:
    for level, after in promise.escalations:
        moment = due_at(promise.calendar, promise.starts_at, promise.target + after, promise.pauses)
        if moment is not None:
            yield Alert(level, moment + RIGHT_AFTER)
