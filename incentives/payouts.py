"""What a month's stars are worth: facts in, amounts out. Decimal money, rounded half up to the cent, once, at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from starservice.lib.months import last_of

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Terms:
    """What a version of a scheme promises: an amount a star level, and % of monthly pay for the best %."""

    amounts: Mapping[int, Decimal]
    top_share: Decimal = Decimal(0)
    top_pay_share: Decimal = Decimal(0)
    ties_in: bool = True
    prorates: bool = True

    @property
    def shares_pay(self) -> bool:
        return self.top_share > 0 and self.top_pay_share > 0


@dataclass(frozen=True)
class Days:
    """Days employed within a month, and how many days the month has."""

    employed: int
    in_month: int


@dataclass(frozen=True)
class Earned:
    """A full amount, and what is left of it for the days employed."""

    full: Decimal = NOTHING
    amount: Decimal = NOTHING


@dataclass(frozen=True)
class Bonus:
    """What one person earned in one month."""

    days: Days
    star: Earned
    pay_share: Earned = field(default_factory=Earned)

    @property
    def amount(self) -> Decimal:
        return self.star.amount + self.pay_share.amount


def to_cent(amount: Decimal) -> Decimal:
    """Round half up (away from zero) to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def days_employed(first_day: date, hired_on: date, left_on: date | None) -> Days:
    """Count the days of the month from hiring to the last day at work, both included."""
    last_day = last_of(first_day)
    first, last = max(first_day, hired_on), min(last_day, left_on or last_day)
    return Days(max((last - first).days + 1, 0), last_day.day)


def earned(full: Decimal, days: Days, *, prorates: bool) -> Earned:
    """Return a full amount prorated by days employed."""
    share = full * days.employed / days.in_month if prorates else full
    return Earned(to_cent(full), to_cent(share))


def best(scores: Mapping[str, Decimal], top_share: Decimal, *, ties_in: bool) -> frozenset[str]:
    """Return who is among the best top_share %: floor(n × share) people, and by score alone at the cut.

    Who ties with the last one in is in as well when ties_in, and none of the tied is in otherwise.
    """
    places = int(len(scores) * top_share / 100)
    if places == 0:
        return frozenset()
    ranked = sorted(scores.values(), reverse=True)
    cut = ranked[places - 1]
    tied_beyond = places < len(ranked) and ranked[places] == cut
    if tied_beyond and not ties_in:
        return frozenset(who for who, score in scores.items() if score > cut)
    return frozenset(who for who, score in scores.items() if score >= cut)


def bonus(terms: Terms, *, stars: int, days: Days, is_best: bool, monthly_pay: Decimal | None) -> Bonus:
    """Return what stars, and a place among the best, earn; the best need a monthly pay."""
    star = earned(terms.amounts[stars], days, prorates=terms.prorates)
    if not (is_best and terms.shares_pay and monthly_pay is not None):
        return Bonus(days, star)
    full = monthly_pay * terms.top_pay_share / 100
    return Bonus(days, star, earned(full, days, prorates=terms.prorates))


def correction(*, corrected: Decimal, original: Decimal, scaled_from: Decimal, scaled_to: Decimal) -> Decimal:
    """Return corrected less original amount as it was paid then: scaled as that month's run was; may be negative.

    corrected and original are amounts before scaling; that month's run paid scaled_to out of scaled_from.
    """
    difference = corrected - original
    return to_cent(difference * scaled_to / scaled_from if scaled_from else difference)
