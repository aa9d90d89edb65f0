"""Reminders of missing evaluations: the right people, once a day, in their language."""

from datetime import date, timedelta

import pytest
from django.core import mail

from ratings.services.reminders import SEND_TASK, remind_missing_evaluations
from ratings.tasks import remind_missing_evaluations as remind_task
from ratings.tasks import send_reminder
from starservice.jobs.models import OutboxMessage
from tests.factories import (
    NOON,
    AssignmentFactory,
    EvaluationFactory,
    RatingMonthFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    month = RatingMonthFactory(status="collecting")
    manager = StaffFactory(name="Mona", email="mona@example.com")
    reports = [
        AssignmentFactory(manager=manager, staff__email=f"report{n}@example.com").staff for n in range(3)
    ]
    return month, manager, reports


def asked():
    return {message.arguments["staff_id"]: message.arguments for message in OutboxMessage.objects.all()}


def test_everybody_who_misses_something_is_asked_once(team):
    month, manager, reports = team
    EvaluationFactory(month=month, staff=reports[0], author=reports[0], kind="self")
    assert remind_missing_evaluations(month=month, at=NOON) == 3
    assert {staff: (said["own"], said["reports"]) for staff, said in asked().items()} == {
        manager.pk: (False, 3),
        reports[1].pk: (True, 0),
        reports[2].pk: (True, 0),
    }


def test_nobody_is_asked_twice_a_day(team):
    month, _manager, _reports = team
    assert remind_missing_evaluations(month=month, at=NOON) == 4
    assert remind_missing_evaluations(month=month, at=NOON + timedelta(hours=2)) == 0
    assert remind_missing_evaluations(month=month, at=NOON + timedelta(days=1)) == 4


def test_people_without_an_address_are_left_out(team):
    month, manager, _reports = team
    manager.email = ""
    manager.save()
    assert remind_missing_evaluations(month=month, at=NOON) == 3


def test_manager_reminds_the_own_team_only(team):
    month, manager, reports = team
    AssignmentFactory(manager=StaffFactory(email="x@example.com"), staff__email="y@example.com")
    remind_missing_evaluations(month=month, at=NOON, manager=manager)
    assert set(asked()) == {manager.pk, *(report.pk for report in reports)}


@pytest.mark.parametrize("status", ["under_review", "published"])
def test_closed_months_remind_nobody(team, status):
    month, _manager, _reports = team
    month.status, month.published_at = status, NOON
    month.save()
    assert remind_missing_evaluations(month=month, at=NOON) == 0


@pytest.mark.parametrize("people", [1, 9])
def test_reminding_costs_the_same_queries_for_any_number(people, django_assert_num_queries):
    month = RatingMonthFactory()
    for number in range(people):
        AssignmentFactory(staff__email=f"p{number}@example.com")
    with django_assert_num_queries(7):  # savepoint, month, people, done today, two inserts, release
        assert remind_missing_evaluations(month=month, at=NOON) == people


def test_message_is_in_the_readers_language_and_leads_there(team, settings):
    month, manager, _reports = team
    manager.user = UserFactory(language="en")
    manager.save()
    send_reminder(staff_id=manager.pk, month_id=month.pk, own=True, reports=2)
    (message,) = mail.outbox
    assert message.to == ["mona@example.com"]
    assert "October 2026" in message.subject
    assert f"{settings.PUBLIC_URL}/my/evaluation/2026-10/" in message.body
    assert "2 of your reports" in message.body
    assert f"{settings.PUBLIC_URL}/admin/ratings/evaluate/2026-10/" in message.body


def test_scheduled_task_reminds_of_past_months_only(time_machine):
    time_machine.move_to(date(2026, 11, 3))
    AssignmentFactory(staff__email="a@example.com")
    past = RatingMonthFactory(status="collecting")
    RatingMonthFactory(first_day=date(2026, 11, 1), policy=past.policy)
    remind_task()
    (message,) = OutboxMessage.objects.all()
    assert message.task == SEND_TASK
    assert message.arguments["month_id"] == past.pk
