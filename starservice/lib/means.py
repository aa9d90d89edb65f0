"""Weighted means in exact fractions; whoever shows one rounds it once."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction


def weighted_mean(pairs: Iterable[tuple[Decimal | int, Decimal | int]]) -> Fraction:
    """Return Σ(weight · value) / Σ weight of (value, weight) pairs, exact."""
    total, weight = Fraction(0), Fraction(0)
    for value, own in pairs:
        total += Fraction(value) * Fraction(own)
        weight += Fraction(own)
    return total / weight


def half_up(value: Fraction, places: int) -> Decimal:
    """Return a value that is not negative with so many decimal places, halves rounded up."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)
