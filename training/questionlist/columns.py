"""The columns of a workbook of questions, and how headings and words in cells are recognised in every language."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from training.models import Question

LETTERS = "ABCDEFGH"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LABELS: dict[str, Any] = {
    "code": _("Code"),
    "topic": _("Topic"),
    "difficulty": _("Difficulty"),
    "kind": _("Kind"),
    "text": _("Question"),
    **{letter: letter for letter in LETTERS},
    "right": _("Right answers"),
    "order": _("Right order"),
    "explanation": _("Explanation"),
    "rubric": _("Rubric"),
    "state": _("State"),
}
IN_LANGUAGES = ("text", *LETTERS, "explanation")
Column = tuple[str, str]  # the field, and the language or nothing


def columns() -> list[Column]:
    """All columns in the order they are written in."""
    return [(name, language) for name in LABELS for language in (LANGUAGES if name in IN_LANGUAGES else [""])]


def label_of(column: Column) -> str:
    """The heading of a column: “Question (zh-hans)”."""
    name, language = column
    label = str(LABELS[name])
    return f"{label} ({language})" if language else label


def recognised(headings: Iterable[str], main: str) -> dict[Column, int]:
    """Place by column of known headings; a text without a language is in the main one. The first wins."""
    known = _known()
    places: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        found = re.fullmatch(r"(.*?)\s*(?:[(（]\s*([\w-]+)\s*[)）])?", _typed(heading))
        name = known.get(found[1]) if found else None
        if found and name:
            language = (found[2] or main) if name in IN_LANGUAGES else ""
            if language in ("", *LANGUAGES):
                places.setdefault((name, language), place)
    return places


def kind_said(words: str) -> str:
    """The kind a cell names by its code or label in any language; empty when none."""
    return str(_choices("kind").get(_typed(words), ""))


def difficulty_said(words: str) -> int | None:
    found = _choices("difficulty").get(_typed(words))
    return None if found is None else int(found)


def state_said(words: str) -> str:
    return str(_choices("state").get(_typed(words), ""))


def _typed(words: str) -> str:
    return " ".join(words.casefold().strip("* ：:").split())


@cache
def _known() -> dict[str, str]:
    known = {name.casefold(): name for name in LABELS}
    for language in LANGUAGES:
        with override(language):
            known |= {_typed(str(label)): name for name, label in LABELS.items()}
            known |= {_typed(gettext("right answer")): "right", _typed(gettext("question")): "text"}
    return known


@cache
def _choices(field: str) -> dict[str, Any]:
    named: Any = Question._meta.get_field(field)
    choices = named.choices
    known = {str(value): value for value, _label in choices}
    for language in LANGUAGES:
        with override(language):
            known |= {_typed(str(label)): value for value, label in choices}
    return known
