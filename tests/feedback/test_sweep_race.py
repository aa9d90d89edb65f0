"""Several sweepers, and people at work beside them, on connections of their own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from feedback.models import Milestone, ServiceRequest, SlaAlert, SlaEvent, TimelineEntry
from feedback.services import sweeping
from feedback.services.due import meet
from feedback.services.sweeping import sweep
from tests.factories import NOON, MilestoneFactory, ServiceRequestFactory, SlaAlertFactory

DUE = NOON + timedelta(hours=1)
LATER = DUE + timedelta(hours=1)


@pytest.fixture
def due_alerts(transactional_db):
    """Thirty requests whose first reply is missed."""
    return [
        SlaAlertFactory(milestone=MilestoneFactory(request=ServiceRequestFactory())) for _number in range(30)
    ]


def at_once(*calls):
    """Run calls in threads that start together; return what each returned, or raise what one raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait(10)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def test_four_sweepers_at_once_make_no_event_twice(due_alerts, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 3)
    found = at_once(*[lambda: sweep(at=LATER)] * 4)
    events = [event.request_id for events in found for event in events]
    assert sorted(events) == sorted(alert.milestone.request_id for alert in due_alerts)
    assert SlaEvent.objects.count() == TimelineEntry.objects.filter(kind="sla").count() == 30


def test_sweep_waits_for_nobody_and_finds_the_rest_later(due_alerts):
    held = due_alerts[0].milestone.request
    with transaction.atomic():
        ServiceRequest.objects.select_for_update().get(pk=held.pk)
        (events,) = at_once(lambda: sweep(at=LATER))
    assert len(events) == 29
    assert [event.request_id for event in sweep(at=LATER)] == [held.pk]


def test_reply_and_sweep_at_once_make_the_breach_once(due_alerts):
    def reply_late(request):
        with transaction.atomic():
            locked = ServiceRequest.objects.select_for_update().get(pk=request.pk)
            meet(request=locked, kind="response", at=LATER)

    requests = [alert.milestone.request for alert in due_alerts]

    def reply_to_all():
        for request in requests:
            reply_late(request)

    at_once(reply_to_all, lambda: sweep(at=LATER), lambda: sweep(at=LATER))
    assert SlaEvent.objects.count() == 30
    assert Milestone.objects.filter(breached_at=DUE, met_at=LATER).count() == 30
    assert not SlaAlert.objects.exists()
