"""In words: what differs between two versions of a survey form."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from feedback.form_changes import Difference
from feedback.form_words import language_names, when_asked
from feedback.models import SurveyForm, SurveyQuestion
from feedback.questions import Question


def part_text(one: Difference) -> str:
    """What of a question differs, with the language of a text and the option it belongs to."""
    parts = {
        "label": _("question"),
        "help": _("help"),
        "kind": _("kind"),
        "required": _("must be answered"),
        "weight": _("weight"),
        "condition": _("asked"),
        "option": _("answer “%(option)s”") % {"option": one.option},
        "options": _("order of the answers"),
        "place": _("place"),
    }
    text = parts[one.part]
    if not one.language:
        return text
    return _("%(part)s (%(language)s)") % {
        "part": text,
        "language": language_names().get(one.language, one.language),
    }


def value_of_part(one: Difference, value: Any, questions: Sequence[Question]) -> str:
    """A value of a part that differs, in words."""
    if one.part == "required":
        return _("yes") if value else _("no")
    if one.part == "condition":
        asked = Question("", condition=value)
        return when_asked(asked, questions) if value else _("of everybody")
    if one.part == "kind":
        return str(SurveyQuestion.Kind(value).label)
    if one.part == "weight":
        return "" if value is None else number_format(value, use_l10n=True)
    return str(value)


def rule_changes(before: SurveyForm, after: SurveyForm, rules: Sequence[str]) -> list[tuple[str, str, str]]:
    """The rules that differ, each with its name and both values."""
    return [
        (rule_name(rule), rule_value(getattr(before, rule)), rule_value(getattr(after, rule)))
        for rule in rules
        if getattr(before, rule) != getattr(after, rule)
    ]


def rule_name(rule: str) -> str:
    return str(SurveyForm._meta.get_field(rule).verbose_name)  # type: ignore[union-attr]


def rule_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number_format(value)
