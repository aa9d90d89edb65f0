"""Calendars as the clock reads them: hours of the week, public days of the region, exceptions over both."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from feedback.calendar_year import Kind, Special
from feedback.models import (
    OPEN_STATES,
    Agent,
    Calendar,
    CalendarException,
    Milestone,
    PublicDay,
    Tier,
    WorkingShift,
)
from starservice.jobs.models import JobRun
from starservice.lib.working_time import Shift, WorkCalendar

Shifts = tuple[Shift, ...]

RECOUNT = "recount-due-moments"

PUBLIC_KINDS = {False: Kind.HOLIDAY, True: Kind.MAKE_UP}
OWN_KINDS = {False: Kind.OWN_CLOSED, True: Kind.OWN_OPEN}


@dataclass(frozen=True)
class CalendarDays:
    """A calendar for the clock, with the dated rows it came from; of two on one day the exception is in force."""

    calendar: Calendar
    work: WorkCalendar
    public_days: dict[date, PublicDay]
    exceptions: dict[date, CalendarException]

    @property
    def specials(self) -> dict[date, Special]:
        """Why days are not as every week."""
        public = {
            day: Special(PUBLIC_KINDS[row.is_open], str(row.name)) for day, row in self.public_days.items()
        }
        own = {day: Special(OWN_KINDS[row.is_open], str(row.name)) for day, row in self.exceptions.items()}
        return public | own


@dataclass(frozen=True)
class MissingYear:
    """A region whose public days nobody has entered for a year."""

    region: str
    year: int


def work_calendar(calendar_id: int | None) -> WorkCalendar | None:
    """Return a calendar for the clock; None, the wall clock, stays None. Raises KeyError for an unknown one."""
    return None if calendar_id is None else work_calendars([calendar_id])[calendar_id]


def work_calendars(calendar_ids: Iterable[int]) -> dict[int, WorkCalendar]:
    """Return calendars for the clock by id, in a number of queries that does not depend on how many."""
    return {found.calendar.pk: found.work for found in calendar_days(calendar_ids)}


def calendar_days(calendar_ids: Iterable[int]) -> list[CalendarDays]:
    """Return calendars with their dated rows, in five queries at most."""
    calendars = list(Calendar.objects.filter(pk__in=set(calendar_ids)))
    weeks = _weeks(calendars)
    public = _public_days({calendar.region for calendar in calendars if calendar.region})
    exceptions = _exceptions(calendars)
    return [
        _calendar_days(calendar, weeks[calendar.pk], public[calendar.region], exceptions[calendar.pk])
        for calendar in calendars
    ]


def open_milestones(calendar_ids: Iterable[int]) -> QuerySet[Milestone]:
    """Promised moments not reached yet that an edit of these calendars may move."""
    return Milestone.objects.filter(
        calendar__in=list(calendar_ids), met_at__isnull=True, request__status__in=OPEN_STATES
    )


def is_in_use(calendar_id: int) -> bool:
    """Whether a tier, a member of staff or a promised moment goes by a calendar."""
    return any(model.objects.filter(calendar=calendar_id).exists() for model in (Tier, Agent, Milestone))


def last_recount(calendar_id: int) -> JobRun | None:
    """The newest count of due moments that an edit of this calendar, or of its public days, asked for."""
    runs = JobRun.objects.filter(job=RECOUNT, detail__calendars__contains=calendar_id)
    return runs.order_by("-started_at").first()


def missing_years(today: date) -> list[MissingYear]:
    """Regions in use without public days this year or next, in one query, the nearer year first."""
    used = Calendar.objects.exclude(region="").order_by("region").distinct()
    years = (today.year, today.year + 1)
    known = {f"y{year}": Exists(_days_of(year)) for year in years}
    rows = list(used.annotate(**known).values_list("region", *known))
    return [
        MissingYear(region, year)
        for place, year in enumerate(years)
        for region, *has in rows
        if not has[place]
    ]


def _days_of(year: int) -> QuerySet[PublicDay]:
    return PublicDay.objects.filter(region=OuterRef("region"), day__year=year)


def _weeks(calendars: list[Calendar]) -> dict[int, tuple[Shifts, ...]]:
    days: dict[tuple[int, int], list[Shift]] = defaultdict(list)
    for row in WorkingShift.objects.filter(calendar__in=calendars):
        days[row.calendar_id, row.weekday].append(Shift(row.starts_at, row.ends_at))
    return {
        calendar.pk: tuple(tuple(sorted(days[calendar.pk, weekday])) for weekday in range(7))
        for calendar in calendars
    }


def _public_days(regions: Iterable[str]) -> dict[str, dict[date, PublicDay]]:
    days: dict[str, dict[date, PublicDay]] = defaultdict(dict)
    for row in PublicDay.objects.filter(region__in=regions):
        days[row.region][row.day] = row
    return days


def _exceptions(calendars: list[Calendar]) -> dict[int, dict[date, CalendarException]]:
    days: dict[int, dict[date, CalendarException]] = defaultdict(dict)
    for row in CalendarException.objects.filter(calendar__in=calendars).prefetch_related("shifts"):
        days[row.calendar_id][row.day] = row
    return days


def _calendar_days(
    calendar: Calendar,
    week: tuple[Shifts, ...],
    public: dict[date, PublicDay],
    exceptions: dict[date, CalendarException],
) -> CalendarDays:
    dated = {day: _hours(row, week) for day, row in public.items()}
    dated |= {day: _own_hours(row) or _hours(row, week) for day, row in exceptions.items()}
    return CalendarDays(calendar, WorkCalendar(calendar.zone, week, dated), public, exceptions)


def _own_hours(exception: CalendarException) -> Shifts:
    if not exception.is_open:
        return ()
    return tuple(sorted(Shift(row.starts_at, row.ends_at) for row in exception.shifts.all()))


def _hours(row: Any, week: tuple[Shifts, ...]) -> Shifts:
    """The hours of a dated row without own ones: an open day works like the weekday it names, else like its own."""
    if not row.is_open:
        return ()
    return week[row.day.weekday() if row.like_weekday is None else row.like_weekday]
