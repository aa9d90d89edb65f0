"""What staff are told about requests, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from feedback.timeline import moment_in
from people.notices import says

Facts = Mapping[str, Any]


def _filled(text: str, facts: Facts) -> str:
    due = moment_in(facts.get("due_at"))
    return text % {"number": "", "subject": "", "name": "", "step": 0, **facts, "due": due}


@says("sla-warning")
def sla_warning(facts: Facts) -> str:
    if facts.get("milestone") == "response":
        return _filled(_("%(number)s “%(subject)s”: first reply due %(due)s"), facts)
    return _filled(_("%(number)s “%(subject)s”: solution due %(due)s"), facts)


@says("sla-breach")
def sla_breach(facts: Facts) -> str:
    if facts.get("milestone") == "response":
        return _filled(_("%(number)s “%(subject)s”: no reply by %(due)s"), facts)
    return _filled(_("%(number)s “%(subject)s”: not solved by %(due)s"), facts)


@says("sla-escalation")
def sla_escalation(facts: Facts) -> str:
    if facts.get("milestone") == "response":
        text = _("Escalation %(step)s: %(number)s “%(subject)s” had no reply by %(due)s")
    else:
        text = _("Escalation %(step)s: %(number)s “%(subject)s” was not solved by %(due)s")
    return _filled(text, facts)


@says("request-assigned")
def request_assigned(facts: Facts) -> str:
    if facts.get("name"):
        return _filled(_("%(name)s gave you %(number)s “%(subject)s”"), facts)
    return _filled(_("Given to you: %(number)s “%(subject)s”"), facts)


@says("customer-wrote")
def customer_wrote(facts: Facts) -> str:
    return _filled(_("The customer wrote: %(number)s “%(subject)s”"), facts)
