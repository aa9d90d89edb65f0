"""In words: why a survey form cannot be published, when a question is asked, and what differs between versions."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from feedback.form_checks import FormProblem, Found
from feedback.questions import NUMBERS, Comparison, Kind, Question

OF_THE_FORM = {
    FormProblem.NO_QUESTION: gettext_lazy("The survey asks nothing yet. Add a question."),
    FormProblem.NO_STARS: gettext_lazy(
        "At least one question must be answered with stars: they make the score."
    ),
}
OF_A_QUESTION = {
    FormProblem.DUPLICATE_CODE: gettext_lazy("Two questions have the same code."),
    FormProblem.RESERVED_CODE: gettext_lazy(
        "The code “nps” belongs to the recommendation, and “words” to a question for words."
    ),
    FormProblem.NO_LABEL: gettext_lazy("The question is not written in any language."),
    FormProblem.NO_WEIGHT: gettext_lazy("Stars need a weight above zero."),
    FormProblem.FEW_OPTIONS: gettext_lazy("There must be at least two answers to choose from."),
    FormProblem.OPTION_WITHOUT_LABEL: gettext_lazy(
        "An answer to choose from is not written in any language."
    ),
    FormProblem.OPTION_WITHOUT_CODE: gettext_lazy("An answer to choose from has no code."),
    FormProblem.DUPLICATE_OPTION: gettext_lazy("Two answers to choose from have the same code."),
    FormProblem.ALWAYS_ASKED: gettext_lazy(
        "Stars and the recommendation are asked of everybody, so that the figures stay comparable."
    ),
    FormProblem.CONDITION_ON_NOTHING: gettext_lazy("Its condition is on a question that is not there."),
    FormProblem.CONDITION_ON_LATER: gettext_lazy("Its condition is on a question that comes later."),
    FormProblem.CIRCULAR: gettext_lazy("Its condition leads back to itself."),
    FormProblem.CONDITION_ON_WORDS: gettext_lazy("Its condition is on words, which cannot be compared."),
    FormProblem.IMPOSSIBLE_VALUE: gettext_lazy("Its condition is on an answer that cannot be given."),
    FormProblem.NOT_ORDERED: gettext_lazy("“At most” and “at least” are for stars and the recommendation."),
}


def found_text(found: Found, questions: Sequence[Question]) -> str:
    """Say what is wrong, and with which question."""
    if found.place is None:
        return str(OF_THE_FORM[found.problem])
    return _("Question %(number)s (%(label)s): %(problem)s") % {
        "number": found.place + 1,
        "label": name_of(questions[found.place]),
        "problem": OF_A_QUESTION[found.problem],
    }


def name_of(question: Question) -> str:
    """The question as it is asked, or its code while it is not written."""
    return str(question.label or "") or question.code


def when_asked(question: Question, questions: Sequence[Question]) -> str:
    """Say on what answer the question depends; nothing where it is asked of everybody."""
    condition = question.condition
    on = condition and next((one for one in questions if one.code == condition.question), None)
    if not condition or not on:
        return ""
    texts = {
        Comparison.IS: _("Only if the answer to “%(question)s” is: %(value)s."),
        Comparison.IS_NOT: _("Only if the answer to “%(question)s” is not: %(value)s."),
        Comparison.AT_MOST: _("Only if the answer to “%(question)s” is at most: %(value)s."),
        Comparison.AT_LEAST: _("Only if the answer to “%(question)s” is at least: %(value)s."),
    }
    words = {"question": name_of(on), "value": value_text(on, condition.value)}
    return texts[condition.comparison] % words


def value_text(question: Question, value: str) -> Any:
    """An answer in words: stars, a number, or the label of an option."""
    if question.kind is Kind.STARS:
        return _("%(count)s stars") % {"count": value} if value != "1" else _("1 star")
    return value if question.kind in NUMBERS else str(question.label_of(value))


def language_names() -> dict[str, str]:
    """Our languages by code, each in its own words."""
    return {code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}
