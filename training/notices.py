"""What people are told about their training, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.notices import says
from starservice.web.localized import LocalizedText

Facts = Mapping[str, Any]


def _path_words(text: str, facts: Facts) -> str:
    due = facts.get("due_on")
    return text % {
        "path": LocalizedText(facts.get("path") or {}),
        "day": date_format(date.fromisoformat(due), "SHORT_DATE_FORMAT") if due else "",
        "name": facts.get("name", ""),
        "reason": facts.get("reason", ""),
    }


@says("path_assigned")
def path_assigned(facts: Facts) -> str:
    return _path_words(_("You are on the learning path “%(path)s”. Finish it by %(day)s."), facts)


@says("path_mentor")
def path_mentor(facts: Facts) -> str:
    return _path_words(_("You are the mentor of %(name)s on the path “%(path)s” until %(day)s."), facts)


# --- the standards manual ---------------------------------------------------------------------
@says("path_done")
def path_done(facts: Facts) -> str:
    return _path_words(_("You finished the learning path “%(path)s”. Well done!"), facts)


@says("retraining_done")
def retraining_done(facts: Facts) -> str:
    return _path_words(_("You finished “%(path)s”. You can take the exam again."), facts)


@says("mentee_done")
def mentee_done(facts: Facts) -> str:
    return _path_words(_("%(name)s, whom you mentor, finished the path “%(path)s”."), facts)


@says("path_extended")
def path_extended(facts: Facts) -> str:
    return _path_words(_("You have until %(day)s for the path “%(path)s”: %(reason)s"), facts)


@says("path_cancelled")
def path_cancelled(facts: Facts) -> str:
    return _path_words(_("You need not finish the path “%(path)s” any more: %(reason)s"), facts)


@says("path_soon")
def path_soon(facts: Facts) -> str:
    return _path_words(_("The learning path “%(path)s” is due on %(day)s."), facts)


@says("path_due")
def path_due(facts: Facts) -> str:
    return _path_words(_("The learning path “%(path)s” is due today."), facts)


@says("path_late")
def path_late(facts: Facts) -> str:
    return _path_words(
        _("The learning path “%(path)s” was due on %(day)s. Finish it as soon as you can."), facts
    )


@says("report_late")
def report_late(facts: Facts) -> str:
    return _path_words(_("%(name)s is late with the learning path “%(path)s”; it was due on %(day)s."), facts)


@says("manual_to_read")
def manual_to_read(data: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(data["due_on"]), "SHORT_DATE_FORMAT")
    facts = {"manual": LocalizedText(data["title"]), "day": day}
    if data["step"] == "new":
        return _("“%(manual)s” is to be read. Please acknowledge it by %(day)s.") % facts
    if data["step"] == "end":
        return _("“%(manual)s” is to be acknowledged by %(day)s at the latest.") % facts
    if data["step"].startswith("late"):
        return _("You have not acknowledged “%(manual)s” yet; it was due on %(day)s.") % facts
    return _("Please remember to read “%(manual)s” and acknowledge it by %(day)s.") % facts
