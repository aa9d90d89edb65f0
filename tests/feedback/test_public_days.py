"""Public holidays and make-up workdays: what is announced, what is shipped, and what is not invented."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from feedback.errors import CalendarError
from feedback.models import PublicDay
from feedback.public_days import NotAnnounced, public_days_of
from feedback.queries.calendars import MissingYear, missing_years
from feedback.services.calendars import seed_public_days
from feedback.services.public_day_warnings import is_urgent, warn_of_missing_years
from people.models import Notification
from people.notices import words_of
from tests.factories import CalendarFactory, UserFactory

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)

# The State Council's notices: days off around the holidays, and the days worked for them.
ANNOUNCED_OFF = {
    2025: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06"
    " 10-07",
}
ANNOUNCED_WORKED = {
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def days_of(text: str, year: int) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in text.split()}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_days_of_china_are_those_announced(year):
    known = public_days_of("CN", year)
    off = {one.day for one in known if one.like_weekday is None}
    assert {day for day in off if day.weekday() < 5} == days_of(ANNOUNCED_OFF[year], year)
    assert {one.day for one in known} - off == days_of(ANNOUNCED_WORKED[year], year)


def test_a_make_up_workday_has_the_hours_of_the_day_it_is_worked_for():
    like = {one.day: one.like_weekday for one in public_days_of("CN", 2026)}
    assert like[date(2026, 1, 4)] == 4  # worked for Friday 2 January
    assert like[date(2026, 2, 28)] == 0  # for Monday 23 February
    assert like[date(2026, 10, 10)] == 2  # for Wednesday 7 October


def test_a_year_of_china_without_make_up_workdays_is_not_announced():
    with pytest.raises(NotAnnounced):
        public_days_of("CN", 2049)


@pytest.mark.parametrize("region", ["HK", "MO", "TW"])
def test_other_regions_have_names_in_three_languages(region):
    known = public_days_of(region, 2026)
    assert len(known) > 8
    assert all(set(one.name) == {"en", "zh-hans", "zh-hant"} and all(one.name.values()) for one in known)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2025, 2026])
def test_shipped_days_are_the_known_ones(year):
    shipped = {
        (row.day, row.name["en"], row.name["zh-hans"], row.name["zh-hant"], row.is_open, row.like_weekday)
        for row in PublicDay.objects.filter(region="CN", day__year=year)
    }
    known = {
        (
            one.day,
            *(one.name[code] for code in ("en", "zh-hans", "zh-hant")),
            one.like_weekday is not None,
            one.like_weekday,
        )
        for one in public_days_of("CN", year)
    }
    assert shipped == known


@pytest.mark.django_db
def test_seeding_adds_what_is_missing_and_keeps_what_was_edited():
    first, second = PublicDay.objects.filter(region="CN", day__year=2026).order_by("day")[:2]
    first.delete()
    second.name = {"en": "Our own name"}
    second.save()
    assert seed_public_days(region="CN", year=2026, at=NOW) == 1
    assert seed_public_days(region="CN", year=2026, at=NOW) == 0
    second.refresh_from_db()
    assert str(second.name) == "Our own name"
    assert PublicDay.objects.filter(region="CN", day=first.day).exists()


@pytest.mark.django_db
def test_seeding_an_unannounced_year_is_refused_and_adds_nothing():
    with pytest.raises(CalendarError, match="2049"):
        seed_public_days(region="CN", year=2049, at=NOW)
    assert not PublicDay.objects.filter(day__year=2049).exists()


@pytest.mark.django_db
def test_the_command_seeds_a_year(capsys):
    call_command("seed_public_days", "2026", "--region", "HK")
    assert PublicDay.objects.filter(region="HK", day__year=2026).count() == len(public_days_of("HK", 2026))
    assert "HK 2026" in capsys.readouterr().out
    with pytest.raises(CommandError, match="2049"):
        call_command("seed_public_days", "2049")


@pytest.mark.django_db
def test_years_are_missing_for_regions_in_use_only(django_assert_num_queries):
    assert missing_years(date(2025, 3, 1)) == []
    assert missing_years(date(2026, 3, 1)) == [MissingYear("CN", 2027)]
    PublicDay.objects.create(region="CN", day=date(2027, 1, 1))
    assert missing_years(date(2026, 3, 1)) == []
    CalendarFactory(region="HK")
    CalendarFactory(region="HK")
    with django_assert_num_queries(1):
        assert missing_years(date(2026, 3, 1)) == [MissingYear("HK", 2026), MissingYear("HK", 2027)]


@pytest.mark.parametrize(
    ("year", "today", "urgent"),
    [
        (2027, date(2026, 1, 1), False),
        (2027, date(2026, 9, 30), False),
        (2027, date(2026, 10, 1), True),
        (2027, date(2026, 12, 31), True),
        (2026, date(2026, 1, 1), True),
    ],
)
def test_a_missing_year_is_urgent_from_october_on(year, today, urgent):
    assert is_urgent(year, today) is urgent


def told():
    return Notification.objects.filter(code="public_days_missing")


@pytest.mark.django_db
def test_the_office_and_the_leading_group_are_warned_of_a_missing_year():
    users = {role: UserFactory(roles=[role]) for role in ("office", "leading_group", "hr")}
    assert warn_of_missing_years(today=date(2026, 11, 22), at=NOW) == 2
    assert {row.user for row in told()} == {users["office"], users["leading_group"]}
    words = words_of("public_days_missing", told()[0].data)
    assert words.startswith("Urgent: the public days of 2027 are missing for Mainland China.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "times"),
    [
        ([date(2026, 9, 1), date(2026, 9, 30)], 1),
        ([date(2026, 8, 31), date(2026, 9, 1)], 2),
        ([date(2026, 10, 5), date(2026, 10, 11)], 1),  # Monday and Sunday of one week
        ([date(2026, 10, 11), date(2026, 10, 12)], 2),
        ([date(2026, 9, 30), date(2026, 10, 1)], 2),
    ],
)
def test_the_warning_comes_monthly_and_from_october_weekly(days, times):
    UserFactory(roles=["office"])
    for day in days:
        warn_of_missing_years(today=day, at=NOW)
    assert told().count() == times


@pytest.mark.django_db
def test_nobody_is_warned_once_the_days_are_entered():
    UserFactory(roles=["office"])
    PublicDay.objects.create(region="CN", day=date(2027, 1, 1))
    assert warn_of_missing_years(today=date(2026, 11, 22), at=NOW) == 0
