"""A year of a calendar, day by day."""

from datetime import date, time, timedelta

import pytest

from feedback.calendar_year import Kind, Special, length_of, year_of
from starservice.lib.working_time import Shift, WorkCalendar

DAY = (Shift(time(9), time(12)), Shift(time(13), time(18)))
OFFICE = WorkCalendar(
    "Asia/Shanghai", (DAY,) * 5 + ((), ()), {date(2028, 10, 2): (), date(2028, 10, 7): DAY[:1]}
)
SPECIALS = {
    date(2028, 10, 2): Special(Kind.HOLIDAY, "National Day"),
    date(2028, 10, 7): Special(Kind.MAKE_UP),
}


def test_a_year_has_every_day_once():
    months = year_of(2028, OFFICE, SPECIALS)
    days = [day.day for month in months for day in month.days]
    assert [month.first_day.month for month in months] == list(range(1, 13))
    assert days == [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]


def test_weeks_begin_on_monday_and_have_seven_places():
    for month in year_of(2028, OFFICE, SPECIALS):
        for week in month.weeks:
            assert len(week) == 7
            assert all(day is None or day.day.weekday() == place for place, day in enumerate(week))


def test_days_say_what_they_are():
    days = {day.day: day for day in year_of(2028, OFFICE, SPECIALS)[9].days}
    assert (days[date(2028, 10, 2)].kind, days[date(2028, 10, 2)].name) == (Kind.HOLIDAY, "National Day")
    assert (days[date(2028, 10, 3)].kind, days[date(2028, 10, 3)].shifts) == (Kind.WORKED, DAY)
    assert (days[date(2028, 10, 7)].kind, days[date(2028, 10, 7)].shifts) == (Kind.MAKE_UP, DAY[:1])
    assert (days[date(2028, 10, 8)].kind, days[date(2028, 10, 8)].shifts) == (Kind.FREE, ())
    assert [day.is_special for day in days.values()].count(True) == 2


def test_months_count_days_and_hours():
    october = year_of(2028, OFFICE, SPECIALS)[9]
    assert october.worked_days == 22  # 22 weekdays, a holiday less, a make-up Saturday more
    assert october.hours == timedelta(hours=21 * 8 + 3)


@pytest.mark.parametrize(
    ("shift", "hours"),
    [
        (Shift(time(9), time(12, 30)), 3.5),
        (Shift(time(22), time(6)), 8),
        (Shift(time(0), time(0)), 24),
        (Shift(time(8), time(8)), 24),
        (Shift(time(16), time(0)), 8),
    ],
)
def test_length_of_a_shift(shift, hours):
    assert length_of(shift) == timedelta(hours=hours)
