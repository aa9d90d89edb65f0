"""Whether a survey form can be published: every reason against it, by question."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from feedback.questions import CHOICES, NPS_CODE, NUMBERS, WORDS_CODE, Comparison, Condition, Kind, Question

FEWEST_OPTIONS = 2
ORDERED = frozenset({Comparison.AT_MOST, Comparison.AT_LEAST})
ALWAYS_ASKED = NUMBERS
LOWEST_AND_HIGHEST = {Kind.STARS: (1, 5), Kind.NPS: (0, 10)}


class FormProblem(StrEnum):
    """Why a form cannot be published."""

    NO_QUESTION = "no_question"
    NO_STARS = "no_stars"
    DUPLICATE_CODE = "duplicate_code"
    RESERVED_CODE = "reserved_code"
    NO_LABEL = "no_label"
    NO_WEIGHT = "no_weight"
    FEW_OPTIONS = "few_options"
    OPTION_WITHOUT_LABEL = "option_without_label"
    OPTION_WITHOUT_CODE = "option_without_code"
    DUPLICATE_OPTION = "duplicate_option"
    ALWAYS_ASKED = "always_asked"
    CONDITION_ON_NOTHING = "condition_on_nothing"
    CONDITION_ON_LATER = "condition_on_later"
    CIRCULAR = "circular"
    CONDITION_ON_WORDS = "condition_on_words"
    IMPOSSIBLE_VALUE = "impossible_value"
    NOT_ORDERED = "not_ordered"


class Found(NamedTuple):
    """A problem, and the place (from 0) of the question it is about; None where it is about the whole form."""

    problem: FormProblem
    place: int | None = None


def problems_of(questions: Sequence[Question]) -> list[Found]:
    """Return everything that speaks against asking these questions, in their order."""
    if not questions:
        return [Found(FormProblem.NO_QUESTION)]
    found = [] if any(one.kind is Kind.STARS for one in questions) else [Found(FormProblem.NO_STARS)]
    places = {question.code: place for place, question in reversed(list(enumerate(questions)))}
    for place, question in enumerate(questions):
        own = [
            *code_problems(question, places[question.code] < place),
            *content_problems(question),
            *condition_problems(questions, places, place),
        ]
        found += [Found(problem, place) for problem in own]
    return found


def code_problems(question: Question, is_repeated: bool) -> Iterator[FormProblem]:
    """One code a form, and the two that are stored in columns of their own mean one kind each."""
    if is_repeated:
        yield FormProblem.DUPLICATE_CODE
    is_words_but_no_text = question.code == WORDS_CODE and question.kind is not Kind.TEXT
    if (question.kind is Kind.NPS) != (question.code == NPS_CODE) or is_words_but_no_text:
        yield FormProblem.RESERVED_CODE


def content_problems(question: Question) -> Iterator[FormProblem]:
    """A label, a weight for stars, options for choices."""
    if not str(question.label or ""):
        yield FormProblem.NO_LABEL
    if question.kind is Kind.STARS and (question.weight or Decimal(0)) <= 0:
        yield FormProblem.NO_WEIGHT
    if question.kind in CHOICES:
        yield from option_problems(question)


def option_problems(question: Question) -> Iterator[FormProblem]:
    """At least two options, each with a code of its own and a label."""
    codes = [option.code for option in question.options]
    checks = {
        FormProblem.FEW_OPTIONS: len(codes) < FEWEST_OPTIONS,
        FormProblem.OPTION_WITHOUT_LABEL: not all(str(option.label or "") for option in question.options),
        FormProblem.OPTION_WITHOUT_CODE: not all(codes),
        FormProblem.DUPLICATE_OPTION: len(set(codes)) < len(codes),
    }
    return (problem for problem, is_there in checks.items() if is_there)


def condition_problems(
    questions: Sequence[Question], places: Mapping[str, int], place: int
) -> Iterator[FormProblem]:
    """A condition compares the answer to an earlier question with a value that answer can have."""
    condition = questions[place].condition
    if condition is None:
        return
    if questions[place].kind in ALWAYS_ASKED:
        yield FormProblem.ALWAYS_ASKED
    on = places.get(condition.question)
    if on is None:
        yield FormProblem.CONDITION_ON_NOTHING
    elif on >= place:
        circular = goes_in_a_circle(questions, places, place)
        yield FormProblem.CIRCULAR if circular else FormProblem.CONDITION_ON_LATER
    else:
        yield from comparison_problems(questions[on], condition)


def goes_in_a_circle(questions: Sequence[Question], places: Mapping[str, int], place: int) -> bool:
    """Whether following the conditions from a question leads back to it."""
    at: int | None = place
    for _step in questions:
        condition = questions[at].condition if at is not None else None
        at = places.get(condition.question) if condition else None
        if at == place:
            return True
    return False


def comparison_problems(on: Question, condition: Condition) -> Iterator[FormProblem]:
    """Words cannot be compared, options have no order, and the value must be one of the answers."""
    if on.kind is Kind.TEXT:
        yield FormProblem.CONDITION_ON_WORDS
        return
    if condition.comparison in ORDERED and on.kind not in NUMBERS:
        yield FormProblem.NOT_ORDERED
    if condition.value not in possible_values(on):
        yield FormProblem.IMPOSSIBLE_VALUE


def possible_values(question: Question) -> list[str]:
    """What an answer to a question can be compared with: numbers or the codes of its options; nothing for words."""
    if question.kind in NUMBERS:
        lowest, highest = LOWEST_AND_HIGHEST[question.kind]
        return [str(value) for value in range(lowest, highest + 1)]
    return [option.code for option in question.options]
