from decimal import Decimal

import pytest

from training.path_plan import Asked, CoursePlan, plan_of

SHARES = {"product": 40, "etiquette": 20, "systems": 30, "emergencies": 10}


def courses(product=720, etiquette=360, systems=540, emergencies=180, simulation=960, other=0):
    minutes = {"product": product, "etiquette": etiquette, "systems": systems, "emergencies": emergencies}
    online = [CoursePlan("online", name, number) for name, number in {**minutes, "other": other}.items()]
    return [*online, CoursePlan("simulation", "other", simulation)]


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [
        ({}, True),
        ({"product": 719}, False),  # a minute too few
        ({"simulation": 959}, False),
        ({"simulation": 2000}, True),
        ({"product": 630, "systems": 630}, True),  # 35 and 35 percent: exactly five points beside
        ({"product": 628, "systems": 632}, False),  # 34.9 percent
        ({"other": 89}, True),  # everything a little less
        ({"other": 400}, False),  # product at 32.7 percent
    ],
)
def test_the_plan_holds_hours_and_shares(changed, is_kept):
    assert plan_of(courses(**changed), Asked(1800, 960, SHARES)).is_kept is is_kept


def test_shares_are_of_the_online_minutes():
    plan = plan_of(courses(), Asked(1800, 960, SHARES))

    assert [(row.heading, row.minutes, row.asked) for row in plan.hours] == [
        ("online", 1800, 1800),
        ("simulation", 960, 960),
    ]
    assert {row.content: row.percent for row in plan.shares} == {
        name: Decimal(share) for name, share in SHARES.items()
    }


def test_a_path_that_asks_nothing_is_kept_by_nothing():
    assert plan_of([], Asked()).is_kept
    assert plan_of([], Asked()).hours == ()


def test_shares_asked_of_no_courses_are_missing():
    plan = plan_of([], Asked(shares=SHARES))

    assert not plan.is_kept
    assert {row.percent for row in plan.shares} == {Decimal("0.0")}


def test_a_heading_nobody_asked_for_is_shown():
    plan = plan_of([CoursePlan("classroom", "product", 30)], Asked(online=0))

    assert [(row.heading, row.minutes, row.asked) for row in plan.hours] == [("classroom", 30, 0)]
    assert plan.is_kept
