"""Reads a workbook or text table of questions, a row a question."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from starservice.sheets import SheetError, Table, cell_text
from training.models import Question
from training.questionlist.columns import (
    LABELS,
    LANGUAGES,
    LETTERS,
    Column,
    difficulty_said,
    kind_said,
    recognised,
    state_said,
)
from training.questionlist.listed import FALSE, TRUE, ListedOption, ListedQuestion, Problem, Texts

NEEDED = ("code", "kind", "text")
FORMULA = ("=", "+", "-", "@")
TRUE_WORDS, FALSE_WORDS = (
    ("true", "t", "正确", "正確", "对", "對"),
    ("false", "f", "错误", "錯誤", "错", "錯"),
)
MAX_CODE = 60


def read_sheet(table: Table, language: str) -> list[ListedQuestion]:
    """Read all rows; raises SheetError when a column is missing without which nothing can be read."""
    places = recognised(table.headings, language)
    have = {name for name, _language in places}
    missing = [str(LABELS[name]) for name in NEEDED if name not in have]
    if missing:
        raise SheetError(
            _("These columns were not found: %(missing)s. The headings are: %(headings)s.")
            % {"missing": ", ".join(missing), "headings": ", ".join(table.headings[:20])}
        )
    return [_Row(number, cells, places).read() for number, cells in table.rows]


class _Row:
    """One row while it is read."""

    def __init__(self, number: int, cells: list[Any], places: dict[Column, int]) -> None:
        self.cells, self.places = cells, places
        self.listed = ListedQuestion(number)

    def read(self) -> ListedQuestion:
        row = self.listed
        row.code, row.topic, row.rubric = self.said("code"), self.said("topic"), self.said("rubric")
        row.kind = self._chosen("kind", kind_said) or ""
        row.difficulty = self._chosen("difficulty", difficulty_said)
        row.state = self._chosen("state", state_said) or ""
        row.text, row.explanation = self.texts("text"), self.texts("explanation")
        if not re.fullmatch(rf"[-\w]{{1,{MAX_CODE}}}", row.code):
            self.refuse("code", _("needs letters, digits, - or _, at most 60 of them"))
        self._read_options()
        return row

    def said(self, name: str, language: str = "") -> str:
        place = self.places.get((name, language))
        text = cell_text(self.cells[place]) if place is not None else ""
        return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text

    def texts(self, name: str) -> Texts:
        found = {language: self.said(name, language) for language in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    def refuse(self, name: str, reason: str) -> None:
        self.listed.problems.append(Problem(str(LABELS[name]), reason))

    def _chosen(self, name: str, read: Callable[[str], Any]) -> Any:
        words = self.said(name)
        found = read(words) if words else None
        if words and not found:
            self.refuse(name, _("“%(words)s” is not known") % {"words": words[:40]})
        return found

    def _read_options(self) -> None:
        texts = {letter: text for letter in LETTERS if (text := self.texts(letter))}
        if self.listed.kind == Question.Kind.TRUE_FALSE and not texts:
            texts = {"A": TRUE, "B": FALSE}
        right = self._right()
        order = self._letters("order")
        for name, letters in (("right", right), ("order", order)):
            for letter in letters:
                if letter not in texts:
                    self.refuse(name, _("there is no answer %(letter)s") % {"letter": letter})
        is_order = self.listed.kind == Question.Kind.ORDER
        self.listed.options = [
            ListedOption(
                text,
                not is_order and letter in right,
                order.index(letter) + 1 if is_order and letter in order else None,
            )
            for letter, text in texts.items()
        ]

    def _right(self) -> list[str]:
        words = self.said("right").casefold()
        if self.listed.kind == Question.Kind.TRUE_FALSE and words in (*TRUE_WORDS, *FALSE_WORDS):
            return ["A"] if words in TRUE_WORDS else ["B"]
        return self._letters("right")

    def _letters(self, name: str) -> list[str]:
        words = self.said(name).upper()
        if re.sub(r"[A-Z,;、，\s>→.]", "", words):
            self.refuse(name, _("“%(words)s” is not a list of letters like A, C") % {"words": words[:40]})
        return re.findall(r"[A-Z]", words)
