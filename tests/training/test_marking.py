"""What an answer earns, and what is no answer."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.marking import NoAnswer, checked_answer, earned, passes, percent

TWO = Decimal(2)


@pytest.mark.parametrize(
    ("kind", "key", "answer", "points"),
    [
        ("single", [3], [3], "2"),
        ("single", [3], [4], "0"),
        ("single", [3], None, "0"),
        ("true_false", [1], [1], "2"),
        ("true_false", [1], [2], "0"),
        ("multiple", [1, 2, 3], [1, 2, 3], "2"),
        ("multiple", [1, 2, 3], [1, 2], "1.33"),
        ("multiple", [1, 2, 3], [1], "0.67"),
        ("multiple", [1, 2, 3], [1, 4], "0"),
        ("multiple", [1, 2, 3], [1, 2, 4], "0.67"),
        ("multiple", [1], [2, 3, 4], "0"),
        ("multiple", [1], [1, 2], "0"),
        ("multiple", [], [1], "0"),
        ("order", [1, 2, 3], [1, 2, 3], "2"),
        ("order", [1, 2, 3], [2, 1, 3], "0.67"),
        ("order", [1, 2, 3], [3, 1, 2], "0"),
        ("order", [1, 2, 3], [3, 2, 1], "0"),
        ("order", [1, 2], [2, 1], "0"),
        ("order", [1, 2, 3, 4], [1, 3, 2, 4], "1.33"),
        ("text", [], None, "0"),
        ("text", [], {"text": "I am sorry"}, None),
    ],
)
def test_earned_of_each_kind(kind, key, answer, points):
    assert earned(kind, key, answer, TWO) == (None if points is None else Decimal(points))


def test_choosing_everything_earns_nothing_when_half_is_wrong():
    assert earned("multiple", [1, 2], [1, 2, 3, 4], TWO) == 0


@settings(deadline=None)
@given(st.permutations(range(5)), st.decimals("0.01", "999.99", places=2))
def test_order_earns_all_only_for_the_right_order(answer, points):
    got = earned("order", [0, 1, 2, 3, 4], answer, points)
    assert 0 <= got <= points
    assert (got == points) == (answer == [0, 1, 2, 3, 4]) or points < Decimal("0.05")


def test_an_order_by_chance_earns_little():
    mean = sum(earned("order", [1, 2, 3, 4], list(one), TWO) for one in permutations([1, 2, 3, 4])) / 24
    assert mean < Decimal("0.5")


@pytest.mark.parametrize(
    ("kind", "answer", "stored"),
    [
        ("single", [2], [2]),
        ("single", [], None),
        ("single", None, None),
        ("multiple", [3, 1], [1, 3]),
        ("order", [3, 1, 2], [3, 1, 2]),
        ("text", {"text": "Good evening"}, {"text": "Good evening"}),
        ("text", {"text": "  \n"}, None),
        ("text", None, None),
    ],
)
def test_checked_answer_is_what_is_stored(kind, answer, stored):
    assert checked_answer(kind, [1, 2, 3], answer) == stored


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", [1, 2]),
        ("single", [9]),
        ("single", ["1"]),
        ("single", [True]),
        ("single", "1"),
        ("single", {"text": "1"}),
        ("single", [1.0]),
        ("true_false", [1, 2]),
        ("multiple", [1, 1]),
        ("multiple", [1, 9]),
        ("multiple", {"1": 1}),
        ("order", [1, 2]),
        ("order", [1, 2, 2]),
        ("order", [1, 2, 3, 3]),
        ("text", [1]),
        ("text", "words"),
        ("text", {"text": 5}),
        ("text", {"text": "a", "points": 5}),
        ("text", {"text": "a" * 10_001}),
        ("text", {"text": "a\x00"}),
    ],
)
def test_checked_answer_refuses_what_was_not_shown(kind, answer):
    with pytest.raises(NoAnswer):
        checked_answer(kind, [1, 2, 3], answer)


def points(*pairs):
    return [(Decimal(got), Decimal(most)) for got, most in pairs]


@pytest.mark.parametrize(
    ("pairs", "score"),
    [
        ([("1", "1"), ("0", "1")], "50.00"),
        ([("1799.9", "2000")], "90.00"),
        ([("1799.8", "2000")], "89.99"),
        ([("2", "3")], "66.67"),
        ([("0", "5")], "0.00"),
        ([("5", "5")], "100.00"),
    ],
)
def test_percent_is_rounded_half_up_to_two_places(pairs, score):
    assert percent(points(*pairs)) == Decimal(score)


def test_nothing_to_earn_has_no_percent():
    assert percent([]) is None
    assert percent(points(("0", "0"))) is None


def test_a_score_passes_as_it_is_shown():
    score = percent(points(("1799.9", "2000")))  # 89.995
    assert passes(score, Decimal(90))
    assert not passes(percent(points(("1799.8", "2000"))), Decimal(90))
