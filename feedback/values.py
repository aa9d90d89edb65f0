"""Reads single values of an export as people and programs write them; raises ValueError for anything else."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

DATE = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?(?:[T\s]+(\S.*))?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
TIME = re.compile(r"(\d{1,2})\s*[:：]\s*(\d{2})(?:\s*[:：]\s*(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?[Mm]?\.?")
CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
MOST_SECONDS = 2**31 - 1
DAY_SECONDS = 24 * 60 * 60


def read_day(value: Any, order: str = "ymd") -> tuple[date, time | None]:
    """Return the day, and the time where the value carries one; `order` tells 1/2/2021 apart."""
    if isinstance(value, datetime):
        return value.date(), value.time() if value.time() != time() else None
    if isinstance(value, date):
        return value, None
    text = str(value).strip().removesuffix(".0")
    if compact := COMPACT_DATE.fullmatch(text):
        return date(int(compact[1]), int(compact[2]), int(compact[3])), None
    found = DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    parts = [int(part) for part in found.group(1, 2, 3)]
    named = dict(zip("ymd" if len(found[1]) == 4 else order, parts, strict=True))
    return date(named["y"], named["m"], named["d"]), read_time(found[4]) if found[4] else None


def read_time(value: Any) -> time:
    """Return a time of day from a time cell, a share of a day as spreadsheets count, or text."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, float) and 0 <= value < 1:
        seconds = round(value * DAY_SECONDS) % DAY_SECONDS
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    found = TIME.fullmatch(str(value).strip())
    if not found:
        raise ValueError(value)
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    return time(hour, int(found[2]), int(found[3] or 0))


def read_seconds(value: Any) -> int:
    """Return whole seconds from a number, a clock text (1:05:09 or 5:09), or a time cell; may be negative."""
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    if isinstance(value, datetime):
        return read_seconds(value.time())
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if found := CLOCK.fullmatch(str(value).strip()):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    number = read_number(value).to_integral_value()
    if abs(number) > MOST_SECONDS:
        raise ValueError(value)
    return int(number)


def read_number(value: Any) -> Decimal:
    """Return a finite decimal number."""
    if isinstance(value, bool):
        raise ValueError(value)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not number.is_finite():
        raise ValueError(value)
    return number


def read_answer(text: str, yes: tuple[str, ...], no: tuple[str, ...]) -> bool:
    """Return whether the text is one of the words for yes; raises ValueError when it is neither yes nor no."""
    word = text.casefold()
    if word in yes:
        return True
    if word in no:
        return False
    raise ValueError(text)
