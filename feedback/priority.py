"""How fast a request is to be served, and why: facts in, a tier and every reason out.

Reasons are plain data, kept with the request and put into words where they are read. Each has a `code`, the `tier` it asks
for and whether it `decides`:

- `chosen`: a person named the tier; `complaint`: complaints have a tier of their own; `category` (with `category`): the
  category's usual tier; `default`: nothing else says anything
- `keyword` (with `words`), `tag` (with `tags`), `complaints` (with `count` and `days`): a priority rule applies
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from feedback.wordsearch import words_found

Reason = dict[str, Any]


@dataclass(frozen=True)
class TierRank:
    """A tier by its code; rank 1 is the most urgent."""

    code: str
    rank: int


@dataclass(frozen=True)
class Rule:
    """A reason to serve faster: any of `words` in the text or among the tags, or so many complaints of late."""

    kind: str
    tier: TierRank
    words: tuple[str, ...] = ()
    at_least: int = 1
    within_days: int = 365


@dataclass(frozen=True)
class RequestFacts:
    """What is known of a request when it comes in; complaints before it by how many days ago they were made."""

    text: str
    is_complaint: bool = False
    tags: frozenset[str] = frozenset()
    complaints_days_ago: tuple[float, ...] = ()
    category: str = ""
    category_tier: TierRank | None = None
    chosen: TierRank | None = None


@dataclass(frozen=True)
class Proposal:
    """The tier a request gets, by its code, and all that spoke for it or for a slower one."""

    tier: str
    reasons: tuple[Reason, ...]


def propose(
    facts: RequestFacts, rules: Iterable[Rule], usual: TierRank, complaints: TierRank | None = None
) -> Proposal:
    """Return the fastest tier a rule that applies asks for, unless a person chose one or the base is faster.

    The base is `complaints` for a complaint, else the category's tier, else `usual`.
    """
    if facts.chosen:
        return Proposal(facts.chosen.code, ({"code": "chosen", "tier": facts.chosen.code, "decides": True},))
    base, reason = _base(facts, usual, complaints)
    speaking = [(base, reason)]
    speaking += [(rule.tier, why) for rule in rules if (why := _why(rule, facts))]
    fastest = min((tier for tier, _reason in speaking), key=lambda tier: tier.rank)
    reasons = [
        {**why, "tier": tier.code, "decides": tier.code == fastest.code}
        for tier, why in sorted(speaking, key=lambda one: one[0].rank)
    ]
    return Proposal(fastest.code, tuple(reasons))


def _base(facts: RequestFacts, usual: TierRank, complaints: TierRank | None) -> tuple[TierRank, Reason]:
    if facts.is_complaint and complaints:
        return complaints, {"code": "complaint"}
    if facts.category_tier:
        return facts.category_tier, {"code": "category", "category": facts.category}
    return usual, {"code": "default"}


def _why(rule: Rule, facts: RequestFacts) -> Reason | None:
    if rule.kind == "keyword":
        found = words_found(facts.text, rule.words)
        return {"code": "keyword", "words": list(found)} if found else None
    if rule.kind == "tag":
        tags = sorted(facts.tags & {word.casefold() for word in rule.words})
        return {"code": "tag", "tags": tags} if tags else None
    count = sum(1 for days in facts.complaints_days_ago if days <= rule.within_days)
    if count < rule.at_least:
        return None
    return {"code": "complaints", "count": count, "days": rule.within_days}
