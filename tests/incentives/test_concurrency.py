"""Two people at the same moment, on two connections."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from django.db import connection

from incentives import errors
from incentives.models import PayoutRun
from incentives.queries.ledger import balance_of
from incentives.services import add_budget, prepare_run
from tests.factories import FundFactory, SchemeFactory
from tests.incentives import arrange

MARCH, APRIL = date(2031, 3, 1), date(2031, 4, 1)
AT = datetime(2031, 6, 1, tzinfo=UTC)


@pytest.fixture
def world(transactional_db):
    """A fund of 1000, a scheme, and two months that pay 600 each."""
    fund, scheme = FundFactory(code="race"), SchemeFactory(code="race")
    add_budget(fund=fund, amount=D(1000), note="", by=None, at=AT)
    months = [arrange.published(day) for day in (MARCH, APRIL)]
    for month in months:
        arrange.rated(month, 4)
    return fund, scheme, months


def at_once(*calls):
    """Run calls in threads that start together and return the names of what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        except errors.PayoutError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(type(result).__name__ for result in results)


def test_two_runs_at_once_cannot_overdraw_the_fund(world):
    fund, scheme, months = world
    options = {"by": None, "at": AT, "fund": fund, "scheme": scheme}
    found = at_once(*(lambda month=month: prepare_run(month=month, **options) for month in months))
    assert found == ["FundExceededError", "PayoutRun"]
    assert balance_of(fund).left == D(400)


def test_one_month_prepared_twice_at_once_has_one_run(world):
    fund, scheme, (month, _other) = world
    found = at_once(*[lambda: prepare_run(month=month, by=None, at=AT, fund=fund, scheme=scheme)] * 2)
    assert found == ["PayoutRun", "RunExistsError"]
    assert PayoutRun.objects.filter(month=month).count() == 1
    assert balance_of(fund).left == D(400)
