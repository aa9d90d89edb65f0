import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback import tasks
from feedback.models import Agent, SlaEvent
from feedback.services.sweeping import coming_moments, plan_looks
from feedback.services.telling import sweep_and_tell, tell_of_sla_events
from people.models import Notification, Role, RoleGrant
from people.notices import words_of
from starservice.jobs.models import OutboxMessage
from tests.factories import (
    NOON,
    AssignmentFactory,
    DepartmentFactory,
    MilestoneFactory,
    ServiceRequestFactory,
    SlaAlertFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DUE = NOON + timedelta(hours=1)
LATER = DUE + timedelta(hours=10)


def person(name):
    return StaffFactory(name=name, user=UserFactory(username=name, email=f"{name}@example.org"))


@pytest.fixture
def company():
    """An agent under a supervisor in a team of a department with a head."""

    class Company:
        top = DepartmentFactory(head=person("head"))
        team = DepartmentFactory(parent=top)
        agent, supervisor = person("agent"), person("supervisor")
        desk = UserFactory(username="desk", roles=[Role.CUSTOMER_SERVICE])

    Agent.objects.create(staff=Company.agent)
    AssignmentFactory(staff=Company.agent, department=Company.team, manager=Company.supervisor)
    return Company


def alert_of(level=1, **request):
    milestone = MilestoneFactory(request=ServiceRequestFactory(**request))
    after = {
        0: -timedelta(minutes=12),
        1: timedelta(microseconds=1),
        2: timedelta(hours=2),
        3: timedelta(hours=8),
    }
    return SlaAlertFactory(milestone=milestone, level=level, fires_at=DUE + after[level])


def sweep_sla(*arguments):
    out = StringIO()
    call_command("sweep_sla", *arguments, stdout=out)
    return out.getvalue()


def told(level, **request):
    alert_of(level, **request)
    (row,) = json.loads(sweep_sla("--at", LATER.isoformat(), "--json"))
    return row["receivers"]


def test_warning_reaches_the_agent(company):
    assert told(0, agent=company.agent, department=company.team) == ["agent"]


def test_breach_reaches_agent_and_supervisor(company):
    assert told(1, agent=company.agent, department=company.team) == ["agent", "supervisor"]


def test_escalations_climb_to_supervisor_and_head(company):
    assert told(2, agent=company.agent, department=company.team) == ["supervisor"]
    assert told(3, agent=company.agent, department=company.team) == ["head"]


def test_what_nobody_handles_is_told_to_the_supervisors_of_the_department(company):
    assert told(0, department=company.team) == ["supervisor"]


def test_what_has_neither_agent_nor_supervisor_is_told_to_the_head(company):
    assert told(0, department=DepartmentFactory(parent=company.top)) == ["head"]


def test_nobody_found_means_customer_service(company):
    assert told(1, department=DepartmentFactory()) == ["desk"]
    assert told(1) == ["desk"]


def test_duty_for_another_department_is_not_told(company):
    RoleGrant.objects.filter(user=company.desk).update(department=company.team)
    UserFactory(username="office", roles=[Role.OFFICE])
    assert told(1, department=DepartmentFactory()) == ["office"]
    assert told(1, department=DepartmentFactory(parent=company.team)) == ["head"]


def test_administrators_are_told_where_no_duty_is_given():
    UserFactory(username="root", is_superuser=True)
    assert told(1) == ["root"]


def test_who_left_is_passed_over(company):
    company.supervisor.user.is_active = False
    company.supervisor.user.save()
    assert told(2, agent=company.agent, department=company.team) == ["head"]


def test_supervisor_is_that_of_the_day(company):
    place = company.agent.assignments.get()
    place.ends_on = LATER.date() - timedelta(days=5)
    place.save()
    other = person("other")
    AssignmentFactory(staff=company.agent, department=company.team, manager=other, starts_on=LATER.date())
    assert told(2, agent=company.agent, department=company.team) == ["other"]


def test_queries_do_not_grow_with_events(company, django_assert_max_num_queries):
    for count in (1, 30):
        for number in range(count):
            alert_of(number % 3 if count > 1 else 1, agent=company.agent if number % 2 else None)
        with django_assert_max_num_queries(18):
            assert len(sweep_and_tell(at=LATER)) == count


def test_told_once_however_often(company):
    alert_of(1, agent=company.agent)
    sweep_and_tell(at=LATER)
    (message,) = OutboxMessage.objects.filter(task="feedback.tasks.tell_of_sla_events")
    tell_of_sla_events(at=LATER, **message.arguments)
    tasks.tell_of_sla_events(**message.arguments)
    assert Notification.objects.count() == 2


def test_notification_says_what_and_leads_there(company):
    request = alert_of(1, agent=company.agent, subject="Lost parcel").milestone.request
    sweep_and_tell(at=LATER)
    notification = Notification.objects.get(user=company.agent.user)
    assert (notification.topic, notification.address) == ("breach", f"/requests/{request.pk}/")
    words = words_of(notification.code, notification.data)
    assert request.number in words
    assert "Lost parcel" in words


def test_command_prints_events_as_json(company):
    request = alert_of(1, agent=company.agent).milestone.request
    printed = json.loads(sweep_sla("--at", LATER.isoformat(), "--json"))
    assert printed == [
        {
            "request": request.number,
            "milestone": "response",
            "level": 1,
            "kind": "breach",
            "due_at": DUE.isoformat(),
            "happened_at": (DUE + timedelta(microseconds=1)).isoformat(),
            "receivers": ["agent", "supervisor"],
        }
    ]
    assert json.loads(sweep_sla("--at", LATER.isoformat(), "--json")) == []


def test_command_prints_words(company):
    for level in (0, 1, 2):
        alert_of(level, agent=company.agent)
    text = sweep_sla("--at", LATER.isoformat())
    for words in ("warning", "missed", "escalation 1", "agent, supervisor", "3 events made"):
        assert words in text
    assert "Nothing is due" in sweep_sla()


def test_moment_without_zone_is_the_server_s(company):
    alert_of(1)
    local = timezone.localtime(DUE)
    assert json.loads(sweep_sla("--at", f"{local:%Y-%m-%dT%H:%M:%S}", "--json")) == []
    assert len(json.loads(sweep_sla("--at", f"{local:%Y-%m-%d %H:%M:%S.000001}", "--json"))) == 1


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01T00:00", ""])
def test_bad_moment_is_refused_clearly(text):
    with pytest.raises(CommandError, match="is no moment"):
        sweep_sla("--at", text)
    assert not SlaEvent.objects.exists()


def test_coming_moments_are_the_seconds_after_the_alerts_of_the_next_minute():
    for seconds in (-5, 10, 10, 70, 71):
        milestone = MilestoneFactory()
        SlaAlertFactory(milestone=milestone, fires_at=NOON + timedelta(seconds=seconds))
    assert coming_moments(at=NOON) == [NOON + timedelta(seconds=11), NOON + timedelta(seconds=71)]


def test_near_moments_of_new_alerts_are_planned_and_far_ones_left_to_the_sweep():
    plan_looks(
        moments=[
            NOON + timedelta(seconds=3, microseconds=1),
            NOON + timedelta(hours=1),
            NOON - timedelta(days=1),
        ],
        at=NOON,
    )
    planned = [message.arguments["moment"] for message in OutboxMessage.objects.order_by("pk")]
    assert planned == [(NOON + timedelta(seconds=seconds)).isoformat() for seconds in (1, 4)]


def test_sweep_task_looks_again_at_each_moment_and_bears_a_broker_that_is_away(monkeypatch):
    SlaAlertFactory(fires_at=timezone.now() + timedelta(seconds=20))
    looked = []

    def away(**options):
        looked.append(options["eta"])
        raise tasks.NoBroker

    monkeypatch.setattr(tasks.look_for_due, "apply_async", away)
    tasks.sweep_sla()
    assert len(looked) == 1
    assert timezone.now() < looked[0] < timezone.now() + timedelta(seconds=22)
