"""How long something has lasted: whole months in a position, and months in a row with all five stars."""

from collections.abc import Iterable, Sequence
from datetime import date

from starservice.lib.months import previous_month


def whole_months(first: date, last: date) -> int:
    """Whole calendar months from a first day to a last one: 31 January to 28 February is none, to 1 March one."""
    if last < first:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def since_when(places: Iterable[tuple[int, date]]) -> date | None:
    """The day the present position began, of (position, first day) with the present one first; None without any."""
    rows = list(places)
    began = None
    for position, first in rows:
        if position != rows[0][0]:
            break
        began = first
    return began


def months_in_a_row(months: Sequence[tuple[date, int | None]], stars: int = 5) -> int:
    """How many months before and with the newest one had so many stars; (first day, stars), newest first.

    A month without a result, or one that is missing, ends the row.
    """
    count, expected = 0, None
    for month, reached in months:
        if reached != stars or (expected and month != expected):
            break
        count, expected = count + 1, previous_month(month)
    return count
