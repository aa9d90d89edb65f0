from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import SlaEvent
from people.models import Role
from tests.factories import (
    NOON,
    AssignmentFactory,
    DepartmentFactory,
    MilestoneFactory,
    ServiceRequestFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def due_in(minutes, **options):
    due = timezone.now() + timedelta(minutes=minutes)
    request = ServiceRequestFactory(next_due_at=due, **options)
    MilestoneFactory(request=request, due_at=due)
    return request


@pytest.fixture
def team():
    class Team:
        supervisor = StaffFactory(name="Boss", user=UserFactory())
        agent = StaffFactory(name="Ann")
        stranger = StaffFactory(name="Zoe")

    AssignmentFactory(staff=Team.agent, manager=Team.supervisor)
    return Team


def page_of(client, user, **query):
    client.force_login(user)
    return client.get(reverse("feedback:late"), query)


def test_supervisor_sees_what_presses_of_the_team_only(client, team):
    due_in(-10, agent=team.agent, subject="Late one")
    due_in(30, agent=team.agent, subject="Soon one")
    due_in(90, agent=team.agent, subject="Tomorrow one")
    due_in(-10, agent=team.stranger, subject="Not mine")
    page = page_of(client, team.supervisor.user)
    assert [(load.name, load.late, load.soon) for load in page.context["loads"]] == [("Ann", 1, 1)]
    text = page.content.decode()
    assert "Late one" in text
    assert "Soon one" in text
    assert "Tomorrow one" not in text
    assert "Not mine" not in text


def test_customer_service_sees_everybody_s_and_what_nobody_handles(client, team):
    due_in(-10, agent=team.agent)
    due_in(-20, subject="Nobody's")
    page = page_of(client, UserFactory(roles=[Role.CUSTOMER_SERVICE]))
    assert [load.agent for load in page.context["loads"]] == [None, team.agent.pk]
    page = page_of(client, UserFactory(roles=[Role.CUSTOMER_SERVICE]), agent="none")
    assert [row.request.subject for row in page.context["rows"]] == ["Nobody's"]


def test_what_is_resolved_presses_no_more(client, team):
    due_in(-10, agent=team.agent, status="resolved", resolved_at=timezone.now())
    assert b"Nothing is late" in page_of(client, team.supervisor.user).content


def test_head_of_the_department_sees_it_too(client, team):
    head = StaffFactory(user=UserFactory())
    due_in(-10, department=DepartmentFactory(head=head), subject="Of my department")
    assert b"Of my department" in page_of(client, head.user).content


def test_whoever_answers_for_nobody_has_no_such_page(client, team):
    assert page_of(client, UserFactory()).status_code == 404
    assert page_of(client, StaffFactory(user=UserFactory()).user).status_code == 404


def test_live_part_comes_without_the_frame(client, team):
    due_in(-10, agent=team.agent)
    client.force_login(team.supervisor.user)
    text = client.get(reverse("feedback:late"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert "Ann" in text


def test_queries_do_not_grow_with_rows(client, team):
    counts = []
    for count in (1, 25):
        for number in range(count):
            due_in(-number, agent=team.agent if number % 2 else None)
        client.force_login(UserFactory(roles=[Role.OFFICE]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("feedback:late"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def event_of(level=1, happened_at=NOON, **options):
    request = ServiceRequestFactory(**options)
    return SlaEvent.objects.create(
        request=request, milestone="response", due_at=NOON, level=level, happened_at=happened_at, made_at=NOON
    )


def listed(client, user, **query):
    client.force_login(user)
    page = client.get(reverse("admin:feedback_slaevent_changelist"), query)
    return set(page.context["cl"].queryset.values_list("pk", flat=True))


def test_events_are_listed_by_kind_day_department_and_number(client):
    office = UserFactory(roles=[Role.OFFICE])
    department = DepartmentFactory()
    warning, breach = event_of(0), event_of(1, department=DepartmentFactory(parent=department))
    old = event_of(3, happened_at=NOON - timedelta(days=1))
    assert listed(client, office) == {warning.pk, breach.pk, old.pk}
    assert listed(client, office, kind="warning") == {warning.pk}
    assert listed(client, office, kind="escalation") == {old.pk}
    assert listed(client, office, day="2026-10-14") == {old.pk}
    assert listed(client, office, department=department.pk) == {breach.pk}
    assert listed(client, office, q=breach.request.number) == {breach.pk}
    assert listed(client, office, q="nothing") == set()


def test_manager_lists_events_of_the_own_team(client, team):
    mine = event_of(agent=team.agent)
    event_of(agent=team.stranger)
    assert listed(client, team.supervisor.user) == {mine.pk}


def test_events_are_exported_as_listed(client, team):
    mine, other = event_of(agent=team.agent), event_of(agent=team.stranger)
    client.force_login(team.supervisor.user)
    answer = client.get(reverse("admin:feedback_slaevent_export_list", args=["csv"]))
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")
    assert mine.request.number in text
    assert other.request.number not in text
