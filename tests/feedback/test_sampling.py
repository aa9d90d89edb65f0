"""The pure rules of sampling: the draw, the obstacles, the quiet period."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from feedback.sampling import Candidate, Outcome, Rule, Way, decide, drawn_number, is_drawn

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
ALL = Rule(pk=1, seed="seed", rate=Decimal(100), quiet_days=30)


def candidate(**options):
    return Candidate(
        **{"key": "interaction:1", "rule": 1, "at": AT, "customer": 7, "has_email": True, **options}
    )


def decided(*candidates, rule=ALL):
    return decide(candidates, {rule.pk: rule})


def test_draw_can_be_checked_by_hand():
    digest = sha256(b"seed|interaction:1").hexdigest()
    assert drawn_number("seed", "interaction:1") == int(digest[:16], 16)


@pytest.mark.parametrize(("rate", "drawn"), [("0", 0), ("100", 2000)])
def test_nobody_and_everybody(rate, drawn):
    assert sum(is_drawn("seed", str(n), Decimal(rate)) for n in range(2000)) == drawn


@pytest.mark.parametrize("rate", ["0.50", "12.50", "50", "99"])
def test_the_share_drawn_is_the_rate(rate):
    drawn = sum(is_drawn("any seed", f"interaction:{n}", Decimal(rate)) for n in range(20_000))
    assert drawn / 200 == pytest.approx(float(rate), abs=1.2)


def test_a_higher_rate_keeps_whom_a_lower_one_drew():
    low, high = ({n for n in range(500) if is_drawn("s", str(n), Decimal(rate))} for rate in (20, 60))
    assert low < high


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.INVITED),
        ({"asked_already": True, "has_form": False}, Outcome.ASKED_ALREADY),
        ({"has_form": False, "wants_none": True}, Outcome.NO_FORM),
        ({"wants_none": True, "has_email": False}, Outcome.OPTED_OUT),
        ({"has_email": False}, Outcome.NO_ADDRESS),
        ({"has_email": False, "has_phone": True}, Outcome.NO_ADDRESS),
        ({"customer": None, "has_email": False}, Outcome.NO_ADDRESS),
        ({"last_asked_at": AT - timedelta(days=30)}, Outcome.INVITED),
        ({"last_asked_at": AT - timedelta(days=30) + timedelta(microseconds=1)}, Outcome.QUIET),
        ({"last_asked_at": AT}, Outcome.QUIET),
    ],
)
def test_outcome(facts, outcome):
    assert decided(candidate(**facts)) == [outcome]


def test_calling_back_needs_a_telephone():
    calling = Rule(pk=1, seed="seed", rate=Decimal(100), quiet_days=0, way=Way.CALL_BACK)
    assert decided(candidate(), candidate(has_phone=True), rule=calling) == [
        Outcome.NO_ADDRESS,
        Outcome.INVITED,
    ]


def test_who_is_not_drawn_stays_out_before_the_quiet_period_is_asked():
    nobody = Rule(pk=1, seed="seed", rate=Decimal(0), quiet_days=30)
    assert decided(candidate(last_asked_at=AT), rule=nobody) == [Outcome.SAMPLED_OUT]


def test_one_round_spares_a_customer_it_has_just_invited():
    again = candidate(key="interaction:2")
    other = candidate(key="interaction:3", customer=8)
    assert decided(candidate(), again, other) == [Outcome.INVITED, Outcome.QUIET, Outcome.INVITED]


def test_no_quiet_period_asks_every_time():
    rule = Rule(pk=1, seed="seed", rate=Decimal(100), quiet_days=0)
    assert decided(candidate(last_asked_at=AT), candidate(), rule=rule) == [Outcome.INVITED, Outcome.INVITED]


def test_quiet_period_of_each_rule_counts():
    rules = {1: ALL, 2: Rule(pk=2, seed="seed", rate=Decimal(100), quiet_days=5)}
    last = {"last_asked_at": AT - timedelta(days=10)}
    assert decide([candidate(**last), candidate(rule=2, **last)], rules) == [Outcome.QUIET, Outcome.INVITED]
