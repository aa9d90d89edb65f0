"""The demo company from its first day to the given one."""

import random
from datetime import date, timedelta

from django.db import transaction

from program.demo import desk, development, learning, manuals, months, payouts
from program.demo.people import Person, make_people
from program.demo.service import make_service
from program.demo.surveys import Period
from starservice.lib.months import last_of, previous_month

SEED = 20260101


@transaction.atomic
def make_company(*, past_months: int, today: date) -> None:
    """Create the company with some finished months before the one of `today`, which stays open."""
    rng = random.Random(SEED)  # noqa: S311 - the same company every time, nothing secret
    current = today.replace(day=1)
    firsts = [current]
    for _month in range(past_months):
        firsts.insert(0, previous_month(firsts[0]))
    yesterday = today - timedelta(days=1)
    people = make_people(rng=rng, first=firsts[0], last=today)
    make_service(rng=rng, people=people, period=Period(first=firsts[0], last=yesterday))
    payouts.fill_fund(first=firsts[0])
    now = months.moment(today, 18)
    desk.open_desk(people=people, now=now)
    for place, first in enumerate(firsts[:-1]):
        desk.uphold_complaint(first=first, number=place)
        _finish_month(rng, people, first, today, left=past_months - place)
    months.collect(rng=rng, people=people, first=current, last=today, share=months.OPEN)
    desk.play_cases(now=now)
    desk.collect_ideas(today=today)
    manuals.publish_manuals(rng=random.Random(SEED), now=now)  # noqa: S311 - as above
    learning.learn(rng=random.Random(SEED), people=people, now=now)  # noqa: S311 - as above
    development.develop(rng=random.Random(SEED), people=people, now=now)  # noqa: S311 - as above


def _finish_month(rng: random.Random, people: list[Person], first: date, today: date, left: int) -> None:
    """Take a month as far as its age says: the last awaits approval, the one before was corrected, all others are locked."""
    last = last_of(first)
    month = months.collect(rng=rng, people=people, first=first, last=last, share=months.PAST)
    month = months.publish(month=month, today=today)
    run = payouts.prepare(month=month)
    if left == 1:
        months.appeal_one(month=month)
        return
    payouts.pay(run=run)
    if left == 2:
        months.correct_one(month=month)
    months.lock(month=month)
