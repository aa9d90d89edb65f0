"""The monthly rating nobody has to start: once, however often, late or interrupted."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from ratings.models import RatingMonth, StarResult
from ratings.services import automatic
from ratings.services.automatic import due_month, rate_due_month
from ratings.services.months import rate_month
from ratings.tasks import rate_past_month
from starservice.jobs.models import JobRun
from tests import factories as make

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOCAL = datetime(2026, 11, 1, 2, 0, tzinfo=SHANGHAI)


def due(local=LOCAL):
    return rate_due_month(at=local.astimezone(UTC), local=local)


@pytest.mark.parametrize(
    ("local", "month"),
    [
        ((2026, 11, 1, 1, 59), date(2026, 9, 1)),
        ((2026, 11, 1, 2, 0), date(2026, 10, 1)),
        ((2026, 11, 30, 23, 59), date(2026, 10, 1)),
        ((2027, 1, 1, 1, 0), date(2026, 11, 1)),
        ((2027, 1, 1, 2, 0), date(2026, 12, 1)),
    ],
)
def test_month_is_due_from_two_in_the_morning(local, month):
    assert due_month(datetime(*local, tzinfo=SHANGHAI)) == month


@pytest.mark.django_db
def test_due_month_is_rated_once():
    make.AssignmentFactory()
    assert due()
    assert not due()
    assert RatingMonth.objects.get().status == "calculated"
    assert StarResult.objects.count() == 1
    assert JobRun.objects.get().status == "done"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["calculated", "under_review", "published", "locked"])
def test_month_somebody_has_in_hand_is_left_alone(status):
    make.AssignmentFactory()
    make.RatingMonthFactory(first_day=date(2026, 10, 1), status=status, published_at=LOCAL)
    due()
    assert RatingMonth.objects.get().status == status
    assert JobRun.objects.get().detail == {"skipped": status}


@pytest.mark.django_db
def test_company_without_staff_has_nothing_to_rate():
    assert not due()
    assert not RatingMonth.objects.exists()


@pytest.mark.django_db
def test_killed_half_way_leaves_nothing_and_the_next_run_does_it(monkeypatch):
    make.AssignmentFactory()

    def dies_after_rating(**facts):
        rate_month(**facts)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(automatic, "rate_month", dies_after_rating)
        with pytest.raises(KeyboardInterrupt):
            due()
    assert not JobRun.objects.exists()
    assert not RatingMonth.objects.exists()
    assert due()


@pytest.mark.django_db
def test_task_rates_the_month_before_this_one():
    make.AssignmentFactory()
    rate_past_month()
    assert StarResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_rate_once():
    make.PolicyFactory(effective_from=date(2021, 2, 1), activated_at=LOCAL)
    make.AssignmentFactory()
    done = []

    def work():
        done.append(due())
        connection.close()

    workers = [threading.Thread(target=work) for _n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [False, False, True]
    assert StarResult.objects.count() == 1
