"""Why a request has its tier and its agent, in words of the reader's language, from the codes stored with it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.timeline import listed

Facts = Mapping[str, Any]


def tier_reason_words(reason: Facts, names: Mapping[str, str]) -> str:
    """Return one reason for a tier as a sentence; `names` are tiers by code."""
    tier = names.get(str(reason.get("tier")), str(reason.get("tier", "")))
    said = {**reason, "tier": tier}
    code = str(reason.get("code"))
    if code in ("keyword", "tag"):
        said["words"] = listed([str(word) for word in reason.get("words") or reason.get("tags") or []])
    return _tier_text(code, int(reason.get("count") or 0)) % said


def _tier_text(code: str, count: int) -> str:
    texts = {
        "chosen": _("%(tier)s: chosen by a person."),
        "complaint": _("%(tier)s: complaints have a tier of their own."),
        "category": _("%(tier)s: the usual tier of its category."),
        "default": _("%(tier)s: nothing asks for another."),
        "keyword": _("%(tier)s: its text says “%(words)s”."),
        "tag": _("%(tier)s: the customer is tagged “%(words)s”."),
        "complaints": ngettext(
            "%(tier)s: %(count)s complaint of the customer within %(days)s days.",
            "%(tier)s: %(count)s complaints of the customer within %(days)s days.",
            count,
        ),
    }
    return texts.get(code, "%(tier)s")


def agent_reason_words(reason: Facts | None) -> list[str]:
    """Return why a request has its agent, or none, as sentences."""
    facts = reason or {}
    code = facts.get("code")
    if code == "automatic":
        return [*_chosen(facts), *_left_out(facts)]
    if code == "nobody":
        return [_("Nobody who was there could take it."), *_left_out(facts)]
    texts = {
        "taken": _("Took it."),
        "replied": _("Was the first to reply."),
        "handed": _("It was handed over."),
        "chosen": _("Was chosen by a person."),
        "same_agent": _("Handled the request this one follows on."),
    }
    return [texts[str(code)]] if code in texts else []


def _chosen(facts: Facts) -> list[str]:
    fit, open_now = int(facts.get("fit") or 0), int(facts.get("open") or 0)
    decided = {
        "only": _("The only agent on shift who could take it."),
        "load": ngettext(
            "Had the fewest open requests of %(fit)s agents who could take it: %(open)s.",
            "Had the fewest open requests of %(fit)s agents who could take it: %(open)s.",
            open_now,
        ),
        "turn": _("Of %(fit)s agents who could take it, the one whose turn it was."),
    }
    sentences = [
        decided.get(str(facts.get("decided")), _("Was chosen automatically."))
        % {"fit": fit, "open": open_now}
    ]
    if facts.get("skill"):
        sentences.append(_("Is trained in its category."))
    if facts.get("area"):
        sentences.append(_("Covers its area, %(area)s.") % {"area": facts["area"]})
    return sentences


def _left_out(facts: Facts) -> list[str]:
    counts = {key: int(count) for key, count in dict(facts.get("left_out") or {}).items()}
    texts = {
        "away": lambda n: ngettext("%(count)s agent is away.", "%(count)s agents are away.", n),
        "shift": lambda n: ngettext("%(count)s agent is off shift.", "%(count)s agents are off shift.", n),
        "skill": lambda n: ngettext(
            "%(count)s agent is not trained in the category.",
            "%(count)s agents are not trained in the category.",
            n,
        ),
        "area": lambda n: ngettext(
            "%(count)s agent covers other areas.", "%(count)s agents cover other areas.", n
        ),
        "full": lambda n: ngettext(
            "%(count)s agent has no room for more.", "%(count)s agents have no room for more.", n
        ),
    }
    return [texts[key](count) % {"count": count} for key, count in counts.items() if key in texts]
