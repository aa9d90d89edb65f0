"""Working hours of a day as a person writes them: 09:00-12:00, 13:00-18:00."""

import re
from collections.abc import Iterable
from datetime import time

from starservice.lib.working_time import Shift

# What a Chinese or an English keyboard gives between hours, between times and inside one.
BETWEEN_SHIFTS = re.compile(r"[,;，；、\s]+")
DASHES = str.maketrans({"–": "-", "—": "-", "－": "-", "~": "-", "～": "-", "至": "-", "：": ":", "．": ":"})
SPACED_DASH = re.compile(r"\s*-\s*")
TIME = re.compile(r"(\d{1,2})(?::([0-5]\d))?")


class HoursError(ValueError):
    """A part of the text that is no working hours."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def parse_hours(text: str) -> tuple[Shift, ...]:
    """Return the shifts of a text in their order; an empty one is a closed day.

    24:00 is midnight at the end of the day. Raises HoursError, which names the part it cannot read.
    """
    plain = SPACED_DASH.sub("-", text.translate(DASHES).strip())
    return tuple(sorted(_shift(part) for part in BETWEEN_SHIFTS.split(plain) if part))


def format_hours(shifts: Iterable[Shift], *, between: str = ", ", dash: str = "-") -> str:
    """Return shifts as `parse_hours` reads them; a shift to midnight ends at 24:00."""
    return between.join(f"{shift.starts:%H:%M}{dash}{_end(shift)}" for shift in shifts)


def _end(shift: Shift) -> str:
    return "24:00" if shift.ends == time() else f"{shift.ends:%H:%M}"


def _shift(part: str) -> Shift:
    starts, dash, ends = part.partition("-")
    if not dash:
        raise HoursError(part)
    return Shift(_time(starts, part, last=23), _time(ends, part, last=24))


def _time(text: str, part: str, *, last: int) -> time:
    found = TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > last or (hour == 24 and minute):
        raise HoursError(part)
    return time(hour % 24, minute)
