"""Who is asked after a service: drawn by a stored seed, spared within a quiet period, each once and with the reason.

Customers who cannot or must not be asked are left out before the draw, so the share that is drawn is of those who could
be; the quiet period comes after it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

DRAW_BYTES = 8


class Outcome(StrEnum):
    """What was decided about one service."""

    INVITED = "invited"
    SAMPLED_OUT = "sampled_out"
    QUIET = "quiet"
    NO_ADDRESS = "no_address"
    OPTED_OUT = "opted_out"
    ASKED_ALREADY = "asked_already"
    NO_FORM = "no_form"
    NO_PERSON = "no_person"


class Way(StrEnum):
    """How a customer is asked."""

    EMAIL = "email"
    CALL_BACK = "call_back"


@dataclass(frozen=True)
class Rule:
    """What a sampling rule says; `rate` is a percentage from 0 to 100."""

    pk: int
    seed: str
    rate: Decimal
    quiet_days: int
    way: str = Way.EMAIL


@dataclass(frozen=True)
class Candidate:
    """One service somebody may be asked about; `key` names it for ever, `at` is the moment of the decision."""

    key: str
    rule: int
    at: datetime
    customer: int | None = None
    has_email: bool = False
    has_phone: bool = False
    wants_none: bool = False
    has_person: bool = True
    has_form: bool = True
    asked_already: bool = False
    last_asked_at: datetime | None = None


def drawn_number(seed: str, key: str) -> int:
    """Return the first 64 bits of SHA-256(seed|key) as a number."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{key}".encode()).digest()[:DRAW_BYTES])


def is_drawn(seed: str, key: str, rate: Decimal) -> bool:
    """Whether the number drawn for a service lies below the rate; anybody who knows the seed can check it."""
    return drawn_number(seed, key) * 100 < rate * 2 ** (8 * DRAW_BYTES)


def decide(candidates: Iterable[Candidate], rules: Mapping[int, Rule]) -> list[Outcome]:
    """Decide in the order given; who is invited on the way is spared in what follows."""
    asked_at: dict[int, datetime] = {}
    outcomes = []
    for candidate in candidates:
        outcome = outcome_of(candidate, rules[candidate.rule], asked_at)
        if outcome is Outcome.INVITED and candidate.customer is not None:
            asked_at[candidate.customer] = candidate.at
        outcomes.append(outcome)
    return outcomes


def outcome_of(candidate: Candidate, rule: Rule, asked_at: Mapping[int, datetime]) -> Outcome:
    """Return what happens to one service; `asked_at` is when customers were invited meanwhile."""
    if obstacle := obstacle_of(candidate, rule):
        return obstacle
    if not is_drawn(rule.seed, candidate.key, rule.rate):
        return Outcome.SAMPLED_OUT
    return Outcome.QUIET if is_quiet(candidate, rule, asked_at) else Outcome.INVITED


def obstacle_of(candidate: Candidate, rule: Rule) -> Outcome | None:
    """Return why nobody can be asked about this service, whatever is drawn."""
    has_address = candidate.has_phone if rule.way == Way.CALL_BACK else candidate.has_email
    obstacles = [
        (candidate.asked_already, Outcome.ASKED_ALREADY),
        (not candidate.has_person, Outcome.NO_PERSON),
        (not candidate.has_form, Outcome.NO_FORM),
        (candidate.wants_none, Outcome.OPTED_OUT),
        (not has_address, Outcome.NO_ADDRESS),
    ]
    return next((outcome for applies, outcome in obstacles if applies), None)


def is_quiet(candidate: Candidate, rule: Rule, asked_at: Mapping[int, datetime]) -> bool:
    """Whether the customer was asked less than the quiet period ago, about whatever and in whatever way."""
    known = [candidate.last_asked_at, asked_at.get(candidate.customer or 0)]
    since = candidate.at - timedelta(days=rule.quiet_days)
    return any(moment is not None and moment > since for moment in known)
