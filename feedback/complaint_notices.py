"""What users are told about complaints and the money asked for on them, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from people.notices import says
from starservice.web.formats import format_money

Facts = Mapping[str, Any]


def _filled(text: str, facts: Facts) -> str:
    amount = format_money(facts.get("amount") or 0, str(facts.get("currency") or ""))
    return text % {"amount": amount, "number": facts.get("number", ""), "note": facts.get("note", "")}


@says("money_asked")
def money_asked(facts: Facts) -> str:
    if facts.get("kind") == "refund":
        return _filled(_("A refund of %(amount)s on %(number)s waits for your decision."), facts)
    return _filled(_("A compensation of %(amount)s on %(number)s waits for your decision."), facts)


@says("money_approved")
def money_approved(facts: Facts) -> str:
    if facts.get("kind") == "refund":
        return _filled(_("The refund you asked for (%(amount)s) on %(number)s was approved: %(note)s"), facts)
    return _filled(
        _("The compensation you asked for (%(amount)s) on %(number)s was approved: %(note)s"), facts
    )


@says("money_refused")
def money_refused(facts: Facts) -> str:
    if facts.get("kind") == "refund":
        return _filled(_("The refund you asked for (%(amount)s) on %(number)s was refused: %(note)s"), facts)
    return _filled(
        _("The compensation you asked for (%(amount)s) on %(number)s was refused: %(note)s"), facts
    )


@says("money_paid")
def money_paid(facts: Facts) -> str:
    if facts.get("kind") == "refund":
        return _filled(_("The refund of %(amount)s on %(number)s was paid."), facts)
    return _filled(_("The compensation of %(amount)s on %(number)s was paid."), facts)


@says("complaint_escalated")
def complaint_escalated(facts: Facts) -> str:
    return _("Complaint %(number)s was reopened %(times)s times. It is before you now.") % {
        "number": facts.get("number", ""),
        "times": facts.get("times", ""),
    }
