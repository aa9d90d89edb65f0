"""Learning hours: the minutes credited for completed courses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from training.models import Delivery, Enrolment


@dataclass(frozen=True)
class Learned:
    """The minutes a member of staff was credited with for courses of one content, given in one way."""

    staff_id: int
    delivery: str
    content: str
    minutes: int


@dataclass(frozen=True)
class Hours:
    """Minutes by how they were learned and by content; together they are `total`."""

    total: int
    by_delivery: dict[str, int]
    by_content: dict[str, int]
    online_by_content: dict[str, int]


def minutes_learned(
    staff: Iterable[int] | QuerySet | None = None, first: date | None = None, last: date | None = None
) -> list[Learned]:
    """Return what was completed between two days (both included; None: without bound) by staff (ids; None: all)."""
    rows = (
        Enrolment.objects.filter(_completed_between(first, last), minutes__gt=0)
        .order_by("staff_id", "course__delivery", "course__content")
        .values("staff_id", delivery=F("course__delivery"), content=F("course__content"))
        .annotate(minutes=Sum("minutes"))
    )
    if staff is not None:
        rows = rows.filter(staff__in=staff)
    return [Learned(**row) for row in rows]


def hours_of(learned: Iterable[Learned]) -> Hours:
    """Add up what was learned, by one person or by many."""
    learned = list(learned)
    online = [one for one in learned if one.delivery == Delivery.ONLINE]
    return Hours(
        total=sum(one.minutes for one in learned),
        by_delivery=_added((one.delivery, one.minutes) for one in learned),
        by_content=_added((one.content, one.minutes) for one in learned),
        online_by_content=_added((one.content, one.minutes) for one in online),
    )


def hours_by_staff(
    staff: Iterable[int] | QuerySet | None = None, first: date | None = None, last: date | None = None
) -> dict[int, Hours]:
    """Return the hours of each of the staff who completed anything between two days; one query."""
    by_staff: dict[int, list[Learned]] = {}
    for one in minutes_learned(staff, first, last):
        by_staff.setdefault(one.staff_id, []).append(one)
    return {staff_id: hours_of(learned) for staff_id, learned in by_staff.items()}


def _added(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, minutes in pairs:
        sums[key] = sums.get(key, 0) + minutes
    return sums


def _completed_between(first: date | None, last: date | None) -> Q:
    """Days are those of the company's time zone."""
    asked = Q(completed_at__isnull=False)
    if first is not None:
        asked &= Q(completed_at__gte=_midnight(first))
    if last is not None:
        asked &= Q(completed_at__lt=_midnight(last + timedelta(days=1)))
    return asked


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
