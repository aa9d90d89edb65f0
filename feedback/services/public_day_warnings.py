"""Telling the office and the leading group while public days are missing: each month, from October on each week."""

from datetime import date

LOUD_FROM_MONTH = 10


def is_urgent(year: int, today: date) -> bool:
    """Whether a missing year is near: this one, or the next from 1 October on."""
    return year <= today.year or today.month >= LOUD_FROM_MONTH
