"""How long a certificate is valid."""

from datetime import date, timedelta

from starservice.lib.months import last_of, next_month

DAY = timedelta(days=1)


def last_day(first: date, months: int) -> date | None:
    """Return the last day of so many months from a first day; None for 0, without an end.

    A year from 1 March ends on the last day of February; where the month has no such day, on its last.
    """
    if not months:
        return None
    month = first.replace(day=1)
    for _month in range(months):
        month = next_month(month)
    if first.day > last_of(month).day:
        return last_of(month)
    return month.replace(day=first.day) - DAY


def first_day(today: date, old_last: date | None) -> date:
    """Return from when the next certificate is valid: the day after the old one, or today when that has passed."""
    return today if old_last is None else max(today, old_last + DAY)
