from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.cost_shares import shares


@pytest.mark.parametrize(
    ("amount", "heads", "expected"),
    [
        ("100.00", {}, {None: "100.00"}),
        ("100.00", {1: 0}, {None: "100.00"}),
        ("100.00", {1: 3}, {1: "100.00"}),
        ("100.00", {1: 1, 2: 1, 3: 1}, {1: "33.34", 2: "33.33", 3: "33.33"}),
        ("100.00", {1: 2, 2: 1}, {1: "66.67", 2: "33.33"}),
        ("0.01", {2: 1, 1: 1, None: 1}, {1: "0.01", 2: "0.00", None: "0.00"}),
    ],
)
def test_cost_is_shared_by_heads(amount, heads, expected):
    assert shares(Decimal(amount), heads) == {key: Decimal(value) for key, value in expected.items()}


@given(
    st.decimals(0, 10**6, places=2),
    st.dictionaries(st.one_of(st.none(), st.integers(1, 50)), st.integers(0, 40), max_size=12),
)
def test_shares_add_up(amount, heads):
    shared = shares(amount, heads)
    assert sum(shared.values()) == amount
    assert min(shared.values()) >= 0
