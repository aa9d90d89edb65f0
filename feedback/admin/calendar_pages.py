"""A year of a calendar at a glance, and trying the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from feedback.access import keeps_calendars, sees_calendars
from feedback.admin.missing_days import notices
from feedback.calendar_year import Kind, YearDay, YearMonth, length_of, year_of
from feedback.forms.calendar import EARLIEST_YEAR, LATEST_YEAR
from feedback.forms.trying import DEFAULTS, TryForm
from feedback.hours import format_hours
from feedback.models import Calendar, Weekday
from feedback.queries.calendars import CalendarDays, calendar_days, work_calendar
from starservice.lib.working_time import NoWorkingTimeError, Span, due_at, working_spans
from starservice.web.formats import reader_locale


@dataclass(frozen=True)
class Look:
    """How a kind of day is drawn and called; the mark makes it readable without colour."""

    code: str
    mark: Any
    label: Any


LOOKS = {
    kind: Look(kind.value.replace("_", "-"), mark, label)
    for kind, mark, label in (
        (Kind.WORKED, "", gettext_lazy("open")),
        (Kind.FREE, "", gettext_lazy("closed")),
        (
            Kind.HOLIDAY,
            pgettext_lazy("mark of a public holiday", "H"),
            gettext_lazy("public holiday, closed"),
        ),
        (
            Kind.MAKE_UP,
            pgettext_lazy("mark of a make-up workday", "W"),
            gettext_lazy("make-up workday, open"),
        ),
        (Kind.OWN_CLOSED, "×", gettext_lazy("exception, closed")),
        (Kind.OWN_OPEN, "+", gettext_lazy("exception, open")),
    )
}


@dataclass(frozen=True)
class DayCell:
    """A day of the year as its place in the grid shows it."""

    day: YearDay
    is_today: bool

    @property
    def look(self) -> Look:
        return LOOKS[self.day.kind]

    @property
    def hours(self) -> str:
        return shown_hours(self.day.shifts)


@dataclass(frozen=True)
class MonthGrid:
    """A month with its cells in weeks."""

    month: YearMonth
    weeks: list[list[DayCell | None]]


@dataclass(frozen=True)
class WeekdayHours:
    """A day of the week with its hours in words and how long they are together."""

    name: Any
    initial: str
    hours: str
    length: timedelta


@dataclass(frozen=True)
class Counted:
    """A span by the calendar's own clock, with how long it really is."""

    starts: datetime
    ends: datetime
    length: timedelta


@dataclass(frozen=True)
class Tried:
    """What the clock said: the due moment by the calendar's own clock, and what was counted, by day."""

    calendar: Calendar | None
    starts: datetime
    target: timedelta
    due: datetime
    days: list[tuple[date, list[Counted]]]


def shown_hours(shifts: Any) -> str:
    """Hours for reading."""
    return format_hours(shifts, dash="–")


def year_view(request: HttpRequest, pk: int, year: int | None = None) -> HttpResponse:
    """Show twelve months of a calendar, the days that differ in words, and the box to try it."""
    today = timezone.localdate()
    year = year or today.year
    found = (
        calendar_days([pk]) if sees_calendars(request.user) and EARLIEST_YEAR <= year <= LATEST_YEAR else []
    )
    if not found:
        raise Http404
    [days] = found
    months = [_grid(month, today) for month in year_of(year, days.work, days.specials)]
    context = {
        "calendar": days.calendar,
        "year": year,
        "previous": max(year - 1, EARLIEST_YEAR),
        "next": min(year + 1, LATEST_YEAR),
        "months": months,
        "week": _week_in_words(days),
        "looks": LOOKS.values(),
        "specials": [
            cell for grid in months for week in grid.weeks for cell in week if cell and cell.day.is_special
        ],
        "worked_days": sum(grid.month.worked_days for grid in months),
        "hours": _sum(grid.month.hours for grid in months).total_seconds() / 3600,
        "notices": notices(request.user, today, region=days.calendar.region),
        "form": TryForm(None, now=timezone.now(), calendar=days.calendar),
    }
    title = _("%(calendar)s in %(year)d") % {"calendar": days.calendar, "year": year}
    return _page(request, "admin/feedback/calendar/year.html", title, context)


def try_view(request: HttpRequest) -> HttpResponse:
    """Say when something begun then is due, and which time was counted."""
    if not sees_calendars(request.user):
        raise Http404
    asked = DEFAULTS | request.GET.dict() if "starts" in request.GET else None
    form = TryForm(asked, now=timezone.now(), calendar=_preset(request))
    tried = _tried(form) if form.is_bound and form.is_valid() else None
    return _page(
        request, "admin/feedback/calendar/try.html", _("Try the clock"), {"form": form, "tried": tried}
    )


def _preset(request: HttpRequest) -> Calendar | None:
    number = request.GET.get("calendar", "")
    return Calendar.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None


def _tried(form: TryForm) -> Tried | None:
    calendar, target, starts = (form.cleaned_data[name] for name in ("for_calendar", "target", "starts"))
    work = work_calendar(calendar.pk) if calendar else None
    try:
        due = due_at(work, starts, target)
    except NoWorkingTimeError:
        form.add_error("calendar", _("This calendar has no working time within three years."))
        return None
    assert due is not None  # nothing pauses here
    zone = ZoneInfo(calendar.zone if calendar else settings.TIME_ZONE)
    spans = [_local(span, zone) for span in working_spans(work, starts, due)]
    days = [(day, list(group)) for day, group in groupby(spans, key=lambda span: span.starts.date())]
    return Tried(calendar, starts, target, due.astimezone(zone), days)


def _local(span: Span, zone: ZoneInfo) -> Counted:
    assert span.ends is not None
    return Counted(span.starts.astimezone(zone), span.ends.astimezone(zone), span.ends - span.starts)


def _grid(month: YearMonth, today: date) -> MonthGrid:
    return MonthGrid(
        month, [[DayCell(day, day.day == today) if day else None for day in week] for week in month.weeks]
    )


def _week_in_words(days: CalendarDays) -> list[WeekdayHours]:
    narrow = reader_locale().days["stand-alone"]["narrow"]
    return [
        WeekdayHours(
            Weekday(weekday).label, narrow[weekday], shown_hours(shifts), _sum(map(length_of, shifts))
        )
        for weekday, shifts in enumerate(days.work.week)
    ]


def _sum(lengths: Iterable[timedelta]) -> timedelta:
    return sum(lengths, timedelta())


def _page(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": title, "opts": Calendar._meta}
    return TemplateResponse(
        request, template, {**frame, "may_change": keeps_calendars(request.user), **context}
    )


admin.site.add_view("feedback/calendar/<int:pk>/year/", year_view, "feedback_calendar_year")  # type: ignore[attr-defined]
admin.site.add_view("feedback/calendar/<int:pk>/year/<int:year>/", year_view, "feedback_calendar_year_of")  # type: ignore[attr-defined]
admin.site.add_view("feedback/calendar/try/", try_view, "feedback_calendar_try")  # type: ignore[attr-defined]
