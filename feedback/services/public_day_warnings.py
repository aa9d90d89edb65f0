"""Telling the office and the leading group while public days are missing: each month, from October on each week."""

from datetime import date, datetime

from django.urls import reverse

from feedback.queries.calendars import MissingYear, missing_years
from people.models import Role, Topic, User
from people.notices import Notice
from people.services.notifications import notify

LOUD_FROM_MONTH = 10
WARNED = (Role.OFFICE, Role.LEADING_GROUP)


def is_urgent(year: int, today: date) -> bool:
    """Whether a missing year is near: this one, or the next from 1 October on."""
    return year <= today.year or today.month >= LOUD_FROM_MONTH


def warn_of_missing_years(*, today: date, at: datetime) -> int:
    """Tell everybody whose duty it is of each missing year, once a month or, when urgent, once a week; return how many were told."""
    missing = missing_years(today)
    if not missing:
        return 0
    users = User.objects.filter(is_active=True, role_grants__role__in=WARNED, role_grants__department=None)
    readers = list(users.order_by("pk").distinct().values_list("pk", flat=True))
    return notify(notices=[_notice(user, one, today) for one in missing for user in readers], at=at)


def _notice(user: int, missing: MissingYear, today: date) -> Notice:
    urgent = is_urgent(missing.year, today)
    year, week, _weekday = today.isocalendar()
    period = f"{year}-W{week:02}" if urgent else f"{today:%Y-%m}"
    return Notice(
        user_id=user,
        topic=Topic.CALENDAR,
        code="public_days_missing",
        key=f"public-days-{missing.region}-{missing.year}-{period}",
        data={"region": missing.region, "year": missing.year, "urgent": urgent},
        address=reverse("admin:feedback_publicday_changelist"),
    )
