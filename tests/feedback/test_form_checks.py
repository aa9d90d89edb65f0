"""What speaks against publishing a survey form."""

from decimal import Decimal

import pytest

from feedback.form_checks import FormProblem, Found, problems_of
from feedback.questions import (
    Comparison,
    Condition,
    Kind,
    Option,
    Question,
    nps_question,
    words_question,
)

STARS = Question("care", Decimal(1), "Care")
YES, NO = Option("yes", "Yes"), Option("no", "No")


def ask(code="way", kind=Kind.SINGLE, options=(YES, NO), label="Way", **more):
    return Question(code, None, label, kind, options=options, **more)


def words(code="why", **more):
    return Question(code, None, "Why", Kind.TEXT, **more)


def after(question, comparison="is", value="yes"):
    return Condition(question, Comparison(comparison), value)


def found(*questions):
    return [(one.problem.value, one.place) for one in problems_of(questions)]


def test_complete_form_has_no_problems():
    low = Condition("care", Comparison.AT_MOST, "2")
    detractor = Condition("nps", Comparison.AT_MOST, "6")
    form = [STARS, nps_question("Recommend?"), ask(condition=low), words(condition=after("way"))]
    assert problems_of([*form, words("more", condition=detractor), words_question("Words?")]) == []


def test_form_needs_questions_and_stars():
    assert problems_of([]) == [Found(FormProblem.NO_QUESTION)]
    assert found(words()) == [("no_stars", None)]


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (Question("care", Decimal(1), "Again"), "duplicate_code"),
        (Question("speed", Decimal(1), ""), "no_label"),
        (Question("speed", Decimal(1), {}), "no_label"),
        (Question("speed", Decimal(0), "Speed"), "no_weight"),
        (Question("speed", None, "Speed"), "no_weight"),
        (Question("nps", Decimal(1), "Speed"), "reserved_code"),
        (Question("other", None, "Recommend?", Kind.NPS), "reserved_code"),
        (ask("words"), "reserved_code"),
        (ask(options=(YES,)), "few_options"),
        (ask(options=()), "few_options"),
        (ask(options=(YES, Option("no", ""))), "option_without_label"),
        (ask(options=(YES, Option("", "No"))), "option_without_code"),
        (ask(options=(YES, YES)), "duplicate_option"),
        (Question("speed", Decimal(1), "Speed", condition=after("care", "is", "1")), "always_asked"),
        (Question("nps", None, "Nps", Kind.NPS, condition=after("care", "is", "1")), "always_asked"),
        (words(condition=after("gone")), "condition_on_nothing"),
        (words(condition=after("why")), "circular"),
        (words(condition=after("care", "is", "6")), "impossible_value"),
        (words(condition=after("care", "at_most", "yes")), "impossible_value"),
    ],
)
def test_problem_is_found_at_its_question(question, problem):
    assert found(STARS, question) == [(problem, 1)]


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (after("way", "at_most"), "not_ordered"),
        (after("way", "is", "maybe"), "impossible_value"),
        (after("why", "is", "Slow"), "condition_on_words"),
        (after("last", "is", "yes"), "condition_on_later"),
    ],
)
def test_condition_compares_an_earlier_answer_with_one_that_can_be_given(condition, problem):
    form = [STARS, ask(), words(), words("more", condition=condition), ask("last")]
    assert found(*form) == [(problem, 3)]


def test_conditions_in_a_circle_are_told_from_one_on_a_later_question():
    one, two = ask("one", condition=after("two")), ask("two", condition=after("one"))
    assert found(STARS, one, two) == [("circular", 1)]
