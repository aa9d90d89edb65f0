"""Which tier a request gets, and every reason said: a table of facts."""

import pytest

from feedback.priority import Proposal, RequestFacts, Rule, TierRank, propose
from feedback.wordsearch import listed, words_found

URGENT, IMPORTANT, GENERAL, COMPLAINT = (
    TierRank(code, rank) for rank, code in enumerate(("urgent", "important", "general", "complaint"), start=1)
)
RULES = (
    Rule("keyword", URGENT, words=("fire", "着火")),
    Rule("tag", IMPORTANT, words=("VIP",)),
    Rule("complaints", IMPORTANT, at_least=3, within_days=365),
)


def proposed(**facts: object) -> Proposal:
    return propose(RequestFacts(**{"text": "hello", **facts}), RULES, GENERAL, COMPLAINT)


@pytest.mark.parametrize(
    ("facts", "tier", "codes"),
    [
        ({}, "general", ["default"]),
        ({"category": "fault", "category_tier": IMPORTANT}, "important", ["category"]),
        ({"text": "There is a FIRE"}, "urgent", ["keyword", "default"]),
        ({"text": "机房着火了"}, "urgent", ["keyword", "default"]),
        ({"tags": frozenset({"vip", "business"})}, "important", ["tag", "default"]),
        ({"tags": frozenset({"business"})}, "general", ["default"]),
        ({"complaints_days_ago": (1, 2, 365)}, "important", ["complaints", "default"]),
        ({"complaints_days_ago": (1, 2, 365.1)}, "general", ["default"]),
        ({"complaints_days_ago": (1, 2)}, "general", ["default"]),
        ({"is_complaint": True}, "complaint", ["complaint"]),
        (
            {"is_complaint": True, "category": "fault", "category_tier": IMPORTANT},
            "complaint",
            ["complaint"],
        ),
        ({"is_complaint": True, "text": "fire"}, "urgent", ["keyword", "complaint"]),
        (
            {"text": "fire", "tags": frozenset({"vip"}), "category": "x", "category_tier": GENERAL},
            "urgent",
            ["keyword", "tag", "category"],
        ),
        ({"text": "fire", "chosen": GENERAL}, "general", ["chosen"]),
    ],
)
def test_fastest_tier_wins_and_everything_that_spoke_is_kept(facts, tier, codes):
    proposal = proposed(**facts)
    assert proposal.tier == tier
    assert [reason["code"] for reason in proposal.reasons] == codes
    assert {reason["tier"] for reason in proposal.reasons if reason["decides"]} == {tier}


def test_reasons_hold_the_facts_that_spoke():
    proposal = proposed(text="fire and 着火", tags=frozenset({"vip"}), complaints_days_ago=(5, 6, 7, 400))
    keyword, tag, complaints, usual = proposal.reasons
    assert keyword == {"code": "keyword", "words": ["fire", "着火"], "tier": "urgent", "decides": True}
    assert tag == {"code": "tag", "tags": ["vip"], "tier": "important", "decides": False}
    assert (complaints["count"], complaints["days"]) == (3, 365)
    assert usual == {"code": "default", "tier": "general", "decides": False}


def test_a_rule_for_a_slower_tier_never_slows_down():
    slower = Rule("keyword", GENERAL, words=("hello",))
    facts = RequestFacts("hello", category="fault", category_tier=URGENT)
    proposal = propose(facts, [slower], GENERAL)
    assert proposal.tier == "urgent"
    assert [reason["code"] for reason in proposal.reasons if reason["decides"]] == ["category"]


def test_complaint_without_a_tier_of_its_own_is_served_as_its_category():
    facts = RequestFacts("x", is_complaint=True, category="fault", category_tier=IMPORTANT)
    assert propose(facts, (), GENERAL, None).tier == "important"


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("It is on fire.", "fire", True),
        ("FIRES everywhere", "fire", True),
        ("Firefox crashed", "fire", False),
        ("campfire", "fire", False),
        ("我的order坏了", "order", True),
        ("ｆｉｒｅ", "fire", True),
        ("not\n  working", "not working", True),
        ("这里着火了", "着火", True),
        ("a+b", "a+b", True),
        ("taxes", "tax", True),
        ("anything", "", False),
        ("r_fire_", "fire", True),
        ("éfire", "fire", False),
    ],
)
def test_words_are_found_whole(text, word, found):
    assert words_found(text, [word]) == ((word,) if found else ())


def test_lists_have_one_word_a_line():
    assert listed(" fire \n\nnot   working\nfire\n") == ("fire", "not working")
