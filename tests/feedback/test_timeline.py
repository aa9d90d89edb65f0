"""Every kind of timeline entry is told in words, in the reader's language."""

import pytest
from django.utils import translation

from feedback.handling_reasons import agent_reason_words, tier_reason_words
from feedback.models import TimelineEntry
from feedback.timeline import BY_KIND, entry_words

TIERS = {"from": {"en": "General", "zh-hans": "一般"}, "to": {"en": "Urgent", "zh-hans": "紧急"}}
DUE = "2026-10-15T12:00:00+08:00"


def test_every_kind_has_words():
    assert set(BY_KIND) == set(TimelineEntry.Kind.values)
    assert all(entry_words(kind, {}) for kind in TimelineEntry.Kind.values)


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("status", {"code": "reopened", "count": 1}, "Reopened"),
        (
            "status",
            {"code": "reopened", "count": 2, "by_customer": True},
            "Reopened by the customer, 2 times by now",
        ),
        ("status", {"code": "closed_by_time"}, "Closed, as nothing more was heard"),
        ("status", {"code": "of another time"}, "Status changed"),
        ("assigned", {"code": "taken", "from": "", "to": "Lin"}, "Lin took it"),
        ("assigned", {"code": "automatic", "to": "Lin"}, "Assigned to Lin automatically"),
        ("assigned", {"code": "nobody"}, "Nobody could be assigned"),
        ("handover", {"code": "handed", "from": "Lin", "to": "Wang"}, "Handed over from Lin to Wang"),
        ("tier", TIERS, "Service tier changed from General to Urgent"),
        (
            "tier",
            {**TIERS, "restarted": ["response", "solution"]},
            "Service tier changed from General to Urgent; its time had passed, so it counts from now: "
            "first reply and solution",
        ),
        ("category", {"from": {}, "to": {"en": "Billing"}}, "Category set to Billing"),
        (
            "sla",
            {"level": 0, "milestone": "response", "due_at": DUE},
            "Time is running out for the first reply, due 10/15/2026 12:00",
        ),
        (
            "sla",
            {"level": 3, "milestone": "solution", "due_at": DUE},
            "Escalated to level 3: the solution was due 10/15/2026 12:00",
        ),
        (
            "compensation",
            {"code": "asked", "money": "refund", "amount": "80.50", "currency": "CNY"},
            "Refund of CN¥80.50 asked for",
        ),
        ("complaint", {"code": "decided", "finding": "upheld"}, "Decided: upheld"),
        (
            "linked",
            {"code": "followed_by", "number": "R000009"},
            "The customer wrote again after the end; it goes on as R000009",
        ),
    ],
)
def test_entry_is_told_in_words(kind, data, words):
    assert entry_words(kind, data) == words


def test_names_are_told_in_the_readers_language():
    with translation.override("zh-hans"):
        words = entry_words("tier", TIERS)
    assert "一般" in words
    assert "紧急" in words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            {"code": "keyword", "tier": "urgent", "words": ["fire", "injured"]},
            "Urgent: its text says “fire and injured”.",
        ),
        (
            {"code": "complaints", "tier": "urgent", "count": 1, "days": 90},
            "Urgent: 1 complaint of the customer within 90 days.",
        ),
        ({"code": "default", "tier": "gone"}, "gone: nothing asks for another."),
        ({"code": "of another time", "tier": "urgent"}, "Urgent"),
    ],
)
def test_tier_reason_is_told_in_words(reason, words):
    assert tier_reason_words(reason, {"urgent": "Urgent"}) == words


def test_agent_reason_says_what_decided_and_who_was_left_out():
    facts = {
        "code": "automatic",
        "fit": 3,
        "open": 2,
        "decided": "load",
        "skill": True,
        "left_out": {"away": 1},
    }
    assert agent_reason_words(facts) == [
        "Had the fewest open requests of 3 agents who could take it: 2.",
        "Is trained in its category.",
        "1 agent is away.",
    ]
    assert agent_reason_words({}) == []
