"""Share a session's cost among the departments of those who came, so that the cents add up."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def shares(amount: Decimal, heads: Mapping[int | None, int]) -> dict[int | None, Decimal]:
    """Amounts by department in proportion to heads, by largest remainder; all of it at None where nobody came."""
    counted = {key: count for key, count in heads.items() if count > 0}
    total = sum(counted.values())
    if not total:
        return {None: amount}
    exact = {key: amount * count / total for key, count in counted.items()}
    cut = {key: value.quantize(CENT, ROUND_DOWN) for key, value in exact.items()}
    cents = int((amount - sum(cut.values())) / CENT)
    # The largest remainder first; among equal ones the smaller id, so that the same cost is always shared alike.
    order = sorted(exact, key=lambda key: (cut[key] - exact[key], key is None, key or 0))
    return {key: value + CENT * (key in order[:cents]) for key, value in cut.items()}
