"""Boundary tables of the amounts."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentives.payouts import Days, Terms, best, bonus, correction, days_employed, earned, to_cent

OCTOBER = date(2026, 10, 1)
AMOUNTS = {5: D(1000), 4: D(600), 3: D(300), 2: D(100), 1: D(50)}


@pytest.mark.parametrize(
    ("first_day", "hired_on", "left_on", "employed", "in_month"),
    [
        (OCTOBER, date(2020, 1, 1), None, 31, 31),
        (OCTOBER, date(2026, 10, 1), None, 31, 31),
        (OCTOBER, date(2026, 10, 2), None, 30, 31),
        (OCTOBER, date(2026, 10, 31), None, 1, 31),
        (OCTOBER, date(2026, 11, 1), None, 0, 31),
        (OCTOBER, date(2020, 1, 1), date(2026, 10, 31), 31, 31),
        (OCTOBER, date(2020, 1, 1), date(2026, 10, 30), 30, 31),
        (OCTOBER, date(2020, 1, 1), date(2026, 10, 1), 1, 31),
        (OCTOBER, date(2020, 1, 1), date(2026, 9, 30), 0, 31),
        (OCTOBER, date(2026, 10, 10), date(2026, 10, 10), 1, 31),
        (OCTOBER, date(2020, 1, 1), date(2027, 1, 1), 31, 31),
        (date(2028, 2, 1), date(2028, 2, 29), None, 1, 29),
        (date(2026, 2, 1), date(2020, 1, 1), None, 28, 28),
        (date(2026, 12, 1), date(2020, 1, 1), None, 31, 31),
    ],
)
def test_days_employed_counts_first_and_last_day(first_day, hired_on, left_on, employed, in_month):
    assert days_employed(first_day, hired_on, left_on) == Days(employed, in_month)


@pytest.mark.parametrize(
    ("full", "employed", "in_month", "amount"),
    [
        ("600", 31, 31, "600.00"),
        ("600", 20, 31, "387.10"),  # 387.0967…
        ("600", 0, 31, "0.00"),
        ("0.01", 15, 30, "0.01"),  # 0.005 goes up
        ("0.01", 14, 30, "0.00"),
        ("0.03", 15, 30, "0.02"),  # 0.015 goes up, not to the even cent
        ("0.05", 15, 30, "0.03"),
        ("1000", 10, 29, "344.83"),
    ],
)
def test_earned_is_prorated_and_rounded_half_up(full, employed, in_month, amount):
    assert earned(D(full), Days(employed, in_month), prorates=True).amount == D(amount)


def test_earned_is_whole_where_the_scheme_does_not_prorate():
    assert earned(D(600), Days(1, 31), prorates=False).amount == D("600.00")


@pytest.mark.parametrize(
    ("scores", "share", "ties_in", "expected"),
    [
        ({}, "10", True, ""),
        ({"a": "5"}, "10", True, ""),  # a tenth of one person is nobody
        ({"a": "5"}, "100", True, "a"),
        ({"a": "5", "b": "4", "c": "3"}, "33.33", True, ""),  # 0.9999 people are nobody
        ({"a": "5", "b": "4", "c": "3"}, "33.34", True, "a"),
        ({"a": "5", "b": "5", "c": "3", "d": "2"}, "25", True, "ab"),
        ({"a": "5", "b": "5", "c": "3", "d": "2"}, "25", False, ""),
        ({"a": "5", "b": "4", "c": "4", "d": "2"}, "50", True, "abc"),
        ({"a": "5", "b": "4", "c": "4", "d": "2"}, "50", False, "a"),
        ({"a": "5", "b": "4", "c": "4", "d": "2"}, "75", False, "abc"),
        ({"a": "4", "b": "4"}, "50", True, "ab"),
        ({"a": "4", "b": "4"}, "100", False, "ab"),
        ({"a": "4", "b": "4"}, "0", True, ""),
    ],
)
def test_best_takes_ties_all_in_or_all_out(scores, share, ties_in, expected):
    assert best({k: D(v) for k, v in scores.items()}, D(share), ties_in=ties_in) == frozenset(expected)


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.decimals(1, 5, places=1), max_size=20),
    st.decimals(0, 100, places=2),
    st.booleans(),
    st.randoms(),
)
def test_best_does_not_depend_on_order(scores, share, ties_in, random):
    shuffled = list(scores.items())
    random.shuffle(shuffled)
    found = best(scores, share, ties_in=ties_in)
    assert found == best(dict(shuffled), share, ties_in=ties_in)
    places = int(len(scores) * share / 100)
    assert len(found) >= places if ties_in else len(found) <= places
    assert {scores[who] for who in found}.isdisjoint(s for w, s in scores.items() if w not in found)


@pytest.mark.parametrize(("stars", "amount"), [(5, "1000"), (4, "600"), (3, "300"), (2, "100"), (1, "50")])
def test_bonus_pays_the_amount_of_the_stars(stars, amount):
    result = bonus(Terms(AMOUNTS), stars=stars, days=Days(31, 31), is_best=True, monthly_pay=D(9000))
    assert (result.star.amount, result.pay_share.amount) == (D(amount), 0)


@pytest.mark.parametrize(
    ("is_best", "pay", "days", "expected"),
    [
        (True, "8000", 31, "800.00"),
        (True, "8000", 10, "258.06"),
        (True, "8333.33", 31, "833.33"),
        (True, None, 31, "0"),
        (False, "8000", 31, "0"),
    ],
)
def test_bonus_adds_a_share_of_pay_for_the_best(is_best, pay, days, expected):
    terms = Terms(AMOUNTS, top_share=D(10), top_pay_share=D(10))
    result = bonus(terms, stars=5, days=Days(days, 31), is_best=is_best, monthly_pay=pay and D(pay))
    assert result.pay_share.amount == D(expected)


@pytest.mark.parametrize(
    ("corrected", "original", "scaled_from", "scaled_to", "expected"),
    [
        ("600", "300", "0", "0", "300.00"),
        ("300", "600", "900", "900", "-300.00"),
        ("600", "600", "900", "900", "0.00"),
        ("1000", "600", "10000", "5000", "200.00"),
        ("100", "600", "30000", "10000", "-166.67"),
        ("0.01", "0", "2", "1", "0.01"),
        ("0", "0.01", "2", "1", "-0.01"),
    ],
)
def test_correction_is_the_difference_as_that_run_paid(corrected, original, scaled_from, scaled_to, expected):
    amount = correction(
        corrected=D(corrected), original=D(original), scaled_from=D(scaled_from), scaled_to=D(scaled_to)
    )
    assert amount == D(expected)


@pytest.mark.parametrize(("amount", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68")])
def test_to_cent_rounds_half_away_from_zero(amount, cents):
    assert to_cent(D(amount)) == D(cents)
