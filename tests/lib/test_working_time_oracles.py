"""The clock of a service against two independent ones: a count of minutes, and the package workclock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import workclock
from hypothesis import given, settings
from hypothesis import strategies as st

from starservice.lib.working_time import Shift, Span, WorkCalendar, due_at, worked, working_spans

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Apia",
]
# Weeks around days of 23, 25 and 24 hours in these zones, a leap day among them.
WEEKS = [date(2026, 3, 7), date(2026, 3, 27), date(2026, 4, 3), date(2026, 9, 4), date(2026, 10, 2)]
WEEKS += [date(2026, 10, 23), date(2026, 10, 30), date(2028, 2, 27), date(2026, 6, 12)]

# Apia had no 30 December 2011. Where hours of such a day fall is our choice (test_working_time), as no clock showed them.
SKIPPED_DAY = date(2011, 12, 28)

# No zone above changes its clock between these: Santiago has the hour before midnight twice.
plain_times = st.integers(3 * 60 + 30, 22 * 60 + 30).map(lambda minute: time(minute // 60, minute % 60))
any_times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


def days_of(times: st.SearchStrategy[time]) -> st.SearchStrategy[tuple[Shift, ...]]:
    return st.lists(st.builds(Shift, times, times), max_size=3).map(tuple)


def weeks_of(times: st.SearchStrategy[time]) -> st.SearchStrategy[tuple[tuple[Shift, ...], ...]]:
    return st.tuples(*[days_of(times)] * 7).filter(any)


def moments_in(weeks: list[date]) -> st.SearchStrategy[datetime]:
    return st.builds(
        lambda week, minutes: datetime.combine(week, time(), UTC) + minutes * MINUTE,
        st.sampled_from(weeks),
        st.integers(0, 4 * 24 * 60),
    )


moments = moments_in(WEEKS)
exact = st.timedeltas(timedelta(), timedelta(hours=1))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Calendars with exceptions both ways around the weeks above."""
    first = draw(st.sampled_from(WEEKS))
    dated = draw(
        st.dictionaries(
            st.integers(0, 8).map(lambda day: first + day * DAY), days_of(plain_times), max_size=4
        )
    )
    return WorkCalendar(draw(st.sampled_from(ZONES)), draw(weeks_of(plain_times)), dated)


@st.composite
def pauses_after(draw: st.DrawFn, starts: datetime) -> list[Span]:
    """Closed pauses in any order, some of them before the start, overlapping and empty."""
    pairs = draw(st.lists(st.tuples(st.integers(-600, 4000), st.integers(0, 1500)), max_size=4))
    return [Span(starts + begin * MINUTE, starts + (begin + long) * MINUTE) for begin, long in pairs]


def is_worked(calendar: WorkCalendar, minute: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall stands inside a shift."""
    local = minute.astimezone(zone)
    today, now = local.date(), local.time()
    if any(
        shift.starts <= now and (now < shift.ends or shift.is_overnight)
        for shift in calendar.shifts_on(today)
    ):
        return True
    return any(shift.is_overnight and now < shift.ends for shift in calendar.shifts_on(today - DAY))


def counted_minutes(
    calendar: WorkCalendar, starts: datetime, minutes: int, pauses: list[Span]
) -> list[datetime]:
    """The minutes at work among those after a start."""
    zone = ZoneInfo(calendar.zone)
    after = (starts + number * MINUTE for number in range(minutes))
    running = (minute for minute in after if not any(p.starts <= minute < p.ends for p in pauses if p.ends))
    return [minute for minute in running if is_worked(calendar, minute, zone)]


@settings(max_examples=60, deadline=None)
@given(st.data(), calendars(), moments, st.integers(0, 5000))
def test_worked_is_the_count_of_minutes(data, calendar, starts, minutes):
    pauses = data.draw(pauses_after(starts))
    counted = counted_minutes(calendar, starts, minutes, pauses)
    assert worked(calendar, starts, starts + minutes * MINUTE, pauses) == len(counted) * MINUTE


@settings(max_examples=60, deadline=None)
@given(st.data(), calendars(), moments)
def test_due_is_the_end_of_the_last_minute_needed(data, calendar, starts):
    pauses = data.draw(pauses_after(starts))
    counted = counted_minutes(calendar, starts, 6000, pauses)
    needed = data.draw(st.integers(1, max(1, len(counted))))
    if counted:
        assert due_at(calendar, starts, needed * MINUTE, pauses) == counted[needed - 1] + MINUTE


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(ZONES), weeks_of(any_times), moments_in([*WEEKS, SKIPPED_DAY]), exact)
def test_workclock_agrees_on_weekly_hours(data, zone, week, starts, beside):
    """Shifts at any time, also where the clock changes; microseconds beside the minutes."""
    moment, target = starts + beside, data.draw(st.timedeltas(timedelta(microseconds=1), timedelta(days=9)))
    calendar, oracle = WorkCalendar(zone, week), schedule_of(zone, week)
    ends = moment + target
    assert worked(calendar, moment, ends) == oracle.between(moment, ends)
    assert due_at(calendar, moment, target) == oracle.add(moment, target)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sets(st.integers(0, 9)),
    moments,
    st.timedeltas(timedelta(microseconds=1), 5 * DAY),
)
def test_workclock_agrees_on_holidays_and_lunch(zone, closed, starts, target):
    day = (Shift(time(9), time(12)), Shift(time(13), time(18)))
    week = (day,) * 6 + ((),)
    holidays = [starts.date() + number * DAY for number in closed]
    calendar = WorkCalendar(zone, week, dict.fromkeys(holidays, ()))
    oracle = workclock.Schedule(
        [
            workclock.WorkDay(time(9), time(18), days=range(6)),
            workclock.Break(time(12), time(13), days=range(6)),
            workclock.Holidays(holidays),
        ],
        time_zone=zone,
    )
    assert due_at(calendar, starts, target) == oracle.add(starts, target)
    assert worked(calendar, starts, starts + target) == oracle.between(starts, starts + target)


@settings(max_examples=150, deadline=None)
@given(st.data(), calendars(), moments, exact, st.timedeltas(timedelta(microseconds=1), timedelta(hours=60)))
def test_what_is_worked_until_due_is_the_target(data, calendar, starts, beside, target):
    pauses = data.draw(pauses_after(starts))
    moment = starts + beside
    due = due_at(calendar, moment, target, pauses)
    assert worked(calendar, moment, due, pauses) == target
    before = due - timedelta(microseconds=1)
    assert worked(calendar, moment, before, pauses) == target - timedelta(microseconds=1)


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars(), moments, st.timedeltas(timedelta(), timedelta(days=6)))
def test_spans_are_in_order_apart_and_sum_to_what_is_worked(data, calendar, starts, long):
    pauses = data.draw(pauses_after(starts))
    spans = list(working_spans(calendar, starts, starts + long, pauses))
    assert all(one.starts < one.ends for one in spans)
    assert all(one.ends < other.starts for one, other in pairwise(spans))
    assert all(starts <= one.starts and one.ends <= starts + long for one in spans)
    assert sum((one.ends - one.starts for one in spans), timedelta()) == worked(
        calendar, starts, starts + long, pauses
    )


@settings(max_examples=100, deadline=None)
@given(st.data(), calendars(), moments, st.timedeltas(timedelta(microseconds=1), timedelta(hours=60)))
def test_a_pause_never_brings_the_due_moment_forward(data, calendar, starts, target):
    pauses = data.draw(pauses_after(starts))
    without = due_at(calendar, starts, target)
    assert due_at(calendar, starts, target, pauses) >= without
    assert due_at(calendar, starts, target, [Span(without, None)]) == without


def schedule_of(zone: str, week: tuple[tuple[Shift, ...], ...]) -> workclock.Schedule:
    rules = [
        workclock.WorkDay(shift.starts, shift.ends, days=[day])
        for day, shifts in enumerate(week)
        for shift in shifts
    ]
    return workclock.Schedule(rules, time_zone=zone)
