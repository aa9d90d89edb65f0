"""When somebody who has not acknowledged a manual is reminded."""

from datetime import date, timedelta


def reminder_due(day: date, begins_on: date, days: int) -> str:
    """The reminder that is due on a day: `new`, `half` of the days gone, `end`, then `late1`, `late2`… each week.

    `begins_on` is the first day to read it, `days` how many there are; the last of them is begins_on + days.
    """
    ends_on = begins_on + timedelta(days=days)
    if day >= ends_on:
        weeks = (day - ends_on).days // 7
        return f"late{weeks}" if weeks else "end"
    return "half" if day >= begins_on + timedelta(days=(days + 1) // 2) else "new"
