"""Calendars in the admin: hours as typed, refusals beside the field, the year, trying the clock, what an edit moves."""

from datetime import date, time

import pytest
from django.urls import reverse

from feedback.models import Calendar, CalendarException, PublicDay, WorkingShift
from feedback.queries.calendars import work_calendar
from starservice.jobs.models import OutboxMessage
from starservice.lib.working_time import Shift
from tests.factories import AssignmentFactory, CalendarFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

OFFICE_DAY = (Shift(time(9), time(12)), Shift(time(13), time(18)))


@pytest.fixture
def office(client):
    client.force_login(UserFactory(roles=["office"]), "django.contrib.auth.backends.ModelBackend")
    return client


def typed(week=("9-12, 13-18",) * 5 + ("", ""), exceptions=(), **facts):
    """What the form posts; exceptions are dicts of their fields."""
    data = {
        "name_en": "Branch",
        "name_zh_hans": "",
        "name_zh_hant": "",
        "code": "branch",
        "zone": "Asia/Shanghai",
        "region": "",
    }
    data |= {f"hours_{weekday}": hours for weekday, hours in enumerate(week)} | facts
    existing = sum("id" in one for one in exceptions)
    data |= {"exceptions-TOTAL_FORMS": len(exceptions), "exceptions-INITIAL_FORMS": existing}
    for number, one in enumerate(exceptions):
        data |= {f"exceptions-{number}-{name}": value for name, value in one.items()}
    return data


def save(client, data, calendar=None):
    address = (
        reverse("admin:feedback_calendar_change", args=[calendar.pk])
        if calendar
        else reverse("admin:feedback_calendar_add")
    )
    return client.post(address, data)


def errors_of(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_calendar_is_made_from_lines_of_hours(office):
    week = ("9-12, 13-18",) * 4 + ("22:00-06:00", "", "00:00-24:00")
    assert save(office, typed(week)).status_code == 302
    work = work_calendar(Calendar.objects.get(code="branch").pk)
    assert work.week == (OFFICE_DAY,) * 4 + ((Shift(time(22), time(6)),), (), (Shift(time(0), time(0)),))


@pytest.mark.parametrize(
    ("week", "field", "words"),
    [
        (("",) * 7, "hours_0", "needs working time"),
        (("9-12, 11-18",) + ("",) * 6, "hours_0", "overlap"),
        (("22-6", "5-9") + ("",) * 5, "hours_1", "overlap"),
        (("5-9",) + ("",) * 5 + ("22-6",), "hours_0", "overlap"),
        (("nine to five",) + ("9-12",) * 6, "hours_0", "nine"),
        (("9-12", "9-25") + ("9-12",) * 5, "hours_1", "9-25"),
    ],
)
def test_wrong_hours_are_refused_beside_their_day(office, week, field, words):
    answer = save(office, typed(week))
    errors = errors_of(answer)
    assert list(errors) == [field]
    assert words in errors[field][0]
    assert not Calendar.objects.filter(code="branch").exists()
    typed_first = week[0]
    assert f'value="{typed_first}"' in answer.content.decode() or not typed_first


def test_an_unknown_time_zone_is_refused(office):
    assert list(errors_of(save(office, typed(zone="Asia/Atlantis")))) == ["zone"]


def test_exceptions_go_both_ways(office):
    calendar = CalendarFactory(code="branch")
    exceptions = [
        {"day": "2031-10-01", "hours": "", "like_weekday": "", "name_en": "Anniversary"},
        {"day": "2031-10-04", "is_open": "on", "hours": "10-14, 22-2", "like_weekday": ""},
        {"day": "2031-10-05", "is_open": "on", "hours": "", "like_weekday": "0"},
    ]
    assert save(office, typed(exceptions=exceptions), calendar).status_code == 302
    work = work_calendar(calendar.pk)
    assert work.shifts_on(date(2031, 10, 1)) == ()
    assert work.shifts_on(date(2031, 10, 4)) == (Shift(time(10), time(14)), Shift(time(22), time(2)))
    assert work.shifts_on(date(2031, 10, 5)) == OFFICE_DAY


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"is_open": "on"}, "hours"),
        ({"is_open": "on", "hours": "9-12, 11-13"}, "hours"),
        ({"is_open": "on", "hours": "late"}, "hours"),
        ({"hours": "9-12"}, "is_open"),
        ({"like_weekday": "0"}, "is_open"),
    ],
)
def test_a_wrong_exception_is_refused_beside_its_field(office, facts, field):
    calendar = CalendarFactory(code="branch")
    exception = {"day": "2031-10-04", "hours": "", "like_weekday": "", **facts}
    answer = save(office, typed(exceptions=[exception]), calendar)
    assert answer.status_code == 200
    assert list(answer.context["inline_admin_formsets"][0].formset.errors[0]) == [field]
    assert not CalendarException.objects.filter(calendar=calendar).exists()


def test_hours_of_an_exception_are_edited_and_it_can_be_removed(office):
    calendar = CalendarFactory(code="branch")
    kept = CalendarException.objects.create(calendar=calendar, day=date(2031, 10, 4), is_open=True)
    gone = CalendarException.objects.create(calendar=calendar, day=date(2031, 10, 5))
    exceptions = [
        {"id": kept.pk, "day": "2031-10-04", "is_open": "on", "hours": "8-9", "like_weekday": ""},
        {"id": gone.pk, "day": "2031-10-05", "hours": "", "like_weekday": "", "DELETE": "on"},
    ]
    for number in range(2):
        exceptions[number]["calendar"] = calendar.pk
    assert save(office, typed(exceptions=exceptions), calendar).status_code == 302
    assert work_calendar(calendar.pk).dated == {date(2031, 10, 4): (Shift(time(8), time(9)),)}


def test_saving_without_a_change_keeps_every_row(office):
    calendar = CalendarFactory(code="branch")
    before = set(WorkingShift.objects.filter(calendar=calendar).values_list("pk", flat=True))
    save(office, typed(), calendar)
    assert set(WorkingShift.objects.filter(calendar=calendar).values_list("pk", flat=True)) == before


def test_the_year_shows_every_kind_of_day(office):
    calendar = CalendarFactory(region="CN")
    PublicDay.objects.create(region="CN", day=date(2031, 10, 1), name={"en": "National Day"})
    PublicDay.objects.create(region="CN", day=date(2031, 10, 11), is_open=True, like_weekday=2)
    CalendarException.objects.create(calendar=calendar, day=date(2031, 12, 24), name={"en": "Anniversary"})
    CalendarException.objects.create(calendar=calendar, day=date(2031, 12, 27), is_open=True, like_weekday=0)
    page = office.get(reverse("admin:feedback_calendar_year_of", args=[calendar.pk, 2031])).content.decode()
    for kind in ("worked", "free", "holiday", "make-up", "own-closed", "own-open"):
        assert page.count(f"day--{kind}") >= 2, kind  # in the legend and in the year
    assert page.count('<table class="month">') == 12
    assert 'id="d2031-10-01"' in page
    assert "National Day" in page


def test_the_year_costs_the_same_for_few_and_many_days(office, django_assert_max_num_queries):
    calendar = CalendarFactory(region="CN")
    CalendarException.objects.create(calendar=calendar, day=date(2031, 12, 24))
    address = reverse("admin:feedback_calendar_year_of", args=[calendar.pk, 2031])
    office.get(address)
    with django_assert_max_num_queries(30) as few:
        office.get(address)
    for day in range(1, 20):
        CalendarException.objects.create(calendar=calendar, day=date(2031, 3, day))
        PublicDay.objects.create(region="CN", day=date(2031, 4, day))
    with django_assert_max_num_queries(30) as many:
        office.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_out_of_reach_is_not_there(office, year):
    assert (
        office.get(reverse("admin:feedback_calendar_year_of", args=[CalendarFactory().pk, year])).status_code
        == 404
    )


def test_the_list_of_calendars_costs_the_same_for_one_and_for_many(office, django_assert_max_num_queries):
    CalendarFactory(region="CN")
    office.get(reverse("admin:feedback_calendar_changelist"))
    with django_assert_max_num_queries(40) as few:
        office.get(reverse("admin:feedback_calendar_changelist"))
    for _number in range(5):
        CalendarFactory(region="CN")
    with django_assert_max_num_queries(40) as many:
        page = office.get(reverse("admin:feedback_calendar_changelist")).content.decode()
    assert len(many) == len(few)
    assert "Monday–Friday 09:00–12:00, 13:00–18:00" in page


def tried(client, **asked):
    return client.get(reverse("admin:feedback_calendar_try"), asked)


def test_trying_the_clock_says_when_and_what_was_counted(office):
    calendar = CalendarFactory(zone="Europe/Berlin")
    answer = tried(office, starts="2031-10-03T17:00", amount="4.5", unit="hours", calendar=calendar.pk)
    found = answer.context["tried"]
    assert f"{found.due:%Y-%m-%d %H:%M}" == "2031-10-06 13:30"
    assert [
        (day, [f"{span.starts:%H:%M}–{span.ends:%H:%M}" for span in spans]) for day, spans in found.days
    ] == [
        (date(2031, 10, 3), ["17:00–18:00"]),
        (date(2031, 10, 6), ["09:00–12:00", "13:00–13:30"]),
    ]
    assert "from 13:00 to 13:30" in answer.content.decode()


def test_trying_a_tier_takes_its_promise_and_its_calendar(office):
    tier = Calendar.objects.get(code="office-hours").tiers.get(code="general")
    answer = tried(office, starts="2031-10-11T09:00", promise=f"{tier.pk}-response")
    found = answer.context["tried"]
    assert found.calendar.code == "office-hours"
    assert f"{found.due:%Y-%m-%d %H:%M}" == "2031-10-13 09:15"


def test_trying_the_wall_clock_runs_day_and_night(office):
    answer = tried(office, starts="2031-10-11T22:00", amount="90", unit="minutes", calendar="wall")
    assert f"{answer.context['tried'].due:%Y-%m-%d %H:%M}" == "2031-10-11 23:30"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"starts": "never", "amount": "1"}, "starts"),
        ({"starts": "2031-10-11T22:00"}, "amount"),
        ({"starts": "2031-10-11T22:00", "amount": "-1"}, "amount"),
        ({"starts": "2031-10-11T22:00", "amount": "401"}, "amount"),
        ({"starts": "2031-10-11T22:00", "amount": "1", "calendar": "0"}, "calendar"),
        ({"starts": "2031-10-11T22:00", "promise": "9-lunch"}, "promise"),
    ],
)
def test_trying_nonsense_is_refused_beside_the_field(office, asked, field):
    answer = tried(office, **asked)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert answer.context["tried"] is None


def test_trying_a_calendar_without_working_time_says_so(office):
    calendar = CalendarFactory()
    WorkingShift.objects.filter(calendar=calendar).delete()
    answer = tried(office, starts="2031-10-11T22:00", amount="1", calendar=calendar.pk)
    assert "no working time" in answer.context["form"].errors["calendar"][0]


def test_a_missing_year_is_told_on_the_pages_of_calendars(office):
    PublicDay.objects.all().delete()
    for name in ("calendar", "publicday"):
        page = office.get(reverse(f"admin:feedback_{name}_changelist")).content.decode()
        assert "The public days of" in page
        assert reverse("admin:feedback_publicday_seed") in page


def test_public_days_of_a_year_are_added_by_the_page(office):
    PublicDay.objects.filter(region="CN").delete()
    answer = office.post(
        reverse("admin:feedback_publicday_seed"), {"region": "CN", "year": "2026"}, follow=True
    )
    assert PublicDay.objects.filter(region="CN", day__year=2026).count() == 28
    assert "28 days were added." in answer.content.decode()
    refused = office.post(reverse("admin:feedback_publicday_seed"), {"region": "CN", "year": "2049"})
    assert "2049" in refused.context["form"].errors["year"][0]


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"is_open": "on"}, "like_weekday"), ({"like_weekday": "0"}, "is_open")],
)
def test_a_public_day_without_clear_hours_is_refused_beside_its_field(office, facts, field):
    data = {"region": "CN", "day": "2031-10-01", "like_weekday": "", **facts}
    answer = office.post(reverse("admin:feedback_publicday_add"), data)
    assert field in errors_of(answer)


def test_managers_look_but_do_not_edit(client):
    user = UserFactory()
    AssignmentFactory(manager=StaffFactory(user=user))
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    calendar = CalendarFactory()
    exception = CalendarException.objects.create(calendar=calendar, day=date(2031, 10, 4))
    page = client.get(reverse("admin:feedback_calendar_change", args=[calendar.pk])).content.decode()
    assert "Monday–Friday 09:00–12:00, 13:00–18:00" in page
    assert "_save" not in page
    assert (
        client.post(reverse("admin:feedback_calendar_change", args=[calendar.pk]), typed()).status_code == 403
    )
    assert client.get(reverse("admin:feedback_calendar_year", args=[calendar.pk])).status_code == 200
    assert client.get(reverse("admin:feedback_publicday_seed")).status_code == 404
    assert exception.calendar_id == calendar.pk


def test_an_edit_that_moves_nothing_asks_for_no_count(office):
    calendar = CalendarFactory(code="branch")
    save(office, typed(week=("9-12",) * 7), calendar)
    assert not OutboxMessage.objects.filter(task="feedback.tasks.recount_due_moments").exists()


def test_a_calendar_in_use_is_not_deleted(office):
    used, unused = Calendar.objects.get(code="office-hours"), CalendarFactory()
    assert (
        office.post(reverse("admin:feedback_calendar_delete", args=[used.pk]), {"post": "yes"}).status_code
        == 403
    )
    office.post(reverse("admin:feedback_calendar_delete", args=[unused.pk]), {"post": "yes"})
    assert Calendar.objects.filter(pk=used.pk).exists()
    assert not Calendar.objects.filter(pk=unused.pk).exists()
