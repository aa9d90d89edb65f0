"""Calendar months as their first day."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def first_of(day: date) -> date:
    """First day of the month a day lies in."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """Last day of the month a day lies in."""
    return next_month(day) - DAY


def next_month(day: date) -> date:
    """First day of the following month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def previous_month(day: date) -> date:
    """First day of the month before."""
    return first_of(first_of(day) - DAY)


def parse_month(text: str) -> date:
    """Return the first day of a month written YYYY-MM.

    Raises ValueError when it is not one.
    """
    year, separator, month = text.partition("-")
    if not separator or len(year) != 4 or len(month) != 2:
        raise ValueError(text)
    return date(int(year), int(month), 1)
