"""What people are told about their sessions, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.notices import says
from starservice.web.localized import LocalizedText

Facts = Mapping[str, Any]


def _session_words(text: str, facts: Facts) -> str:
    course = facts.get("course") or ""
    begins = datetime.fromisoformat(facts["starts_at"])
    return text % {
        "course": LocalizedText(course) if isinstance(course, dict) else course,
        "when": date_format(timezone.localtime(begins), "SHORT_DATETIME_FORMAT"),
        "place": facts.get("place", ""),
        "reason": facts.get("reason", ""),
    }


@says("session-booked")
def session_booked(facts: Facts) -> str:
    return _session_words(_("You were booked for “%(course)s” on %(when)s, %(place)s."), facts)


@says("session-waiting")
def session_waiting(facts: Facts) -> str:
    return _session_words(_("You were put on the waiting list of “%(course)s” on %(when)s."), facts)


@says("session-promoted")
def session_promoted(facts: Facts) -> str:
    text = _("A seat became free: you are in “%(course)s” on %(when)s, %(place)s.")
    return _session_words(text, facts)


@says("session-place-cancelled")
def session_place_cancelled(facts: Facts) -> str:
    return _session_words(_("Your place in “%(course)s” on %(when)s was cancelled."), facts)


@says("session-given")
def session_given(facts: Facts) -> str:
    return _session_words(_("You give “%(course)s” on %(when)s, %(place)s."), facts)


@says("session-changed")
def session_changed(facts: Facts) -> str:
    return _session_words(_("“%(course)s” was changed: it begins on %(when)s, %(place)s."), facts)


@says("session-cancelled")
def session_cancelled(facts: Facts) -> str:
    return _session_words(_("“%(course)s” on %(when)s was cancelled: %(reason)s"), facts)


@says("session-reminder")
def session_reminder(facts: Facts) -> str:
    return _session_words(_("Tomorrow: “%(course)s”, %(when)s, %(place)s."), facts)


@says("session-lecture-reminder")
def session_lecture_reminder(facts: Facts) -> str:
    return _session_words(_("Tomorrow you give “%(course)s”, %(when)s, %(place)s."), facts)
