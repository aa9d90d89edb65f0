"""Whether an answer fits what a survey asks, and the score the answer gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from feedback.questions import NPS_CODE, WORDS_CODE, AskedForm, Kind, Question
from starservice.lib.means import half_up, weighted_mean

PLACES = 16
MAX_WORDS = 2000
DETRACTOR_TO = 6
PROMOTER_FROM = 9
STARS = {str(star): star for star in range(1, 6)}
RECOMMENDATIONS = {str(value): value for value in range(11)}


class Problem(StrEnum):
    """Why a field of an answer is refused."""

    MISSING = "missing"
    NOT_A_STAR = "not_a_star"
    NOT_ASKED = "not_asked"
    NOT_0_TO_10 = "not_0_to_10"
    NOT_AN_OPTION = "not_an_option"
    NOT_WORDS = "not_words"
    UNANSWERED = "unanswered"
    TOO_LONG = "too_long"


class RefusedValueError(Exception):
    """What was typed is no answer to the question."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


@dataclass(frozen=True)
class CheckedAnswer:
    """An answer that fits its form, or the problems by field ("stars-attitude", "nps", "words", "reply-reason")."""

    stars: Mapping[str, int] = field(default_factory=dict)
    nps: int | None = None
    words: str = ""
    replies: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)


def check_answer(
    form: AskedForm,
    stars: Mapping[str, Any],
    nps: Any = None,
    words: str = "",
    replies: Mapping[str, Any] | None = None,
) -> CheckedAnswer:
    """Check stars and replies by question code, recommendation and words, as typed or as numbers, against the form.

    What was typed to a question that is not asked after these answers is dropped.
    """
    typed = typed_by_field(stars, nps, words, replies or {})
    given, problems = read_in_order(form, typed)
    problems |= dict.fromkeys(not_asked(form, typed), Problem.NOT_ASKED)
    if problems:
        return CheckedAnswer(problems=problems)
    return CheckedAnswer(
        stars={question.code: given[question.code] for question in form.dimensions},
        nps=given.pop(NPS_CODE, None),
        words=given.pop(WORDS_CODE, ""),
        replies={
            question.code: given[question.code]
            for question in form.questions
            if question.kind is not Kind.STARS and question.code in given
        },
    )


def typed_by_field(
    stars: Mapping[str, Any], nps: Any, words: str, replies: Mapping[str, Any]
) -> dict[str, Any]:
    """Return everything typed by the name of its field."""
    by_code = {f"stars-{code}": value for code, value in stars.items()}
    replied = {f"reply-{code}": value for code, value in replies.items()}
    return {**by_code, **replied, NPS_CODE: nps, WORDS_CODE: words}


def read_in_order(form: AskedForm, typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Problem]]:
    """Return the answers by question code, and the problems by field; a later question knows the answers before it."""
    given: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for question in form.questions:
        if not question.is_asked(given):
            continue
        try:
            answer = READERS[question.kind](question, typed.get(question.field))
        except RefusedValueError as refused:
            problems[question.field] = refused.problem
        else:
            if answer not in (None, "", ()):
                given[question.code] = answer
    return given, problems


def not_asked(form: AskedForm, typed: Mapping[str, Any]) -> Iterator[str]:
    """The fields filled in that belong to no question of the form; for stars even an empty one is of another form."""
    asked = {question.field for question in form.questions}
    for name, value in typed.items():
        if name not in asked and (name.startswith("stars-") or any(map(as_typed, several(value)))):
            yield name


def read_stars(question: Question, typed: Any) -> int:
    """One to five whole stars; they are always needed."""
    text = as_typed(typed)
    if text not in STARS:
        raise RefusedValueError(Problem.NOT_A_STAR if text else Problem.MISSING)
    return STARS[text]


def read_nps(question: Question, typed: Any) -> int | None:
    """A whole number from 0 to 10."""
    text = needed(question, as_typed(typed))
    if text and text not in RECOMMENDATIONS:
        raise RefusedValueError(Problem.NOT_0_TO_10)
    return RECOMMENDATIONS.get(text)


def read_single(question: Question, typed: Any) -> str:
    """The code of one option."""
    code = needed(question, as_typed(typed))
    if code and code not in {option.code for option in question.options}:
        raise RefusedValueError(Problem.NOT_AN_OPTION)
    return code


def read_multiple(question: Question, typed: Any) -> tuple[str, ...]:
    """The codes of some options, in the order of the question."""
    codes = {code for one in several(typed) if (code := as_typed(one))}
    chosen = tuple(option.code for option in question.options if option.code in codes)
    if len(chosen) < len(codes):
        raise RefusedValueError(Problem.NOT_AN_OPTION)
    needed(question, "".join(chosen))
    return chosen


def read_text(question: Question, typed: Any) -> str:
    """A few words."""
    if not isinstance(typed, str) and as_typed(typed):
        raise RefusedValueError(Problem.NOT_WORDS)
    text = needed(question, storable(typed or ""))
    if len(text) > MAX_WORDS:
        raise RefusedValueError(Problem.TOO_LONG)
    return text


READERS: Mapping[Kind, Callable[[Question, Any], Any]] = {
    Kind.STARS: read_stars,
    Kind.NPS: read_nps,
    Kind.SINGLE: read_single,
    Kind.MULTIPLE: read_multiple,
    Kind.TEXT: read_text,
}


def needed(question: Question, text: str) -> str:
    """Return the text, or refuse that nothing was answered where an answer is required."""
    if question.required and not text:
        raise RefusedValueError(Problem.UNANSWERED)
    return text


def several(typed: Any) -> Sequence[Any]:
    """Return what was typed as a sequence, also where it is one value."""
    return typed if isinstance(typed, list | tuple) else [typed]


def as_typed(value: Any) -> str:
    """Return what was typed or given as a whole number; anything else (4.0, True, a list) fits no answer."""
    if value is None or value == []:
        return ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if type(value) is int else "?"


def storable(words: str) -> str:
    """Return the words without what a database text cannot hold."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def score_of(form: AskedForm, stars: Mapping[str, int]) -> Decimal:
    """Return the mean of checked stars with the form's weights, rounded once to 16 places, half up."""
    weights = {question.code: question.weight or 0 for question in form.dimensions}
    return half_up(weighted_mean((value, weights[code]) for code, value in stars.items()), PLACES)


def is_low(form: AskedForm, score: Decimal, nps: int | None) -> bool:
    """Whether somebody should call this customer: few stars, or a detractor (0–6)."""
    return score <= form.low_score_to or (nps is not None and nps <= DETRACTOR_TO)


def said_in(form: AskedForm, answer: Any) -> list[tuple[Question, Any]]:
    """Each answered question of a stored answer with what was said: a number, words, or the labels of options."""
    stored = {**answer.replies, **answer.stars, NPS_CODE: answer.nps, WORDS_CODE: answer.words}
    said = ((question, stored.get(question.code)) for question in form.questions)
    return [(question, in_words(question, value)) for question, value in said if value not in (None, "")]


def in_words(question: Question, value: Any) -> Any:
    """An option's code as its label, several as a list of labels; numbers and words as they are."""
    if question.kind is Kind.MULTIPLE:
        return [question.label_of(code) for code in value]
    return question.label_of(value) if question.kind is Kind.SINGLE else value
