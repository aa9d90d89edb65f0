"""In words: our fields, and why a row of an import was not taken."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

FIELD_LABELS = {
    "external_id": _("number of the interaction"),
    "staff": _("staff (employee number or name)"),
    "date": _("date"),
    "time": _("time"),
    "channel": _("channel"),
    "customer": _("customer number"),
    "topic": _("topic"),
    "answered": _("answered"),
    "resolved": _("resolved"),
    "response_seconds": _("speed of answer (seconds)"),
    "talk_seconds": _("talk time (seconds)"),
    "rating": _("satisfaction (1–5 stars)"),
}
REASONS = {
    "missing": _("The value is missing."),
    "too_long": _("The text is longer than %(most)s characters."),
    "not_a_date": _("This is not a date we can read."),
    "not_a_time": _("This is not a time of day we can read."),
    "in_future": _("The date is in the future."),
    "not_seconds": _("This is not a number of seconds."),
    "negative": _("The value is negative."),
    "not_yes_or_no": _("This is neither yes nor no; the file may use: %(words)s."),
    "resolved_not_answered": _("Resolved, but not answered."),
    "not_one_to_five": _("Stars are whole numbers from 1 to 5."),
    "duplicate": _("The number already stands in row %(first)s."),
    "staff_unknown": _("No member of staff has this employee number or name."),
    "staff_ambiguous": _("Several members of staff have this name; use the employee number."),
    "not_employed": _("This person was not employed on %(day)s."),
    "no_department": _("This person had no department on %(day)s."),
    "channel_unknown": _("There is no channel with this code."),
    "no_form": _("No survey form was in force on %(day)s."),
}


def reason_text(code: str, detail: Mapping[str, Any]) -> str:
    """Return a reason as a sentence in the reader's language."""
    try:
        return str(REASONS[code]) % detail
    except KeyError:
        return code
