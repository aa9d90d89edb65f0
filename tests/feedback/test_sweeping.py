from datetime import timedelta

import pytest

from feedback.models import SlaAlert, SlaEvent, TimelineEntry
from feedback.services.sweeping import fire, sweep
from starservice.jobs.models import OutboxMessage
from tests.factories import NOON, MilestoneFactory, SlaAlertFactory

pytestmark = pytest.mark.django_db
DUE = NOON + timedelta(hours=1)
TICK = timedelta(microseconds=1)


def test_nothing_due_makes_nothing():
    SlaAlertFactory()
    assert sweep(at=DUE) == []
    assert SlaAlert.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_breach_is_recorded_with_the_moment_it_happened_not_the_look():
    alert = SlaAlertFactory()
    milestone = alert.milestone

    (event,) = sweep(at=DUE + timedelta(days=3))

    assert (event.kind, event.number, event.due_at) == ("breach", milestone.request.number, DUE)
    stored = SlaEvent.objects.get()
    assert (stored.happened_at, stored.made_at) == (DUE + TICK, DUE + timedelta(days=3))
    milestone.refresh_from_db()
    assert milestone.breached_at == DUE
    assert not SlaAlert.objects.exists()


def test_event_is_noted_on_the_timeline_for_staff_only():
    alert = SlaAlertFactory()
    sweep(at=DUE + TICK)

    entry = TimelineEntry.objects.get(request=alert.milestone.request)
    assert (entry.kind, entry.at, entry.is_public) == ("sla", DUE + TICK, False)
    assert entry.data["milestone"] == "response"
    assert entry.data["level"] == 1
    assert entry.data["due_at"].startswith("2026-10-15T05:00:00")


def test_warning_does_not_make_the_milestone_missed():
    alert = SlaAlertFactory(level=0, fires_at=NOON + timedelta(minutes=48))
    assert [event.kind for event in sweep(at=DUE)] == ["warning"]
    alert.milestone.refresh_from_db()
    assert alert.milestone.breached_at is None


def test_breach_once_recorded_stays_the_first():
    milestone = MilestoneFactory(breached_at=NOON)
    SlaAlertFactory(milestone=milestone)
    sweep(at=DUE + TICK)
    milestone.refresh_from_db()
    assert milestone.breached_at == NOON


def test_event_that_exists_is_not_made_again():
    milestone = MilestoneFactory()
    SlaAlertFactory(milestone=milestone)
    assert len(sweep(at=DUE + TICK)) == 1
    SlaAlertFactory(milestone=milestone)

    assert sweep(at=DUE + timedelta(hours=2)) == []
    assert SlaEvent.objects.count() == TimelineEntry.objects.count() == 1
    assert not SlaAlert.objects.exists()


def test_events_come_in_the_order_they_happened():
    milestone = MilestoneFactory()
    SlaAlertFactory(milestone=milestone, level=2, fires_at=DUE + timedelta(hours=2))
    SlaAlertFactory(milestone=milestone)
    SlaAlertFactory(milestone=milestone, level=0, fires_at=NOON + timedelta(minutes=48))
    assert [event.level for event in sweep(at=DUE + timedelta(hours=2))] == [0, 1, 2]


def test_fire_takes_only_the_milestones_it_is_given():
    mine, other = SlaAlertFactory().milestone, SlaAlertFactory().milestone
    assert [event.request_id for event in fire(at=DUE + TICK, milestones=[mine.pk])] == [mine.request_id]
    assert list(SlaAlert.objects.values_list("milestone", flat=True)) == [other.pk]


def test_milestone_met_in_time_makes_no_event():
    SlaAlertFactory(milestone=MilestoneFactory(met_at=DUE))
    assert sweep(at=DUE + timedelta(hours=1)) == []


def test_milestone_met_late_makes_its_event():
    milestone = MilestoneFactory(met_at=DUE + TICK)
    SlaAlertFactory(milestone=milestone)
    assert len(fire(at=DUE + TICK, milestones=[milestone.pk])) == 1


def test_many_batches_make_every_event_once(monkeypatch):
    monkeypatch.setattr("feedback.services.sweeping.BATCH", 3)
    for _number in range(7):
        SlaAlertFactory()
    assert len(sweep(at=DUE + TICK)) == 7
    assert OutboxMessage.objects.count() == 3


def test_number_of_queries_does_not_grow_with_events(django_assert_num_queries):
    SlaAlertFactory()
    with django_assert_num_queries(5):  # anything due, savepoint, statement, outbox, release
        sweep(at=DUE + TICK)
    for _number in range(20):
        SlaAlertFactory()
    with django_assert_num_queries(5):
        sweep(at=DUE + TICK)
