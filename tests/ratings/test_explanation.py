"""Stored steps are told as stored, and what the next star needs follows from the engine."""

from decimal import Decimal

import pytest

from ratings.explanation import next_star, read_steps


def steps(**changes):
    stored = {
        "employment": {"first": "2026-10-01", "last": "2026-10-31", "days": 31},
        "gate": {"rule": "every_day", "certified": True, "evidence_from": "2026-10-01", "min_days": 10},
        "customer": {
            "n": 12,
            "raw": "4.333333",
            "group": {"kind": "department", "n": 230, "mean": "4.102100"},
            "k": 10,
            "adjusted": "4.228227",
            "low": "3.90",
            "high": "4.55",
            "weight": "50.00",
            "share": "55.56",
        },
        "manager": {
            "n": 1, "raw": "4.250000", "bias": "0.00", "adjusted": "4.250000", "weight": "40.00", "share": "44.44",
        },
        "self": {"n": 0, "raw": None, "adjusted": None, "weight": "10.00", "share": None},
        "indicators": {"n": 0, "raw": None, "adjusted": None, "weight": "0.00", "share": None, "items": []},
        "combined": "4.237900",
        "points": {
            "items": [{"kind": "complaint", "count": 1, "points": "-0.20"}],
            "sum": "-0.20", "counted": "-0.20", "cap": "0.50",
        },
        "score": "4.04",
        "band": {"rule": "thresholds", "stars": 4, "next_from": "4.50"},
    }  # fmt: skip
    return stored | changes


def test_steps_are_told_as_they_were_stored():
    told = read_steps(steps())
    assert [source.code for source in told.sources] == ["customer", "manager", "self"]
    assert [source.code for source in told.missing] == ["self"]
    assert told.source("customer").adjusted == Decimal("4.228227")
    assert told.source("customer").share == Decimal("55.56")
    assert (told.group.kind, told.group.k, told.group.low) == ("department", 10, Decimal("3.90"))
    assert told.combined == Decimal("4.237900")
    assert told.points.counted == Decimal("-0.20")
    assert not told.points.is_capped
    assert told.score == Decimal("4.04")
    assert told.gate.days == 31


def test_sources_the_policy_does_not_weigh_are_not_told():
    told = read_steps(steps(self={"n": 1, "raw": "5", "adjusted": "5", "weight": "0.00", "share": "0"}))
    assert [source.code for source in told.sources] == ["customer", "manager"]


@pytest.mark.parametrize("stored", [{}, {"gate": {"rule": "every_day", "certified": False}}])
def test_results_stopped_at_the_gate_are_told_as_far_as_known(stored):
    told = read_steps(stored)
    assert told.sources == ()
    assert told.score is None
    assert next_star(told) is None


def test_next_star_names_each_way_that_alone_is_enough():
    needed = next_star(read_steps(steps()), commendation=Decimal("0.05"))
    assert (needed.stars, needed.from_score, needed.gap) == (5, Decimal("4.50"), Decimal("0.46"))
    assert (
        needed.five_star_answers is None
    )  # even only fives for a whole month leave too little weight to customers
    assert needed.manager_mean is None or needed.manager_mean <= 5
    assert needed.commendations == 10


@pytest.mark.parametrize(
    ("next_from", "answers", "manager"),
    [
        ("4.04", 1, Decimal("4.26")),
        ("4.10", 4, Decimal("4.38")),
        ("4.20", 13, Decimal("4.61")),
        ("4.90", None, None),
    ],
)
def test_ways_are_the_smallest_that_reach_the_score(next_from, answers, manager):
    band = {"rule": "thresholds", "stars": 4, "next_from": next_from}
    needed = next_star(read_steps(steps(band=band)))
    assert needed.manager_mean == manager
    assert needed.five_star_answers == answers


def test_points_over_the_cap_are_told():
    points = {"items": [], "sum": "-0.80", "counted": "-0.50", "cap": "0.50"}
    assert read_steps(steps(points=points)).points.is_capped


def test_commendations_never_count_over_the_cap():
    points = {"items": [], "sum": "0.00", "counted": "0.00", "cap": "0.10"}
    needed = next_star(read_steps(steps(points=points)), commendation=Decimal("0.05"))
    assert needed.commendations is None


@pytest.mark.parametrize(
    "band",
    [
        {"rule": "thresholds", "stars": 5, "next_from": None},
        {"rule": "shares", "stars": 4, "rank": 3, "of": 50},
        None,
    ],
)
def test_no_next_star_with_five_or_by_shares(band):
    assert next_star(read_steps(steps(band=band))) is None


def test_missing_answers_are_a_way_too():
    customer = {
        "n": 0, "raw": None, "adjusted": None, "weight": "50.00", "share": None,
        "group": {"kind": "company", "n": 90, "mean": "4.00"}, "k": 10,
    }  # fmt: skip
    needed = next_star(
        read_steps(steps(customer=customer, band={"rule": "thresholds", "stars": 4, "next_from": "4.10"}))
    )
    assert needed.five_star_answers is not None
