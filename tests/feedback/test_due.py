"""Due moments and alerts, seen through the services that change a request."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from feedback.models import (
    Milestone,
    MilestoneKind,
    Pause,
    ServiceRequest,
    SlaAlert,
    SlaEvent,
    Tier,
    WorkingShift,
)
from feedback.services import desk
from feedback.services.due import meet, recompute_open, start_milestones
from feedback.services.sweeping import sweep
from tests import factories as f

pytestmark = pytest.mark.django_db
RESPONSE, SOLUTION = MilestoneKind.RESPONSE, MilestoneKind.SOLUTION
# A Monday, 17:50 in Shanghai: ten minutes before the office closes.
MONDAY = datetime(2026, 10, 19, 9, 50, tzinfo=UTC)
TUESDAY_OPENS = datetime(2026, 10, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def opened(tier="general", at=MONDAY, agent=None, **more):
    request = f.ServiceRequestFactory(
        tier=Tier.objects.get(code=tier), created_at=at, changed_at=at, agent=agent, **more
    )
    if agent:
        ServiceRequest.objects.filter(pk=request.pk).update(status="open")
    start_milestones(request=request, at=at)
    return request


def due(request, kind):
    return request.milestones.get(kind=kind).due_at


def events(request):
    rows = SlaEvent.objects.filter(request=request).order_by("happened_at", "milestone")
    return [(row.milestone, row.level, row.happened_at) for row in rows]


@pytest.fixture
def agent():
    staff = f.StaffFactory(user=f.UserFactory())
    f.AgentFactory(staff=staff)
    return staff


def test_promises_count_working_time():
    request = opened()
    assert due(request, RESPONSE) == TUESDAY_OPENS + 5 * MINUTE
    assert request.next_due_at == TUESDAY_OPENS + 5 * MINUTE


def test_a_target_ending_at_closing_time_is_due_at_closing_time():
    request = opened(at=MONDAY - 5 * MINUTE)
    assert due(request, RESPONSE) == MONDAY + 10 * MINUTE


def test_complaints_count_by_the_wall_clock():
    request = opened("complaint")
    assert due(request, RESPONSE) == MONDAY + timedelta(hours=24)
    assert due(request, SOLUTION) == MONDAY + timedelta(hours=48)


def test_alerts_warn_before_and_tell_right_after():
    request = opened("urgent")
    alerts = SlaAlert.objects.filter(milestone__request=request, milestone__kind=RESPONSE).order_by("level")
    assert [(alert.level, alert.fires_at) for alert in alerts] == [
        (0, MONDAY + 4 * MINUTE),
        (1, MONDAY + 5 * MINUTE + timedelta(microseconds=1)),
        (2, MONDAY + 20 * MINUTE + timedelta(microseconds=1)),
        (3, MONDAY + 65 * MINUTE + timedelta(microseconds=1)),
    ]


def test_the_due_moment_itself_is_in_time(agent):
    request = opened("urgent")
    sweep(at=MONDAY + 5 * MINUTE)
    assert events(request) == [(RESPONSE, 0, MONDAY + 4 * MINUTE)]
    desk.reply(request=request, text="Hello", by=agent.user, at=MONDAY + 5 * MINUTE)
    sweep(at=MONDAY + 30 * MINUTE)
    assert [level for _kind, level, _at in events(request)] == [0]
    assert request.milestones.get(kind=RESPONSE).breached_at is None


def test_answering_late_records_the_breach_before_any_job_looked(agent):
    request = opened("urgent")
    desk.reply(request=request, text="Sorry", by=agent.user, at=MONDAY + 6 * MINUTE)
    milestone = request.milestones.get(kind=RESPONSE)
    assert (milestone.breached_at, milestone.met_at) == (MONDAY + 5 * MINUTE, MONDAY + 6 * MINUTE)
    assert [level for kind, level, _at in events(request) if kind == RESPONSE] == [0, 1]
    assert not SlaAlert.objects.filter(milestone=milestone).exists()


def test_the_same_events_come_of_a_sweep_each_minute_and_of_one_at_the_end():
    often, once = opened("urgent"), opened("urgent")
    for minute in range(200):
        sweep(at=MONDAY + minute * MINUTE)
        if minute == 198:
            before = events(once)
    assert events(often) == events(once) == before


def test_a_wait_shifts_what_is_open_and_nothing_that_was_met(agent):
    request = opened("urgent", agent=agent)
    desk.reply(request=request, text="Which one?", by=agent.user, at=MONDAY + 2 * MINUTE)
    met = request.milestones.get(kind=RESPONSE)
    desk.pause(request=request, by=agent.user, at=MONDAY + 10 * MINUTE)
    assert due(request, SOLUTION) is None
    assert not SlaAlert.objects.filter(milestone__request=request).exists()
    desk.resume(request=request, by=agent.user, at=MONDAY + 40 * MINUTE)
    assert due(request, SOLUTION) == MONDAY + 150 * MINUTE
    assert request.milestones.get(kind=RESPONSE).due_at == met.due_at


def test_a_warning_is_not_given_twice_when_a_wait_moves_the_due_moment(agent):
    request = opened("urgent", agent=agent)
    sweep(at=MONDAY + 100 * MINUTE)
    desk.pause(request=request, by=agent.user, at=MONDAY + 110 * MINUTE)
    desk.resume(request=request, by=agent.user, at=MONDAY + 115 * MINUTE)
    sweep(at=MONDAY + 124 * MINUTE)
    assert [level for kind, level, _at in events(request) if kind == SOLUTION] == [0]


def test_waiting_and_having_been_resolved_may_overlap():
    request = opened("urgent")
    for first, last in ((10, 30), (20, 40), (40, 45)):
        Pause.objects.create(
            request=request,
            reason=Pause.Reason.RESOLVED,
            starts_at=MONDAY + first * MINUTE,
            ends_at=MONDAY + last * MINUTE,
        )
    recompute_open(calendar_ids=[request.tier.calendar_id], at=MONDAY + 50 * MINUTE)
    assert due(request, SOLUTION) == MONDAY + 155 * MINUTE


def test_reopening_goes_on_with_the_time_worked(agent):
    request = opened("urgent", agent=agent)
    desk.resolve(request=request, text="Done", by=agent.user, at=MONDAY + 4 * MINUTE)
    desk.reopen(request=request, at=MONDAY + 304 * MINUTE)
    request.refresh_from_db()
    assert request.status == "open"
    assert due(request, SOLUTION) == MONDAY + 420 * MINUTE


def test_a_resolved_request_has_no_alerts(agent):
    request = opened("urgent", agent=agent)
    desk.resolve(request=request, text="Done", by=agent.user, at=MONDAY + 4 * MINUTE)
    assert not SlaAlert.objects.filter(milestone__request=request).exists()


def test_another_tier_counts_from_creation(agent):
    request = opened("important", agent=agent)
    desk.change_tier(
        request=request, tier=Tier.objects.get(code="urgent"), by=agent.user, at=MONDAY + 2 * MINUTE
    )
    assert (due(request, RESPONSE), due(request, SOLUTION)) == (MONDAY + 5 * MINUTE, MONDAY + 120 * MINUTE)


def test_another_tier_counts_from_the_change_where_its_time_has_passed(agent):
    request = opened("complaint", agent=agent)
    at = MONDAY + 60 * MINUTE
    desk.change_tier(request=request, tier=Tier.objects.get(code="urgent"), by=agent.user, at=at)
    assert (due(request, RESPONSE), due(request, SOLUTION)) == (at + 5 * MINUTE, MONDAY + 120 * MINUTE)
    assert request.timeline.get(kind="tier").data["restarted"] == [RESPONSE]


def test_a_tier_ending_at_the_moment_of_the_change_is_not_late(agent):
    request = opened("complaint", agent=agent)
    at = MONDAY + 5 * MINUTE
    desk.change_tier(request=request, tier=Tier.objects.get(code="urgent"), by=agent.user, at=at)
    assert due(request, RESPONSE) == at


def test_a_milestone_met_stays_met_and_a_breach_recorded_under_another_tier(agent):
    request = opened("urgent", agent=agent)
    desk.reply(request=request, text="Hello", by=agent.user, at=MONDAY + 7 * MINUTE)
    met = Milestone.objects.get(request=request, kind=RESPONSE)
    desk.change_tier(
        request=request, tier=Tier.objects.get(code="general"), by=agent.user, at=MONDAY + 130 * MINUTE
    )
    still = Milestone.objects.get(request=request, kind=RESPONSE)
    assert (still.due_at, still.met_at, still.breached_at) == (met.due_at, met.met_at, met.breached_at)
    # The solution was late under the tier it had: recorded at the change, before any sweep.
    assert Milestone.objects.get(request=request, kind=SOLUTION).breached_at == MONDAY + 120 * MINUTE


def test_editing_a_calendar_moves_open_due_moments_alone(agent):
    request, answered = opened(), opened(agent=agent)
    desk.reply(request=answered, text="Hello", by=agent.user, at=MONDAY + MINUTE)
    calendar = request.tier.calendar
    WorkingShift.objects.filter(calendar=calendar, weekday=0, ends_at="18:00").update(ends_at="19:00")
    assert recompute_open(calendar_ids=[calendar.pk], at=MONDAY + 2 * MINUTE) == 3
    assert due(request, RESPONSE) == MONDAY + 15 * MINUTE
    assert due(answered, RESPONSE) == TUESDAY_OPENS + 5 * MINUTE
    request.refresh_from_db()
    assert request.next_due_at == MONDAY + 15 * MINUTE


def test_counting_many_costs_as_many_queries_as_counting_few(django_assert_num_queries):
    calendar = opened().tier.calendar
    for number in range(20):
        opened(at=MONDAY + number * MINUTE)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        recompute_open(calendar_ids=[calendar.pk], at=MONDAY)
    for number, _again in product(range(20), range(2)):
        opened(at=MONDAY + number * MINUTE)
    with django_assert_num_queries(len(few)):
        recompute_open(calendar_ids=[calendar.pk], at=MONDAY)


def test_a_promise_is_kept_once(agent):
    request = opened("urgent", agent=agent)
    meet(request=request, kind=RESPONSE, at=MONDAY + MINUTE)
    meet(request=request, kind=RESPONSE, at=MONDAY + 9 * MINUTE)
    assert request.milestones.get(kind=RESPONSE).met_at == MONDAY + MINUTE
