"""Keeping calendars: hours of the week, hours of single days, public days of a year; an edit counts due moments anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.errors import CalendarError
from feedback.hours import format_hours
from feedback.models import (
    Calendar,
    CalendarException,
    ExceptionShift,
    PublicDay,
    Region,
    Weekday,
    WorkingShift,
)
from feedback.public_days import NotAnnounced, public_days_of
from feedback.queries.calendars import RECOUNT, open_milestones
from feedback.services.due import recompute_open
from starservice.jobs.once import run_once
from starservice.jobs.outbox import put_in_outbox
from starservice.lib.working_time import Shift, first_overlap, first_overlap_in_week

Shifts = Iterable[Shift]


def check_week(week: Sequence[Shifts]) -> None:
    """Raise CalendarError for a week without working time or with shifts that overlap, also over midnight."""
    days = [tuple(shifts) for shifts in week]
    if not any(days):
        raise CalendarError(
            _("A calendar needs working time: write the hours of at least one day."), weekday=0
        )
    found = first_overlap_in_week(days)
    if found:
        (weekday, shift), (other_day, other) = found
        words = _("%(one)s on %(day)s overlap with %(other)s on %(other_day)s.")
        raise CalendarError(
            words
            % {
                "one": format_hours([shift]),
                "day": Weekday(weekday).label,
                "other": format_hours([other]),
                "other_day": Weekday(other_day).label,
            },
            weekday=other_day,
        )


def check_hours(shifts: Shifts) -> None:
    """Raise CalendarError for shifts of one day that overlap."""
    found = first_overlap(shifts)
    if found:
        one, other = (format_hours([shift]) for shift in found)
        raise CalendarError(_("%(one)s and %(other)s overlap.") % {"one": one, "other": other})


@transaction.atomic
def set_week(*, calendar: Calendar, week: Sequence[Shifts]) -> bool:
    """Give a calendar these hours from Monday to Sunday; return whether any differ from before.

    Raises CalendarError as `check_week` does.
    """
    check_week(week)
    wanted = {(weekday, shift) for weekday, shifts in enumerate(week) for shift in shifts}
    Calendar.objects.select_for_update().get(pk=calendar.pk)
    kept = {
        (row.weekday, Shift(row.starts_at, row.ends_at)): row.pk
        for row in WorkingShift.objects.filter(calendar=calendar)
    }
    WorkingShift.objects.filter(pk__in=[kept[gone] for gone in kept.keys() - wanted]).delete()
    WorkingShift.objects.bulk_create(
        WorkingShift(calendar=calendar, weekday=weekday, starts_at=shift.starts, ends_at=shift.ends)
        for weekday, shift in sorted(wanted - kept.keys())
    )
    return wanted != kept.keys()


@transaction.atomic
def set_own_hours(*, exception: CalendarException, shifts: Shifts) -> None:
    """Give an exception hours of its own; none leaves those of the weekday it works like.

    Raises CalendarError as `check_hours` does.
    """
    shifts = tuple(shifts)
    check_hours(shifts)
    exception.shifts.all().delete()
    ExceptionShift.objects.bulk_create(
        ExceptionShift(exception=exception, starts_at=shift.starts, ends_at=shift.ends) for shift in shifts
    )


@transaction.atomic
def seed_public_days(*, region: str, year: int, at: datetime) -> int:
    """Add the public days known of a year and return how many were new; what was entered by hand stays.

    Raises CalendarError when they are not announced.
    """
    try:
        known = public_days_of(region, year)
    except NotAnnounced as unknown:
        words = _(
            "The public days of %(year)d are not known for %(region)s yet. Enter them as soon as announced."
        )
        raise CalendarError(words % {"year": year, "region": Region(region).label}) from unknown
    entered = set(
        PublicDay.objects.filter(region=region, day__in=[one.day for one in known]).values_list(
            "day", flat=True
        )
    )
    new = [
        PublicDay(
            region=region,
            day=one.day,
            name=one.name,
            is_open=one.like_weekday is not None,
            like_weekday=one.like_weekday,
        )
        for one in known
        if one.day not in entered
    ]
    PublicDay.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        ask_recount_for_regions(regions=[region], at=at)
    return len(new)


def ask_recount_for_regions(*, regions: Iterable[str], at: datetime) -> int:
    """Have the open due moments of all calendars of these regions counted anew; return how many there are."""
    calendars = Calendar.objects.filter(region__in=set(regions) - {""})
    return ask_recount(calendar_ids=list(calendars.values_list("pk", flat=True)), at=at)


def ask_recount(*, calendar_ids: Sequence[int], at: datetime) -> int:
    """Have the open due moments of edited calendars counted anew after the commit; return how many there are."""
    waiting = open_milestones(calendar_ids).count()
    if waiting:
        put_in_outbox(
            "feedback.tasks.recount_due_moments",
            calendar_ids=sorted(calendar_ids),
            asked_at=at.isoformat(),
        )
    return waiting


def recount_due_moments(*, calendar_ids: Sequence[int], asked_at: str, at: datetime) -> bool:
    """Count the open due moments of calendars anew, once for each time it was asked; how many moved stays in the job's row."""

    def work() -> dict[str, Any]:
        waiting = open_milestones(calendar_ids).count()
        moved = recompute_open(calendar_ids=list(calendar_ids), at=at)
        return {"calendars": list(calendar_ids), "open": waiting, "moved": moved}

    return run_once(job=RECOUNT, period=asked_at, at=at, work=work)
