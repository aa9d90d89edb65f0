"""Editing a calendar or a public day counts the open due moments anew: asked in the edit, done by the task, told after."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from feedback.models import Calendar, PublicDay
from feedback.tasks import recount_due_moments
from starservice.jobs.models import JobRun, OutboxMessage
from tests.factories import UserFactory
from tests.feedback.test_due import MONDAY, RESPONSE, due, opened

pytestmark = pytest.mark.django_db

TUESDAY_OPENS = datetime(2026, 10, 20, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def just_after_it_was_asked():
    with time_machine.travel(MONDAY + MINUTE, tick=False):
        yield


@pytest.fixture
def office(client):
    client.force_login(UserFactory(roles=["office"]), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def calendar():
    return Calendar.objects.get(code="office-hours")


def save(client, calendar, **changed):
    data = {
        "name_en": "Office hours",
        "code": calendar.code,
        "zone": calendar.zone,
        "region": calendar.region,
    }
    data |= {"name_zh_hans": "办公时间", "name_zh_hant": "辦公時間"}
    data |= {f"hours_{weekday}": "9-12, 13-18" if weekday < 5 else "" for weekday in range(7)}
    data |= {"exceptions-TOTAL_FORMS": 0, "exceptions-INITIAL_FORMS": 0, **changed}
    answer = client.post(reverse("admin:feedback_calendar_change", args=[calendar.pk]), data, follow=True)
    assert answer.redirect_chain
    return answer.content.decode()


def asked():
    return list(OutboxMessage.objects.filter(task="feedback.tasks.recount_due_moments"))


def run(messages):
    for message in messages:
        recount_due_moments(**message.arguments)


def test_longer_hours_bring_open_due_moments_forward(office, calendar):
    request = opened()
    assert due(request, RESPONSE) == TUESDAY_OPENS + 5 * MINUTE
    page = save(office, calendar, hours_0="9-12, 13-19")
    assert "2 open due moments are being counted anew." in page
    assert due(request, RESPONSE) == TUESDAY_OPENS + 5 * MINUTE  # not inside the web request
    run(asked())
    assert due(request, RESPONSE) == MONDAY + 15 * MINUTE


def test_the_calendar_tells_how_many_moments_moved(office, calendar):
    opened()
    address = reverse("admin:feedback_calendar_change", args=[calendar.pk])
    assert "2 open due moments depend on this calendar." in office.get(address).content.decode()
    save(office, calendar, hours_0="9-12, 13-19")
    run(asked())
    assert "2 of 2 open due moments moved" in office.get(address).content.decode()


def test_a_task_delivered_twice_counts_once(office, calendar):
    opened()
    save(office, calendar, hours_0="9-12, 13-19")
    run(asked() * 2)
    assert JobRun.objects.get(job="recount-due-moments").detail["moved"] == 2


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, False),
        ({"name_en": "Desk hours"}, False),
        ({"hours_1": "9–12、13–18"}, False),  # the same hours written otherwise
        ({"hours_1": "9-12"}, True),
        ({"zone": "Asia/Tokyo"}, True),
        ({"region": ""}, True),
    ],
)
def test_only_what_changes_the_time_asks_for_a_count(office, calendar, changed, counts):
    opened()
    save(office, calendar, **changed)
    assert bool(asked()) is counts


def test_an_exception_moves_due_moments(office, calendar):
    request = opened()
    exception = {"exceptions-TOTAL_FORMS": 1, "exceptions-0-day": "2026-10-20", "exceptions-0-hours": ""}
    save(office, calendar, **exception, **{"exceptions-0-like_weekday": ""})
    run(asked())
    assert due(request, RESPONSE) == TUESDAY_OPENS + timedelta(days=1, minutes=5)


def test_public_days_move_due_moments_of_their_region(office, calendar):
    request = opened()
    data = {"region": "CN", "day": "2026-10-20", "like_weekday": "", "name_en": "A day off"}
    office.post(reverse("admin:feedback_publicday_add"), data)
    run(asked())
    assert due(request, RESPONSE) == TUESDAY_OPENS + timedelta(days=1, minutes=5)
    added = PublicDay.objects.get(day=date(2026, 10, 20))
    with time_machine.travel(MONDAY + 2 * MINUTE, tick=False):
        chosen = {"action": "delete_selected", "_selected_action": [added.pk], "post": "yes"}
        office.post(reverse("admin:feedback_publicday_changelist"), chosen)
    run(asked())
    assert due(request, RESPONSE) == TUESDAY_OPENS + 5 * MINUTE


def test_public_days_of_another_region_ask_for_nothing(office):
    opened()
    office.post(
        reverse("admin:feedback_publicday_add"), {"region": "HK", "day": "2026-10-20", "like_weekday": ""}
    )
    assert PublicDay.objects.filter(region="HK").exists()
    assert not asked()
