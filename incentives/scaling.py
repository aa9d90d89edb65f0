"""Scaling amounts to a cap so that the cents add up (largest remainder, Hamilton's method)."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def scale_to_cap(amounts: Mapping[Key, Decimal], cap: Decimal) -> dict[Key, Decimal]:
    """Return the amounts, cut pro rata where they exceed the cap, so that all of them sum to exactly the cap.

    Negative amounts (money taken back) stay whole and make room for the others. Cents left over go to the largest
    remainders, and among equal ones to the smallest key. Raises ValueError where even nothing paid exceeds the cap.
    """
    if sum(amounts.values()) <= cap:
        return dict(amounts)
    shares = {key: _cents(amount) for key, amount in amounts.items() if amount > 0}
    room = _cents(cap) - sum(_cents(amount) for amount in amounts.values() if amount < 0)
    if room < 0:
        raise ValueError(cap)
    scaled = _largest_remainder(shares, room)
    return {key: Decimal(scaled[key]) / 100 if key in scaled else amount for key, amount in amounts.items()}


def _largest_remainder(shares: Mapping[Key, int], room: int) -> dict[Key, int]:
    whole = sum(shares.values())
    scaled = {key: share * room // whole for key, share in shares.items()}
    left_over = room - sum(scaled.values())
    by_remainder = sorted(shares, key=lambda key: (-(shares[key] * room % whole), key))
    for key in by_remainder[:left_over]:
        scaled[key] += 1
    return scaled


def _cents(amount: Decimal) -> int:
    return int(amount * 100)
