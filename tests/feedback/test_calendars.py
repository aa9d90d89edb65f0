"""Calendars from their rows: the week, the region's public days, own exceptions over both."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from feedback.models import Calendar, CalendarException, ExceptionShift, PublicDay
from feedback.queries.calendars import work_calendar, work_calendars
from starservice.lib.working_time import Shift, due_at
from tests.factories import CalendarFactory

pytestmark = pytest.mark.django_db

OFFICE_DAY = (Shift(time(9), time(12)), Shift(time(13), time(18)))


def test_work_calendar_has_the_hours_of_the_week():
    work = work_calendar(CalendarFactory(zone="Europe/Berlin").pk)
    assert work.zone == "Europe/Berlin"
    assert work.week == (OFFICE_DAY,) * 5 + ((), ())
    assert not work.dated


def test_no_calendar_is_the_wall_clock():
    assert work_calendar(None) is None


def test_an_unknown_calendar_is_a_key_error():
    with pytest.raises(KeyError):
        work_calendar(987_654)


def test_public_days_of_the_region_close_days_and_open_make_up_workdays():
    PublicDay.objects.filter(day__year=2031).delete()
    PublicDay.objects.create(region="CN", day=date(2031, 10, 1))
    PublicDay.objects.create(region="CN", day=date(2031, 10, 11), is_open=True, like_weekday=2)
    PublicDay.objects.create(region="HK", day=date(2031, 7, 1))
    week = [[(9, 12)], [(9, 13)], [(9, 14)], [(9, 15)], [(9, 16)], [], []]
    mainland, nowhere = CalendarFactory(region="CN", week=week), CalendarFactory(week=week)
    found = work_calendars([mainland.pk, nowhere.pk])
    assert found[mainland.pk].shifts_on(date(2031, 10, 1)) == ()
    assert found[mainland.pk].shifts_on(date(2031, 10, 11)) == (Shift(time(9), time(14)),)  # like a Wednesday
    assert found[mainland.pk].shifts_on(date(2031, 7, 1)) == (Shift(time(9), time(13)),)
    assert not found[nowhere.pk].dated


@pytest.mark.parametrize(
    ("is_open", "like_weekday", "own", "expected"),
    [
        (False, None, [], ()),
        (True, 0, [], OFFICE_DAY),
        (True, None, [], OFFICE_DAY),  # open as on every Wednesday
        (True, None, [(20, 4), (9, 10)], (Shift(time(9), time(10)), Shift(time(20), time(4)))),
        (True, 6, [(9, 10)], (Shift(time(9), time(10)),)),
    ],
)
def test_an_exception_stands_over_the_public_day(is_open, like_weekday, own, expected):
    day = date(2031, 10, 1)
    PublicDay.objects.create(region="CN", day=day)
    calendar = CalendarFactory(region="CN")
    exception = CalendarException.objects.create(
        calendar=calendar, day=day, is_open=is_open, like_weekday=like_weekday
    )
    for starts, ends in own:
        ExceptionShift.objects.create(exception=exception, starts_at=time(starts), ends_at=time(ends))
    assert work_calendar(calendar.pk).shifts_on(day) == expected


def test_work_calendars_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    PublicDay.objects.create(region="HK", day=date(2031, 7, 1))
    calendars = [CalendarFactory(region="HK") for _number in range(5)]
    for calendar in calendars:
        exception = CalendarException.objects.create(calendar=calendar, day=date(2031, 10, 1), is_open=True)
        ExceptionShift.objects.create(exception=exception, starts_at=time(9), ends_at=time(10))
    for count in (1, 5):
        with django_assert_num_queries(5):
            assert len(work_calendars([calendar.pk for calendar in calendars[:count]])) == count


def test_the_shipped_calendars_tell_the_time():
    """A general request on Friday evening is due on Monday; an urgent one runs through the night."""
    office, always = (Calendar.objects.get(code=code).pk for code in ("office-hours", "around-the-clock"))
    friday = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # 17:30 in Shanghai
    assert due_at(work_calendar(office), friday, timedelta(hours=1)) == datetime(
        2026, 11, 23, 1, 30, tzinfo=UTC
    )
    assert due_at(work_calendar(always), friday, timedelta(hours=9)) == friday + timedelta(hours=9)


@pytest.mark.parametrize(
    "facts", [{"is_open": True, "like_weekday": None}, {"is_open": False, "like_weekday": 3}]
)
def test_the_database_refuses_a_public_day_without_clear_hours(facts):
    with pytest.raises(IntegrityError, match="publicday_open_has_hours"), transaction.atomic():
        PublicDay.objects.create(region="CN", day=date(2031, 10, 1), **facts)


def test_the_database_refuses_a_closed_exception_with_hours():
    with pytest.raises(IntegrityError, match="closed_has_no_hours"), transaction.atomic():
        CalendarException.objects.create(calendar=CalendarFactory(), day=date(2031, 10, 1), like_weekday=3)
