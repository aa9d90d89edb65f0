"""Boundaries of what an answer may be and of the score it gives."""

from decimal import Decimal

import pytest

from feedback.answers import Problem, check_answer, is_low, score_of
from feedback.questions import (
    AskedForm,
    Comparison,
    Condition,
    Kind,
    Option,
    Question,
    nps_question,
    words_question,
)

FORM = AskedForm(
    pk=1,
    questions=(
        Question("attitude", Decimal(40)),
        Question("quality", Decimal(40)),
        Question("speed", Decimal(20)),
        nps_question(),
        words_question(),
    ),
)
BARE = AskedForm(pk=2, questions=(Question("overall", Decimal(1)),))
FINE = {"attitude": "5", "quality": 4, "speed": "1"}
WAYS = tuple(Option(code) for code in ("phone", "web", "shop"))


def choice(code, kind=Kind.SINGLE, required=True, condition=None):
    return Question(code, None, code, kind, required=required, options=WAYS, condition=condition)


def asking(*questions):
    return AskedForm(pk=3, questions=(Question("overall", Decimal(1)), *questions))


def after(question, comparison, value):
    return Condition(question, Comparison(comparison), value)


@pytest.mark.parametrize(
    ("stars", "weights", "mean"),
    [
        ({"a": 4}, {"a": "0.01"}, "4.0000000000000000"),
        ({"a": 1, "b": 2}, {"a": "2", "b": "1"}, "1.3333333333333333"),
        ({"a": 1, "b": 2}, {"a": "1", "b": "2"}, "1.6666666666666667"),
        ({"a": 5, "b": 4, "c": 1}, {"a": "40", "b": "40", "c": "20"}, "3.8000000000000000"),
        ({"a": 1, "b": 5}, {"a": "9999.99", "b": "0.01"}, "1.0000040000000000"),
    ],
)
def test_score_is_the_weighted_mean_exact_to_16_places(stars, weights, mean):
    form = AskedForm(1, tuple(Question(code, Decimal(weight)) for code, weight in weights.items()))
    assert str(score_of(form, stars)) == mean


def test_answer_that_fits_is_read_as_numbers():
    checked = check_answer(FORM, FINE, "10", "  Thank\x00 you \ud800 ")
    assert (checked.stars, checked.nps, checked.words) == (
        {"attitude": 5, "quality": 4, "speed": 1},
        10,
        "Thank you ?",
    )


@pytest.mark.parametrize("nps", [None, "", " "])
def test_recommendation_may_be_left_out(nps):
    assert check_answer(FORM, FINE, nps).nps is None


@pytest.mark.parametrize("star", ["6", 6, "0", 0, "-1", "4.5", 4.0, True, [5], "five", "５", "05"])
def test_star_is_a_whole_number_from_one_to_five(star):
    assert check_answer(FORM, {**FINE, "quality": star}).problems == {"stars-quality": Problem.NOT_A_STAR}


@pytest.mark.parametrize("star", [None, "", "  "])
def test_every_dimension_needs_stars(star):
    assert check_answer(FORM, {**FINE, "quality": star}).problems == {"stars-quality": Problem.MISSING}
    assert check_answer(FORM, {}).problems.keys() == {"stars-attitude", "stars-quality", "stars-speed"}


def test_question_of_another_survey_is_refused():
    assert check_answer(FORM, {**FINE, "overall": "5"}).problems == {"stars-overall": Problem.NOT_ASKED}
    assert check_answer(FORM, FINE, replies={"way": "web"}).problems == {"reply-way": Problem.NOT_ASKED}
    assert check_answer(FORM, FINE, replies={"way": ""}).problems == {}


@pytest.mark.parametrize("nps", ["11", "-1", "7.5", 11, True, "x"])
def test_recommendation_is_a_whole_number_from_0_to_10(nps):
    assert check_answer(FORM, FINE, nps).problems == {"nps": Problem.NOT_0_TO_10}


@pytest.mark.parametrize("nps", ["9", 0])
def test_what_the_form_does_not_ask_is_refused(nps):
    checked = check_answer(BARE, {"overall": "3"}, nps, "words")
    assert checked.problems == {"nps": Problem.NOT_ASKED, "words": Problem.NOT_ASKED}


def test_words_end_at_2000_characters():
    assert check_answer(FORM, FINE, None, "字" * 2000).problems == {}
    assert check_answer(FORM, FINE, None, "字" * 2001).problems == {"words": Problem.TOO_LONG}


@pytest.mark.parametrize(
    ("kind", "typed", "reply"),
    [
        (Kind.SINGLE, "web", "web"),
        (Kind.SINGLE, " web ", "web"),
        (Kind.SINGLE, "", None),
        (Kind.SINGLE, [], None),
        (Kind.SINGLE, ["web", "shop"], Problem.NOT_AN_OPTION),
        (Kind.SINGLE, "post", Problem.NOT_AN_OPTION),
        (Kind.MULTIPLE, ["shop", "phone", "shop"], ("phone", "shop")),
        (Kind.MULTIPLE, "web", ("web",)),
        (Kind.MULTIPLE, [], None),
        (Kind.MULTIPLE, ["web", "post"], Problem.NOT_AN_OPTION),
        (Kind.MULTIPLE, [["web"]], Problem.NOT_AN_OPTION),
        (Kind.TEXT, " ok\x00 ", "ok"),
        (Kind.TEXT, "x" * 2001, Problem.TOO_LONG),
        (Kind.TEXT, 7, Problem.NOT_WORDS),
        (Kind.TEXT, ["Slow"], Problem.NOT_WORDS),
        (Kind.TEXT, [], None),
    ],
)
def test_reply_fits_the_kind_of_its_question(kind, typed, reply):
    checked = check_answer(
        asking(choice("why", kind, required=False)), {"overall": 5}, replies={"why": typed}
    )
    if isinstance(reply, Problem):
        assert checked.problems == {"reply-why": reply}
    else:
        assert checked.replies == ({} if reply is None else {"why": reply})


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.TEXT])
@pytest.mark.parametrize("typed", [{}, {"why": ""}, {"why": []}, {"why": " "}])
def test_required_question_must_be_answered(kind, typed):
    checked = check_answer(asking(choice("why", kind)), {"overall": 5}, replies=typed)
    assert checked.problems == {"reply-why": Problem.UNANSWERED}


@pytest.mark.parametrize(
    ("condition", "asked_at"),
    [
        (after("overall", "at_most", "2"), {1, 2}),
        (after("overall", "at_least", "4"), {4, 5}),
        (after("overall", "is", "3"), {3}),
        (after("overall", "is_not", "3"), {1, 2, 4, 5}),
        (after("gone", "is_not", "3"), set()),
    ],
)
def test_question_is_asked_after_some_stars_only(condition, asked_at):
    form = asking(choice("why", condition=condition))
    refused = {stars for stars in range(1, 6) if check_answer(form, {"overall": stars}).problems}
    assert refused == asked_at


@pytest.mark.parametrize(
    ("nps", "comparison", "value", "is_asked"),
    [
        ("6", "at_most", "6", True),
        ("7", "at_most", "6", False),
        ("10", "at_least", "9", True),
        ("0", "is", "0", True),
        ("", "at_most", "6", False),
        ("", "is_not", "6", False),
    ],
)
def test_question_is_asked_after_a_recommendation(nps, comparison, value, is_asked):
    form = asking(nps_question(), choice("why", condition=after("nps", comparison, value)))
    assert bool(check_answer(form, {"overall": 5}, nps).problems) is is_asked


@pytest.mark.parametrize(
    ("kind", "way", "comparison", "is_asked"),
    [
        (Kind.SINGLE, "web", "is", True),
        (Kind.SINGLE, "shop", "is", False),
        (Kind.SINGLE, "shop", "is_not", True),
        (Kind.SINGLE, "", "is_not", False),
        (Kind.MULTIPLE, ["shop", "web"], "is", True),
        (Kind.MULTIPLE, ["shop", "web"], "is_not", False),
        (Kind.MULTIPLE, ["shop", "phone"], "is_not", True),
        (Kind.MULTIPLE, [], "is_not", False),
    ],
)
def test_question_is_asked_after_a_choice(kind, way, comparison, is_asked):
    words = Question("why", None, "Why", Kind.TEXT, condition=after("way", comparison, "web"))
    form = asking(choice("way", kind, required=False), words)
    assert bool(check_answer(form, {"overall": 5}, replies={"way": way}).problems) is is_asked


def test_answer_to_a_question_that_is_not_asked_is_dropped_with_all_that_hangs_on_it():
    form = asking(
        choice("way", condition=after("overall", "at_most", "2")),
        Question("why", None, "Why", Kind.TEXT, required=False, condition=after("way", "is", "web")),
    )
    typed = {"way": "web", "why": "Slow"}
    assert check_answer(form, {"overall": 1}, replies=typed).replies == typed
    checked = check_answer(form, {"overall": 5}, replies={**typed, "way": "no option at all"})
    assert (checked.replies, checked.problems) == ({}, {})


@pytest.mark.parametrize(
    ("score", "nps", "low"),
    [("2", None, True), ("2.0000000000000001", None, False), ("5", 6, True), ("5", 7, False), ("5", 0, True)],
)
def test_low_score_or_detractor_is_followed_up(score, nps, low):
    assert is_low(FORM, Decimal(score), nps) is low
