"""Low scores become somebody's task, with a due time, until it says what was done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.errors import JudgementError
from feedback.models import FollowUp, SurveyAnswer
from feedback.services.follow_ups import (
    close_follow_up,
    give_to_service,
    open_follow_ups,
    take_follow_up,
    tell_overdue,
)
from people.models import Notification
from people.notices import words_of
from tests import factories

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return factories.StaffFactory(user=factories.UserFactory(), name="Frau Wu")


@pytest.fixture
def staff(manager):
    return factories.AssignmentFactory(manager=manager, staff__user=factories.UserFactory()).staff


def low(staff, **options):
    given = {"score": 1, "needs_follow_up": True, "words": "Rude", "answered_at": AT}
    customer = factories.CustomerFactory(name="Li", phone="5551234")
    return factories.SurveyAnswerFactory(
        **{**given, "invitation__customer": customer, "staff": staff, **options}
    )


def opened(staff, **options):
    answer = low(staff, **options)
    open_follow_ups(at=AT)
    return FollowUp.objects.get(answer=answer)


def test_low_score_goes_to_the_manager_with_a_due_time(staff, manager):
    found = opened(staff)
    assert (found.owner, found.opened_at, found.due_at) == (manager, AT, AT + timedelta(hours=48))


def test_form_says_how_long_it_may_take(staff):
    form = factories.SurveyFormFactory(follow_up_hours=3)
    assert opened(staff, invitation__form=form).due_at == AT + timedelta(hours=3)


def test_it_is_given_once(staff):
    opened(staff)
    assert open_follow_ups(at=AT + timedelta(hours=1)) == 0
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"needs_follow_up": False},
        {"is_valid": False, "invalid_reason": "a test"},
        {"followed_up_at": AT, "follow_up_note": "called"},
    ],
)
def test_nothing_to_follow_up(staff, facts):
    low(staff, **facts)
    assert open_follow_ups(at=AT) == 0


def test_without_a_manager_who_signs_in_customer_service_has_it(staff, manager):
    manager.user.is_active = False
    manager.user.save()
    assert opened(staff).owner is None


def test_manager_is_the_one_of_the_day_it_is_opened(staff):
    staff.assignments.update(ends_on="2026-10-14")
    new = factories.StaffFactory(user=factories.UserFactory())
    factories.AssignmentFactory(staff=staff, manager=new, starts_on="2026-10-15")
    assert opened(staff).owner == new


@pytest.mark.parametrize("count", [1, 20])
def test_opening_takes_the_same_queries(staff, count, django_assert_num_queries):
    for _ in range(count):
        low(staff)
    with django_assert_num_queries(8):
        open_follow_ups(at=AT)


def test_owner_is_told_and_customer_service_of_what_nobody_did(staff, manager):
    service = factories.UserFactory(roles=["customer_service"])
    found = opened(staff)
    assert [(one.user, one.code) for one in Notification.objects.all()] == [(manager.user, "follow_up_given")]
    assert staff.name in words_of("follow_up_given", Notification.objects.get().data)
    give_to_service(follow_up=found)
    tell_overdue(at=found.due_at + timedelta(days=1))
    told = Notification.objects.get(user=service)
    assert told.address == reverse("feedback:follow_up", args=[found.pk])
    assert "not been followed up" in words_of(told.code, told.data)


def test_overdue_is_told_once(staff):
    found = opened(staff)
    assert tell_overdue(at=found.due_at) == 0
    assert tell_overdue(at=found.due_at + timedelta(seconds=1)) == 1
    assert tell_overdue(at=found.due_at + timedelta(days=1)) == 0


def test_closing_needs_a_note_and_happens_once(staff, manager):
    found = opened(staff)
    with pytest.raises(JudgementError):
        close_follow_up(follow_up=found, note=" ", by=manager.user, at=AT)
    close_follow_up(follow_up=found, note="Called, put right", by=manager.user, at=AT)
    answer = SurveyAnswer.objects.get()
    assert (answer.followed_up_by, answer.follow_up_note) == (manager.user, "Called, put right")
    with pytest.raises(JudgementError):
        close_follow_up(follow_up=found, note="Again", by=manager.user, at=AT)


def test_nobody_follows_up_what_was_said_about_themselves(client, staff):
    staff.user.role_grants.create(role="customer_service")
    found = opened(staff)
    with pytest.raises(JudgementError):
        close_follow_up(follow_up=found, note="Fine", by=staff.user, at=AT)
    with pytest.raises(JudgementError):
        take_follow_up(follow_up=found, by=staff.user)
    client.force_login(staff.user)
    assert client.get(reverse("feedback:follow_up", args=[found.pk])).status_code == 404
    assert "Rude" not in client.get(reverse("feedback:follow_ups")).content.decode()


def test_manager_works_in_the_portal(client, staff, manager):
    found = opened(staff)
    client.force_login(manager.user)
    page = client.get(reverse("feedback:follow_ups")).content.decode()
    assert "Rude" in page
    assert "overdue" in page
    address = reverse("feedback:follow_up", args=[found.pk])
    assert "5551234" in client.get(address).content.decode()
    refused = client.post(address, {"action": "close", "note": ""})
    assert refused.status_code == 422
    assert client.post(address, {"action": "close", "note": "Called"}).status_code == 302
    assert "Nobody to follow up" in client.get(reverse("feedback:follow_ups")).content.decode()
    done = client.get(reverse("feedback:follow_ups"), {"state": "done"}).content.decode()
    assert "Rude" in done
    assert "Called" in client.get(address).content.decode()


def test_it_is_handed_on_and_taken_over(client, staff, manager):
    found = opened(staff)
    address = reverse("feedback:follow_up", args=[found.pk])
    client.force_login(manager.user)
    client.post(address, {"action": "service"})
    found.refresh_from_db()
    assert found.owner is None
    service = factories.StaffFactory(user=factories.UserFactory(roles=["customer_service"]))
    client.force_login(service.user)
    client.post(address, {"action": "take"})
    found.refresh_from_db()
    assert found.owner == service
    assert "Rude" in client.get(reverse("feedback:follow_ups"), {"whose": "mine"}).content.decode()


def test_done_follow_up_is_not_handed_on(client, staff, manager):
    found = opened(staff)
    close_follow_up(follow_up=found, note="Called", by=manager.user, at=AT)
    with pytest.raises(JudgementError):
        take_follow_up(follow_up=found, by=manager.user)


def test_other_managers_and_staff_see_nothing(client, staff):
    found = opened(staff)
    other = factories.AssignmentFactory(manager=factories.StaffFactory(user=factories.UserFactory()))
    client.force_login(other.manager.user)
    assert client.get(reverse("feedback:follow_up", args=[found.pk])).status_code == 404
    client.force_login(factories.StaffFactory(user=factories.UserFactory()).user)
    assert client.get(reverse("feedback:follow_ups")).status_code == 404


def test_owner_keeps_it_after_the_team_changed(client, staff, manager):
    found = opened(staff)
    type(staff.assignments.get()).objects.all().delete()
    client.force_login(manager.user)
    assert client.get(reverse("feedback:follow_up", args=[found.pk])).status_code == 200


@pytest.mark.parametrize("address", ["feedback:follow_ups", "admin:feedback_followup_changelist"])
def test_lists_take_the_same_queries(client, staff, address):
    client.force_login(factories.UserFactory(roles=["office"]))
    counts = []
    for number in (1, 12):
        for _ in range(number):
            opened(factories.AssignmentFactory().staff)
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse(address))
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_admin_filters_overdue(client, staff):
    client.force_login(factories.UserFactory(roles=["auditor"]))
    found = opened(staff)
    address = reverse("admin:feedback_followup_changelist")
    link = reverse("admin:feedback_followup_change", args=[found.pk])
    assert link in client.get(address, {"state": "overdue"}).content.decode()
    assert link not in client.get(address, {"state": "done"}).content.decode()
    page = client.get(link).content.decode()
    assert reverse("feedback:follow_up", args=[found.pk]) not in page
