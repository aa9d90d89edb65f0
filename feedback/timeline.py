"""What a timeline entry says, in words of the reader's language, from the codes and facts stored with it."""

from collections.abc import Callable, Mapping
from typing import Any

from babel.lists import format_list
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from starservice.web.formats import format_money, reader_locale
from starservice.web.localized import LocalizedText

Facts = Mapping[str, Any]
MILESTONES = {"response": gettext_lazy("first reply"), "solution": gettext_lazy("solution")}
SEVERITIES = {
    "minor": gettext_lazy("minor"),
    "serious": gettext_lazy("serious"),
    "critical": gettext_lazy("critical"),
}


def entry_words(kind: str, data: Facts | None = None) -> str:
    """Return what happened as a phrase or sentence; a code nobody knows any more is told by its kind alone."""
    facts = data or {}
    words = BY_KIND.get(kind)
    return words(facts) if words else ""


def listed(items: list[str]) -> str:
    """Return words as the reader's language lists them: a, b and c."""
    return format_list(items, locale=reader_locale())


def name_in(value: Any) -> str:
    """Return a stored name in the reader's language; names of people are plain text."""
    return str(LocalizedText(value)) if isinstance(value, dict) else str(value or "")


def moment_in(value: Any) -> str:
    """Return a stored moment in the reader's place and writing."""
    moment = parse_datetime(str(value or ""))
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


def _message(facts: Facts) -> str:
    return _("The customer wrote")


def _reply(facts: Facts) -> str:
    return _("Reply to the customer")


def _automatic(facts: Facts) -> str:
    return _("Automatic reply")


def _note(facts: Facts) -> str:
    return _("Internal note")


def _status(facts: Facts) -> str:
    code = facts.get("code", "")
    if code == "reopened":
        count = int(facts.get("count") or 1)
        if facts.get("by_customer"):
            text = ngettext(
                "Reopened by the customer", "Reopened by the customer, %(count)s times by now", count
            )
        else:
            text = ngettext("Reopened", "Reopened, %(count)s times by now", count)
        return text % {"count": count}
    return str(STATUSES.get(code, _("Status changed")))


STATUSES = {
    "created": gettext_lazy("Taken in"),
    "resolved": gettext_lazy("Resolved"),
    "confirmed": gettext_lazy("The customer confirmed that it is solved"),
    "closed": gettext_lazy("Closed"),
    "closed_by_time": gettext_lazy("Closed, as nothing more was heard"),
}


def _assigned(facts: Facts) -> str:
    to = str(facts.get("to") or "")
    if facts.get("code") == "nobody" or not to:
        return _("Nobody could be assigned")
    texts = {
        "taken": _("%(to)s took it"),
        "replied": _("%(to)s took it by replying"),
        "automatic": _("Assigned to %(to)s automatically"),
    }
    return texts.get(str(facts.get("code")), _("Assigned to %(to)s")) % {"to": to}


def _handover(facts: Facts) -> str:
    people = {"before": facts.get("from", ""), "to": facts.get("to", "")}
    if facts.get("code") == "taken":
        return _("%(to)s took it over from %(before)s") % people
    return _("Handed over from %(before)s to %(to)s") % people


def _paused(facts: Facts) -> str:
    return _("Waiting for the customer: the clock stands still")


def _resumed(facts: Facts) -> str:
    return _("The clock goes on")


def _tier(facts: Facts) -> str:
    names = {"before": name_in(facts.get("from")), "after": name_in(facts.get("to"))}
    text = _("Service tier changed from %(before)s to %(after)s") % names
    restarted = [str(MILESTONES[kind]) for kind in facts.get("restarted") or () if kind in MILESTONES]
    if not restarted:
        return text
    return _("%(change)s; its time had passed, so it counts from now: %(milestones)s") % {
        "change": text,
        "milestones": listed(restarted),
    }


def _category(facts: Facts) -> str:
    before, after = name_in(facts.get("from")), name_in(facts.get("to"))
    if not before:
        return _("Category set to %(after)s") % {"after": after}
    return _("Category changed from %(before)s to %(after)s") % {"before": before, "after": after}


def _sla(facts: Facts) -> str:
    level = int(facts.get("level") or 0)
    said = {
        "milestone": str(MILESTONES.get(str(facts.get("milestone")), facts.get("milestone", ""))),
        "due": moment_in(facts.get("due_at")),
        "level": level,
    }
    return _sla_text(level) % said


def _sla_text(level: int) -> str:
    if level == 0:
        return _("Time is running out for the %(milestone)s, due %(due)s")
    if level == 1:
        return _("The time for the %(milestone)s was missed; it was due %(due)s")
    return _("Escalated to level %(level)s: the %(milestone)s was due %(due)s")


def _complaint(facts: Facts) -> str:
    words = COMPLAINTS.get(str(facts.get("code")))
    return words(facts) if words else _("Complaint")


def _classified(facts: Facts) -> str:
    parts = [_("Severity: %(severity)s") % {"severity": SEVERITIES.get(facts.get("severity", ""), "–")}]
    if facts.get("department"):
        parts.append(_("responsible: %(department)s") % {"department": facts["department"]})
    if facts.get("about"):
        parts.append(_("about %(name)s") % {"name": facts["about"]})
    return listed(parts)


def _decided(facts: Facts) -> str:
    upheld = facts.get("finding") == "upheld"
    if facts.get("changed"):
        return _("Decision changed: upheld") if upheld else _("Decision changed: not upheld")
    return _("Decided: upheld") if upheld else _("Decided: not upheld")


def _called_back(facts: Facts) -> str:
    if facts.get("satisfied"):
        return _("Called back: the customer says it is solved")
    return _("Called back: the customer says it is not solved")


def _escalated(facts: Facts) -> str:
    times = int(facts.get("times") or 0)
    text = ngettext(
        "Reopened %(times)s time: brought before the head of the department",
        "Reopened %(times)s times: brought before the head of the department",
        times,
    )
    if facts.get("to"):
        text = ngettext(
            "Reopened %(times)s time: brought before %(to)s",
            "Reopened %(times)s times: brought before %(to)s",
            times,
        )
    return text % {"times": times, "to": facts.get("to")}


def _service_error(facts: Facts) -> str:
    return _("Service error recorded: %(class)s, %(name)s") % {
        "class": name_in(facts.get("class")),
        "name": facts.get("name", ""),
    }


COMPLAINTS: Mapping[str, Callable[[Facts], str]] = {
    "opened": lambda facts: _("Made a complaint"),
    "classified": _classified,
    "decided": _decided,
    "called_back": _called_back,
    "not_reached": lambda facts: _("Called back, but nobody answered"),
    "escalated": _escalated,
    "service_error": _service_error,
}


def _compensation(facts: Facts) -> str:
    texts = {
        "asked": (_("Refund of %(amount)s asked for"), _("Compensation of %(amount)s asked for")),
        "approved": (_("Refund of %(amount)s approved"), _("Compensation of %(amount)s approved")),
        "refused": (_("Refund of %(amount)s refused"), _("Compensation of %(amount)s refused")),
        "paid": (_("Refund of %(amount)s paid"), _("Compensation of %(amount)s paid")),
    }
    other = (_("Refund of %(amount)s"), _("Compensation of %(amount)s"))
    refund, compensation = texts.get(str(facts.get("code")), other)
    amount = format_money(facts.get("amount") or 0, str(facts.get("currency") or ""))
    return (refund if facts.get("money") == "refund" else compensation) % {"amount": amount}


def _linked(facts: Facts) -> str:
    number = {"number": facts.get("number", "")}
    if facts.get("code") == "followed_by":
        return _("The customer wrote again after the end; it goes on as %(number)s") % number
    return _("Follows on %(number)s") % number


BY_KIND: Mapping[str, Callable[[Facts], str]] = {
    "message": _message,
    "reply": _reply,
    "automatic": _automatic,
    "note": _note,
    "status": _status,
    "assigned": _assigned,
    "handover": _handover,
    "paused": _paused,
    "resumed": _resumed,
    "tier": _tier,
    "category": _category,
    "sla": _sla,
    "complaint": _complaint,
    "compensation": _compensation,
    "linked": _linked,
}
