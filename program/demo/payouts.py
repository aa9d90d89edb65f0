"""The demo company's money: a fund, and a run for each published month."""

from datetime import date, timedelta
from decimal import Decimal

from incentives import services
from incentives.models import PayoutRun
from people.models import User
from program.demo.months import moment
from ratings.models import RatingMonth
from starservice.lib.months import next_month

BUDGET = Decimal(200_000)


def fill_fund(*, first: date) -> None:
    """Put the programme's budget into the shipped fund."""
    services.add_budget(
        fund=services.fund_for(),
        amount=BUDGET,
        note="Bonus budget of the programme 方案奖金预算",
        by=User.objects.get(username="finance"),
        at=moment(first, 9),
    )


def prepare(*, month: RatingMonth) -> PayoutRun:
    """Let HR prepare the run of a published month; it then waits for finance."""
    day = next_month(month.first_day) + timedelta(days=3)
    return services.prepare_run(month=month, by=User.objects.get(username="hr"), at=moment(day, 10))


def pay(*, run: PayoutRun) -> PayoutRun:
    """Let finance approve, export, pay and lock a prepared run."""
    finance = User.objects.get(username="finance")
    day = next_month(run.month.first_day) + timedelta(days=4)
    run = services.approve_run(run=run, by=finance, at=moment(day, 10))
    run = services.export_run(run=run, at=moment(day, 11))
    run = services.mark_run_paid(run=run, by=finance, at=moment(day + timedelta(days=3), 16))
    return services.lock_run(run=run, at=moment(day + timedelta(days=10), 9))
