"""Cents that add up."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incentives.scaling import scale_to_cap


@pytest.mark.parametrize(
    ("amounts", "cap", "expected"),
    [
        ({}, "0", {}),
        ({"a": "10"}, "10", {"a": "10"}),
        ({"a": "10"}, "20", {"a": "10"}),
        ({"a": "10"}, "9.99", {"a": "9.99"}),
        ({"a": "10", "b": "10", "c": "10"}, "10", {"a": "3.34", "b": "3.33", "c": "3.33"}),
        ({"c": "10", "b": "10", "a": "10"}, "20", {"a": "6.67", "b": "6.67", "c": "6.66"}),
        ({"a": "600", "b": "300", "c": "100"}, "500", {"a": "300", "b": "150", "c": "50"}),
        ({"a": "0.01", "b": "0.01"}, "0.01", {"a": "0.01", "b": "0"}),
        ({"a": "1", "b": "1"}, "0", {"a": "0", "b": "0"}),
        ({"a": "100", "b": "-40"}, "60", {"a": "100", "b": "-40"}),
        ({"a": "100", "b": "100", "c": "-50"}, "50", {"a": "50", "b": "50", "c": "-50"}),
        ({"a": "100", "b": "0", "c": "-10"}, "0", {"a": "10", "b": "0", "c": "-10"}),
    ],
)
def test_scale_to_cap_hands_out_every_cent(amounts, cap, expected):
    scaled = scale_to_cap({key: D(value) for key, value in amounts.items()}, D(cap))
    assert scaled == {key: D(value) for key, value in expected.items()}


cents = st.integers(0, 10_000_000).map(lambda number: D(number) / 100)
positive = st.dictionaries(st.text("0123456789", min_size=1, max_size=6), cents, max_size=30)


@given(positive, cents, st.randoms())
def test_scale_to_cap_sums_exactly_and_is_fair(amounts, cap, random):
    whole = sum(amounts.values())
    assume(whole > cap)
    scaled = scale_to_cap(amounts, cap)
    assert sum(scaled.values()) == cap
    for key, amount in amounts.items():
        exact = Fraction(amount) * Fraction(cap) / Fraction(whole)
        assert abs(Fraction(scaled[key]) - exact) < Fraction(1, 100)
        assert 0 <= scaled[key] <= amount
    shuffled = list(amounts.items())
    random.shuffle(shuffled)
    assert scale_to_cap(dict(shuffled), cap) == scaled


@given(positive, positive, cents)
def test_scale_to_cap_leaves_money_taken_back_whole(gains, losses, cap):
    amounts = {**{f"g{key}": gain for key, gain in gains.items()}}
    amounts |= {f"l{key}": -loss for key, loss in losses.items()}
    assume(sum(amounts.values()) > cap)
    scaled = scale_to_cap(amounts, cap)
    assert sum(scaled.values()) == cap
    assert all(scaled[key] == amount for key, amount in amounts.items() if amount < 0)
