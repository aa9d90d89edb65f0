"""Reads a GIFT file of one language as a list of questions."""

import hashlib
import re
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.gift import GiftQuestion, Mistake, read_gift
from training.models import Question
from training.questionlist.columns import difficulty_said, state_said
from training.questionlist.listed import FALSE, TRUE, ListedOption, ListedQuestion, Problem
from training.questionlist.sheet import MAX_CODE

WORDS: dict[str, Any] = {
    "no_answers": gettext_lazy("there are no answers in braces; a description asks nothing"),
    "unclosed": gettext_lazy("a brace { is not closed before the next blank line"),
    "unopened": gettext_lazy("a brace } was not opened; write \\} for the character"),
    "second_answers": gettext_lazy("there is a second pair of braces"),
    "no_text": gettext_lazy("the question has no text"),
    "name_unclosed": gettext_lazy("the name is not closed by ::"),
    "numerical": gettext_lazy("numerical questions are not supported; make it a choice"),
    "matching": gettext_lazy("matching questions are not supported; make it an order or several choices"),
    "stray": gettext_lazy("before the first answer stands a text without = or ~"),
    "weight": gettext_lazy("a weight must be a number from -100 to 100"),
    "no_right": gettext_lazy("no answer is right"),
    "two_right": gettext_lazy("more than one answer is right; give all answers weights like ~%50%"),
    "part_marks": gettext_lazy("part marks beside one right answer are not supported"),
    "one_answer": gettext_lazy("there is only one answer to choose"),
    "empty_answer": gettext_lazy("an answer is empty"),
    "image": gettext_lazy("pictures are not supported"),
}


def read_gift_list(text: str, language: str) -> list[ListedQuestion]:
    """Read all questions in the order of the file; those that cannot be read have a problem with its line."""
    questions, mistakes = read_gift(text)
    rows = [_listed(question, language) for question in questions] + [_wrong(one) for one in mistakes]
    return sorted(rows, key=lambda row: row.number)


def _wrong(mistake: Mistake) -> ListedQuestion:
    reason = str(WORDS[mistake.code])
    if mistake.detail:
        reason = _("%(reason)s: “%(detail)s”") % {"reason": reason, "detail": mistake.detail}
    problem = Problem(_("Line %(line)s") % {"line": mistake.line}, reason)
    return ListedQuestion(mistake.line, code=_code(mistake.name), problems=[problem])


def _code(name: str) -> str:
    is_code = re.fullmatch(rf"[-\w]{{1,{MAX_CODE}}}", name)
    return name if is_code else slugify(name, allow_unicode=True)[:MAX_CODE]


def _listed(question: GiftQuestion, language: str) -> ListedQuestion:
    digest = hashlib.sha256(question.text.encode()).hexdigest()[:12]
    listed = ListedQuestion(
        question.line,
        code=_code(question.ident) or _code(question.name) or f"gift-{digest}",
        topic=question.category,
        difficulty=next((found for tag in question.tags if (found := difficulty_said(tag))), None),
        kind=question.kind,
        text={language: question.text},
        state=next((said for tag in question.tags if (said := state_said(tag))), ""),
        rubric=next((tag[7:] for tag in question.tags if re.match(r"rubric:", tag)), ""),
    )
    explanation = question.explanation or _accepted(question)
    listed.explanation = {language: explanation} if explanation else {}
    listed.options = _options(question, language)
    return listed


def _accepted(question: GiftQuestion) -> str:
    if not question.accepted:
        return ""
    return _("Accepted: %(answers)s") % {"answers": ", ".join(question.accepted)}


def _options(question: GiftQuestion, language: str) -> list[ListedOption]:
    if question.kind == Question.Kind.TRUE_FALSE:
        right = question.answers[0].is_right
        return [ListedOption(TRUE, right), ListedOption(FALSE, not right)]
    return [ListedOption({language: one.text}, one.is_right, one.place) for one in question.answers]
