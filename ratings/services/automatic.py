"""The monthly rating nobody has to start."""

from datetime import date, datetime, time
from typing import Any

from people.models import Staff
from ratings.models import RatingMonth
from ratings.services.months import rate_month
from starservice.jobs.once import run_once
from starservice.lib.months import first_of, last_of, previous_month

RATED_FROM = time(2, 0)


def due_month(local: datetime) -> date:
    """First day of the latest month whose rating is due: the past one, from its successor's first day at 02:00 on."""
    begun = first_of(local.date())
    still_waits = local.date() == begun and local.time() < RATED_FROM
    return previous_month(previous_month(begun) if still_waits else begun)


def rate_due_month(*, at: datetime, local: datetime) -> bool:
    """Calculate the due month once, however often and late this is called; return whether it was done now."""
    first_day = due_month(local)
    if not Staff.objects.employed_between(first_day, last_of(first_day)).exists():
        return False
    return run_once(
        job="rate_month",
        period=f"{first_day:%Y-%m}",
        at=at,
        work=lambda: _rated_unless_begun(first_day, at, local.date()),
    )


def _rated_unless_begun(first_day: date, at: datetime, today: date) -> dict[str, Any]:
    waiting = (RatingMonth.Status.OPEN, RatingMonth.Status.COLLECTING)
    month = RatingMonth.objects.filter(first_day=first_day).first()
    if month and month.status not in waiting:
        return {"skipped": month.status}
    return {"digest": rate_month(first_day=first_day, at=at, today=today).digest}
