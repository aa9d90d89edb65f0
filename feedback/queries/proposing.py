"""What tier a request would get, without making one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.handling_reasons import tier_reason_words
from feedback.models import Category, Tier
from feedback.priority import RequestFacts, TierRank, propose
from feedback.queries.sorting import category_of, rank_of, rules_in_use, tiers_in_use


@dataclass(frozen=True)
class TriedTier:
    """The tier, every reason in words (those that decide first), and how the category was found."""

    tier: Tier
    deciding: list[str]
    others: list[str]
    category: Category | None
    category_words: tuple[str, ...]


def tried_tier(typed: Mapping[str, Any]) -> TriedTier | None:
    """Return what a request with this text, category, tags and complaints would get; None without a tier in use."""
    known = tiers_in_use()
    ordinary = [tier for tier in known.values() if not tier.is_for_complaints] or list(known.values())
    if not ordinary:
        return None
    category, words = (typed["category"], ()) if typed["category"] else category_of(typed["text"])
    usual_tier = category.tier if category and category.tier and category.tier.code in known else None
    facts = RequestFacts(
        text=typed["text"],
        is_complaint=typed["is_complaint"],
        tags=typed["tags"],
        complaints_days_ago=(0.0,) * (typed["complaints"] or 0),
        category=category.code if category else "",
        category_tier=rank_of(usual_tier),
    )
    complaints = next((tier for tier in known.values() if tier.is_for_complaints), None)
    usual = TierRank(ordinary[-1].code, ordinary[-1].rank)
    proposal = propose(facts, rules_in_use(), usual, rank_of(complaints))
    names = {code: str(tier) for code, tier in known.items()}
    deciding = [tier_reason_words(one, names) for one in proposal.reasons if one.get("decides")]
    others = [tier_reason_words(one, names) for one in proposal.reasons if not one.get("decides")]
    return TriedTier(known[proposal.tier], deciding, others, category, words)
