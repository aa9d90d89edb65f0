"""The clock of a service in tables of boundaries."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from starservice.lib.working_time import (
    NoWorkingTimeError,
    Shift,
    Span,
    WorkCalendar,
    due_at,
    first_overlap,
    first_overlap_in_week,
    is_late,
    worked,
    working_spans,
)

SHANGHAI, BERLIN, NEW_YORK = (
    ZoneInfo("Asia/Shanghai"),
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("America/New_York"),
)


def hours(*pairs: str) -> tuple[Shift, ...]:
    return tuple(Shift(*(time.fromisoformat(part) for part in pair.split("-"))) for pair in pairs)


def span(starts: str, ends: str | None, zone: ZoneInfo = SHANGHAI) -> Span:
    return Span(at(starts, zone), at(ends, zone) if ends else None)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def length(text: str) -> timedelta:
    amount, unit = float(text[:-1]), text[-1]
    return timedelta(**{{"h": "hours", "m": "minutes", "s": "seconds", "d": "days"}[unit]: amount})


DAY = hours("09:00-12:00", "13:00-18:00")
OFFICE = WorkCalendar(
    "Asia/Shanghai",
    (DAY,) * 5 + ((), ()),
    {
        date(2026, 10, 1): (),
        date(2026, 10, 2): (),
        date(2026, 10, 10): DAY,  # a Saturday worked for the holiday
        date(2026, 11, 6): hours("09:00-12:00"),
    },
)
NIGHTS = WorkCalendar("Asia/Shanghai", (hours("22:00-06:00"),) * 4 + ((),) * 3, {date(2026, 9, 2): ()})
ALWAYS = WorkCalendar("Asia/Shanghai", (hours("00:00-00:00"),) * 7)
NEVER = WorkCalendar("Asia/Shanghai", ((),) * 7)


@pytest.mark.parametrize(
    ("starts", "target", "due"),
    [
        ("2026-09-07 09:00", "1h", "2026-09-07 10:00"),
        ("2026-09-07 09:00", "3h", "2026-09-07 12:00"),  # ending exactly at closing is due at closing
        ("2026-09-07 09:00", "8h", "2026-09-07 18:00"),
        ("2026-09-07 11:30", "30m", "2026-09-07 12:00"),
        ("2026-09-07 11:30", "31m", "2026-09-07 13:01"),  # over lunch
        ("2026-09-07 12:00", "1m", "2026-09-07 13:01"),  # from closing time
        ("2026-09-07 12:30", "1m", "2026-09-07 13:01"),
        ("2026-09-07 18:00", "1s", "2026-09-08 09:00:01"),
        ("2026-09-07 17:59:59.999999", "1s", "2026-09-08 09:00:00.999999"),
        ("2026-09-07 06:00", "8h", "2026-09-07 18:00"),
        ("2026-09-11 17:00", "2h", "2026-09-14 10:00"),  # over the weekend
        ("2026-09-12 10:00", "15m", "2026-09-14 09:15"),
        ("2026-09-07 09:00", "48h", "2026-09-14 18:00"),
        ("2026-09-30 17:00", "2h", "2026-10-05 10:00"),  # over a closed Thursday and Friday
        ("2026-10-09 17:00", "2h", "2026-10-10 10:00"),  # into a Saturday that is worked
        ("2026-10-10 17:00", "2h", "2026-10-12 10:00"),
        ("2026-11-06 11:00", "2h", "2026-11-09 10:00"),  # a short day
        ("2028-02-28 17:00", "9h", "2028-02-29 18:00"),  # a leap day is worked
        ("2028-02-29 17:00", "2h", "2028-03-01 10:00"),
    ],
)
def test_due_at_office_hours(starts, target, due):
    assert due_at(OFFICE, at(starts), length(target)) == at(due)


@pytest.mark.parametrize(
    ("starts", "target", "due"),
    [
        ("2026-09-07 23:00", "3h", "2026-09-08 02:00"),
        ("2026-09-07 23:00", "7h", "2026-09-08 06:00"),
        ("2026-09-07 23:00", "8h", "2026-09-08 23:00"),
        ("2026-09-08 05:00", "2h", "2026-09-08 23:00"),  # in the night that began the day before
        (
            "2026-09-10 23:00",
            "8h",
            "2026-09-14 23:00",
        ),  # Thursday's night ends on Friday; the next is Monday's
        ("2026-09-02 01:00", "6h", "2026-09-03 23:00"),  # a closed day still sees the end of its eve's night
    ],
)
def test_due_at_overnight_shifts(starts, target, due):
    assert due_at(NIGHTS, at(starts), length(target)) == at(due)


@pytest.mark.parametrize(
    ("starts", "target", "due"),
    [
        ("2026-03-28 12:00", "24h", "2026-03-29 13:00"),  # a day of 23 hours
        ("2026-10-24 12:00", "24h", "2026-10-25 11:00"),  # a day of 25 hours
        ("2026-03-29 00:00", "23h", "2026-03-30 00:00"),
        ("2026-10-25 00:00", "25h", "2026-10-26 00:00"),
    ],
)
def test_due_at_counts_the_real_hours_of_a_day(starts, target, due):
    around_the_clock = WorkCalendar("Europe/Berlin", (hours("00:00-00:00"),) * 7)
    for calendar in (None, around_the_clock):
        assert due_at(calendar, at(starts, BERLIN), length(target)) == at(due, BERLIN)


@pytest.mark.parametrize(
    ("shift", "day", "starts", "ends"),
    [
        ("01:00-04:00", "2026-03-29", "2026-03-29T00:00Z", "2026-03-29T02:00Z"),
        ("02:00-04:00", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T02:00Z"),
        (
            "02:30-04:00",
            "2026-03-29",
            "2026-03-29T01:30Z",
            "2026-03-29T02:00Z",
        ),  # 02:30 does not exist: 03:30
        ("02:00-02:30", "2026-03-29", "2026-03-29T01:00Z", "2026-03-29T01:30Z"),  # as 03:00-03:30
        ("01:30-02:30", "2026-03-29", "2026-03-29T00:30Z", "2026-03-29T01:30Z"),
        ("02:30-03:00", "2026-03-29", None, None),  # nothing is left of it
        ("02:30-04:00", "2026-10-25", "2026-10-25T00:30Z", "2026-10-25T03:00Z"),  # from the first 02:30
        ("01:00-02:30", "2026-10-25", "2026-10-24T23:00Z", "2026-10-25T00:30Z"),  # to the first 02:30
        ("22:00-06:00", "2026-03-28", "2026-03-28T21:00Z", "2026-03-29T04:00Z"),
        ("22:00-06:00", "2026-10-24", "2026-10-24T20:00Z", "2026-10-25T05:00Z"),
    ],
)
def test_working_spans_on_days_that_change_the_clock(shift, day, starts, ends):
    first = date.fromisoformat(day)
    calendar = WorkCalendar("Europe/Berlin", ((),) * 7, {first: hours(shift)})
    found = list(
        working_spans(calendar, at(f"{day} 00:00", BERLIN), at(f"{day} 00:00", BERLIN) + timedelta(days=2))
    )
    expected = [Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends))] if starts else []
    assert found == expected


def test_a_day_that_a_zone_skipped_is_worked_once():
    # Apia had no 30 December 2011: its hours fall on those of the 31st.
    zone = ZoneInfo("Pacific/Apia")
    calendar = WorkCalendar("Pacific/Apia", (hours("09:00-17:00"),) * 7)
    assert worked(calendar, at("2011-12-29 00:00", zone), at("2012-01-01 00:00", zone)) == timedelta(hours=16)


def test_shifts_stay_in_order_when_a_gap_crosses_midnight():
    # Toronto went from 23:30 on 30 March 1919 to 00:30: 23:45 is later than 00:35 of the next day.
    dated = {date(1919, 3, 30): hours("23:45-01:30"), date(1919, 3, 31): hours("00:35-00:50")}
    calendar = WorkCalendar("America/Toronto", ((),) * 7, dated)
    first = datetime(1919, 3, 31, 4, 35, tzinfo=UTC)
    found = list(working_spans(calendar, first - timedelta(days=1), first + timedelta(days=1)))
    assert found == [Span(first, first + timedelta(minutes=55))]
    assert due_at(calendar, first - timedelta(days=1), timedelta(minutes=20)) == first + timedelta(minutes=20)


def test_a_night_that_ends_in_a_gap_over_midnight_is_counted_to_its_end():
    # The night of 29 March 1919 ends at 23:45 the day after, which Toronto skipped: at 00:45 of the 31st.
    calendar = WorkCalendar("America/Toronto", ((),) * 7, {date(1919, 3, 29): hours("23:50-23:45")})
    first = datetime(1919, 3, 31, 4, 36, tzinfo=UTC)
    assert worked(calendar, first, first + timedelta(hours=1)) == timedelta(minutes=9)


def test_a_morning_that_began_before_the_clock_went_back_over_midnight_is_counted():
    # St. John's went from 00:01 on 25 October 1987 back to 23:01: the shift from midnight began before the second 23:30.
    calendar = WorkCalendar("America/St_Johns", ((),) * 7, {date(1987, 10, 25): hours("00:00-02:00")})
    second_half_past_eleven = datetime(1987, 10, 25, 3, 0, tzinfo=UTC)
    half_an_hour = timedelta(minutes=30)
    assert (
        worked(calendar, second_half_past_eleven - 2 * half_an_hour, second_half_past_eleven) == half_an_hour
    )


def test_a_target_of_years_is_due_after_years():
    starts, target = at("2026-09-07 09:00"), timedelta(days=5 * 365)
    assert due_at(ALWAYS, starts, target) == starts + target


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "2026-09-07 12:00"),
        ([("2026-09-07 10:00", "2026-09-07 10:30")], "2026-09-07 13:30"),
        (
            [("2026-09-07 10:00", "2026-09-07 10:30"), ("2026-09-07 10:15", "2026-09-07 10:45")],
            "2026-09-07 13:45",
        ),
        (
            [("2026-09-07 10:30", "2026-09-07 11:00"), ("2026-09-07 10:00", "2026-09-07 10:30")],
            "2026-09-07 14:00",
        ),
        (
            [("2026-09-07 10:00", "2026-09-07 12:00"), ("2026-09-07 10:30", "2026-09-07 11:00")],
            "2026-09-07 15:00",
        ),
        ([("2026-09-07 12:00", "2026-09-07 13:00")], "2026-09-07 12:00"),  # lunch is not counted anyway
        ([("2026-09-07 11:30", "2026-09-07 13:30")], "2026-09-07 14:00"),
        ([("2026-09-01 00:00", "2026-09-07 09:30")], "2026-09-07 13:30"),
        ([("2026-09-07 00:00", "2026-09-12 10:00")], "2026-09-14 12:00"),
        ([("2026-09-07 10:00", "2026-09-07 10:00")], "2026-09-07 12:00"),
        ([("2026-09-07 11:59:59.999999", "2026-09-07 12:00")], "2026-09-07 13:00:00.000001"),
        ([("2026-09-08 10:00", None)], "2026-09-07 12:00"),  # after the due moment
        ([("2026-09-07 12:00", None)], "2026-09-07 12:00"),  # used up when it stops
        ([("2026-09-07 11:59", None)], None),
        ([("2026-09-07 08:00", None)], None),
        ([("2026-09-07 10:00", None), ("2026-09-07 09:30", "2026-09-07 11:00")], None),
    ],
)
def test_pauses_move_the_due_moment(pauses, due):
    found = due_at(OFFICE, at("2026-09-07 09:00"), timedelta(hours=3), [span(*pause) for pause in pauses])
    assert found == (at(due) if due else None)


@pytest.mark.parametrize(
    ("starts", "ends", "pauses", "expected"),
    [
        ("2026-09-07 09:00", "2026-09-07 18:00", [], "8h"),
        ("2026-09-07 00:00", "2026-09-14 00:00", [], "40h"),
        ("2026-09-07 12:00", "2026-09-07 13:00", [], "0h"),
        ("2026-09-07 11:00", "2026-09-07 14:00", [], "2h"),
        ("2026-09-07 14:00", "2026-09-07 11:00", [], "0h"),
        ("2026-10-01 00:00", "2026-10-05 00:00", [], "0h"),
        ("2026-10-10 00:00", "2026-10-11 00:00", [], "8h"),
        ("2026-09-07 09:00", "2026-09-07 18:00", [("2026-09-07 17:00", None)], "7h"),
        ("2026-09-07 09:00", "2026-09-07 18:00", [("2026-09-07 11:00", "2026-09-07 14:00")], "6h"),
        ("2026-09-07 09:00", "2026-09-07 18:00", [("2026-09-08 11:00", None)], "8h"),
    ],
)
def test_worked_counts_working_time_without_pauses(starts, ends, pauses, expected):
    assert worked(OFFICE, at(starts), at(ends), [span(*pause) for pause in pauses]) == length(expected)


def test_a_pause_of_the_wall_clock_counts_too():
    pauses = [span("2026-09-07 10:00", "2026-09-07 12:00")]
    assert due_at(None, at("2026-09-07 09:00"), timedelta(hours=24), pauses) == at("2026-09-08 11:00")
    assert worked(None, at("2026-09-07 09:00"), at("2026-09-08 11:00"), pauses) == timedelta(hours=24)


def test_no_target_is_due_at_its_start_even_when_closed_or_paused():
    for calendar in (OFFICE, NEVER, None):
        starts = at("2026-09-12 10:00")
        assert due_at(calendar, starts, timedelta(), [Span(starts, None)]) == starts


def test_results_are_in_utc():
    assert due_at(OFFICE, at("2026-09-07 09:00"), timedelta(hours=1)).tzinfo is UTC
    assert due_at(OFFICE, at("2026-09-07 09:00"), timedelta()).tzinfo is UTC
    assert next(working_spans(OFFICE, at("2026-09-07 09:00"), at("2026-09-08 09:00"))).starts.tzinfo is UTC


def test_overlapping_shifts_count_once():
    twice = WorkCalendar("Asia/Shanghai", (hours("09:00-15:00", "12:00-18:00", "10:00-11:00"),) * 7)
    assert worked(twice, at("2026-09-07 00:00"), at("2026-09-08 00:00")) == timedelta(hours=9)
    assert due_at(twice, at("2026-09-07 14:00"), timedelta(hours=5)) == at("2026-09-08 10:00")


def test_an_overnight_shift_and_the_next_morning_count_once():
    calendar = WorkCalendar("Asia/Shanghai", (hours("05:00-09:00", "22:00-06:00"),) * 7)
    assert worked(calendar, at("2026-09-08 00:00"), at("2026-09-09 00:00")) == timedelta(hours=11)


def test_working_spans_join_what_touches():
    assert list(working_spans(ALWAYS, at("2026-09-07 03:00"), at("2026-12-07 04:00"))) == [
        span("2026-09-07 03:00", "2026-12-07 04:00")
    ]
    found = list(
        working_spans(
            OFFICE,
            at("2026-09-07 10:00"),
            at("2026-09-08 10:00"),
            [span("2026-09-07 14:00", "2026-09-07 15:00")],
        )
    )
    assert found == [
        span("2026-09-07 10:00", "2026-09-07 12:00"),
        span("2026-09-07 13:00", "2026-09-07 14:00"),
        span("2026-09-07 15:00", "2026-09-07 18:00"),
        span("2026-09-08 09:00", "2026-09-08 10:00"),
    ]


@pytest.mark.parametrize("calendar", [NEVER, WorkCalendar("UTC", ((),) * 7, {date(2020, 1, 6): DAY})])
def test_a_calendar_without_working_time_ahead_is_an_error(calendar):
    with pytest.raises(NoWorkingTimeError):
        due_at(calendar, at("2026-09-07 09:00"), timedelta(seconds=1))
    assert worked(calendar, at("2026-09-07 09:00"), at("2036-09-07 09:00")) == timedelta()


def test_one_open_day_within_three_years_is_enough():
    calendar = WorkCalendar("Asia/Shanghai", ((),) * 7, {date(2029, 9, 1): DAY})
    assert due_at(calendar, at("2026-09-07 09:00"), timedelta(hours=1)) == at("2029-09-01 10:00")
    with pytest.raises(NoWorkingTimeError):
        due_at(calendar, at("2026-09-07 09:00"), timedelta(hours=9))


def test_a_target_beyond_the_end_of_time_is_an_error():
    for calendar in (None, ALWAYS):
        with pytest.raises(NoWorkingTimeError):
            due_at(calendar, datetime(9999, 12, 30, tzinfo=UTC), timedelta(days=9))


def test_late_means_after():
    due = at("2026-09-07 18:00")
    assert not is_late(due, due)
    assert is_late(due, due + timedelta(microseconds=1))
    assert not is_late(due, datetime(2026, 9, 7, 10, tzinfo=UTC))


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="zone"):
        due_at(None, datetime.fromisoformat("2026-09-07"), timedelta(hours=1))
    with pytest.raises(ValueError, match="zone"):
        worked(None, at("2026-09-07 09:00"), datetime.fromisoformat("2026-09-07"))
    with pytest.raises(ValueError, match="below zero"):
        due_at(None, at("2026-09-07 09:00"), timedelta(hours=-1))
    with pytest.raises(ValueError, match="ends before"):
        span("2026-09-07 09:00", "2026-09-07 08:00")
    with pytest.raises(ValueError, match="seven days"):
        WorkCalendar("Asia/Shanghai", (DAY,))
    with pytest.raises(ZoneInfoNotFoundError):
        WorkCalendar("Asia/Atlantis", (DAY,) * 7)


def test_has_working_time():
    assert OFFICE.has_working_time
    assert not NEVER.has_working_time
    assert WorkCalendar("UTC", ((),) * 7, {date(2026, 10, 10): DAY}).has_working_time
    assert not WorkCalendar("UTC", ((),) * 7, {date(2026, 10, 10): ()}).has_working_time


def test_shifts_on_a_day_are_those_of_the_week_or_of_the_exception():
    assert OFFICE.shifts_on(date(2026, 9, 7)) == DAY
    assert OFFICE.shifts_on(date(2026, 9, 12)) == ()
    assert OFFICE.shifts_on(date(2026, 10, 1)) == ()
    assert OFFICE.shifts_on(date(2026, 10, 10)) == DAY


@pytest.mark.parametrize(
    ("shifts", "overlap"),
    [
        (("09:00-12:00", "12:00-18:00"), None),
        (("12:00-18:00", "09:00-12:00"), None),
        (("09:00-12:01", "12:00-18:00"), ("09:00-12:01", "12:00-18:00")),
        (("12:00-18:00", "09:00-13:00"), ("09:00-13:00", "12:00-18:00")),
        (("22:00-06:00", "05:00-09:00"), None),
        (("22:00-06:00", "23:00-23:30"), ("22:00-06:00", "23:00-23:30")),
        (("09:00-12:00", "09:00-12:00"), ("09:00-12:00", "09:00-12:00")),
        (("08:00-08:00", "07:00-07:30"), None),
    ],
)
def test_first_overlap_of_a_day(shifts, overlap):
    assert first_overlap(hours(*shifts)) == (hours(*overlap) if overlap else None)


@pytest.mark.parametrize(
    ("days", "overlap"),
    [
        ({0: "22:00-06:00", 1: "06:00-09:00"}, None),
        ({0: "22:00-06:00", 1: "05:00-09:00"}, ((0, "22:00-06:00"), (1, "05:00-09:00"))),
        ({6: "22:00-06:00", 0: "05:00-09:00"}, ((6, "22:00-06:00"), (0, "05:00-09:00"))),
        ({6: "22:00-06:00", 0: "06:00-09:00"}, None),
        (dict.fromkeys(range(7), "00:00-00:00"), None),
        (dict.fromkeys(range(7), "08:00-08:00"), None),
    ],
)
def test_first_overlap_in_a_week(days, overlap):
    week = [hours(days[day]) if day in days else () for day in range(7)]
    expected = tuple((day, hours(shift)[0]) for day, shift in overlap) if overlap else None
    assert first_overlap_in_week(week) == expected
