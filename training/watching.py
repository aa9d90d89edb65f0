"""Which seconds of a video somebody watched, what of a claim is believable, and when it is enough."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Nobody plays faster, and a save may be this late: claims beyond are cut.
FASTEST = 2
GRACE_SECONDS = 15
MOST_RANGES = 500
RANGE = re.compile(r"\[(\d+),(\d+)\)")

Span = tuple[int, int]


@dataclass(frozen=True)
class Clock:
    """Real seconds, by the server's clock, since the unit was opened and since the last save."""

    since_opened: float
    since_saved: float


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order without overlaps, each from its first second up to, not with, its end; empty ones vanish."""
    result: list[Span] = []
    for first, end in sorted((first, end) for first, end in spans if end > first):
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((first, end))
    return result


def within(spans: Iterable[Span], seconds: int) -> list[Span]:
    """Return what of the spans lies in a video of so many seconds, joined."""
    return joined((max(first, 0), min(end, seconds)) for first, end in spans)


def without(spans: Iterable[Span], known: Iterable[Span]) -> list[Span]:
    """Return what of the spans is not among the known ones."""
    left = joined(spans)
    for begin, stop in joined(known):
        left = [
            piece
            for first, end in left
            for piece in ((first, min(end, begin)), (max(first, stop), end))
            if piece[1] > piece[0]
        ]
    return left


def length(spans: Iterable[Span]) -> int:
    """How many different seconds the spans hold."""
    return sum(end - first for first, end in joined(spans))


def first_of(spans: Iterable[Span], seconds: int) -> list[Span]:
    """Return the first so many seconds of the spans."""
    result: list[Span] = []
    for first, end in joined(spans):
        taken = min(end - first, max(seconds, 0))
        if taken:
            result.append((first, first + taken))
        seconds -= taken
    return result


def believable(claimed: Iterable[Span], *, known: Iterable[Span], seconds: int, clock: Clock) -> list[Span]:
    """Return what of newly claimed spans can have been watched: at most twice the real time, and a little grace.

    The time since the last save bounds one claim, the time since the unit was opened all of them together, so that grace
    does not add up over many small claims.
    """
    known = joined(known)
    new = without(within(claimed, seconds), known)
    once = FASTEST * clock.since_saved + GRACE_SECONDS
    in_all = FASTEST * clock.since_opened + GRACE_SECONDS - length(known)
    return first_of(new, int(min(once, in_all)))


def is_enough(watched: Iterable[Span], *, seconds: int, percent: int) -> bool:
    """Whether the share really watched reaches the percent asked for; a video of unknown length is never enough."""
    return seconds > 0 and length(within(watched, seconds)) * 100 >= seconds * percent


def percent_watched(watched: Iterable[Span], seconds: int) -> int:
    """The share watched in whole percent, never rounded up."""
    return length(within(watched, seconds)) * 100 // seconds if seconds else 0


def read_ranges(stored: str | None) -> list[Span]:
    """Return the spans of PostgreSQL's text of a multirange: {[0,10),[20,30)}"""
    return [(int(first), int(end)) for first, end in RANGE.findall(stored or "")]


def write_ranges(spans: Iterable[Span]) -> str:
    """Return spans as PostgreSQL's text of a multirange."""
    return "{" + ",".join(f"[{first},{end})" for first, end in spans) + "}"
