"""Weighted means in exact fractions; whoever shows one rounds it once."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

# Long enough for any sum here; one that is not would raise instead of being rounded.
EXACT = Context(prec=200, traps=[Inexact])


def weighted_mean(pairs: Iterable[tuple[Decimal | int, Decimal | int]]) -> Fraction:
    """Return Σ(weight · value) / Σ weight of (value, weight) pairs, exact.

    The sums are decimals of any length, many times faster than fractions; there is one division.
    """
    total, weight = Decimal(0), Decimal(0)
    with localcontext(EXACT):
        for value, own in pairs:
            total += Decimal(value) * own
            weight += own
    return Fraction(total) / Fraction(weight)


def half_up(value: Fraction, places: int) -> Decimal:
    """Return a value that is not negative with so many decimal places, halves rounded up."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)
