"""Boundaries of what an answer may be and of the score it gives."""

from decimal import Decimal

import pytest

from feedback.answers import AskedForm, Problem, Question, check_answer, is_low, weighted_mean

FORM = AskedForm(
    pk=1,
    questions=(
        Question("attitude", Decimal(40)),
        Question("quality", Decimal(40)),
        Question("speed", Decimal(20)),
    ),
)
BARE = AskedForm(pk=2, questions=(Question("overall", Decimal(1)),), asks_nps=False, asks_words=False)
FINE = {"attitude": "5", "quality": 4, "speed": "1"}


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
def test_weighted_mean_is_exact_to_16_places(stars, weights, mean):
    assert str(weighted_mean(stars, {code: Decimal(weight) for code, weight in weights.items()})) == mean


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
def test_every_question_needs_stars(star):
    assert check_answer(FORM, {**FINE, "quality": star}).problems == {"stars-quality": Problem.MISSING}
    assert check_answer(FORM, {}).problems.keys() == {"stars-attitude", "stars-quality", "stars-speed"}


def test_question_of_another_survey_is_refused():
    assert check_answer(FORM, {**FINE, "overall": "5"}).problems == {"stars-overall": Problem.NOT_ASKED}


@pytest.mark.parametrize("nps", ["11", "-1", "7.5", 11, True, "x"])
def test_recommendation_is_a_whole_number_from_0_to_10(nps):
    assert check_answer(FORM, FINE, nps).problems == {"nps": Problem.NOT_0_TO_10}


def test_what_the_form_does_not_ask_is_refused():
    checked = check_answer(BARE, {"overall": "3"}, "9", "words")
    assert checked.problems == {"nps": Problem.NOT_ASKED, "words": Problem.NOT_ASKED}


def test_words_end_at_2000_characters():
    assert check_answer(FORM, FINE, None, "字" * 2000).problems == {}
    assert check_answer(FORM, FINE, None, "字" * 2001).problems == {"words": Problem.TOO_LONG}


@pytest.mark.parametrize(
    ("score", "nps", "low"),
    [("2", None, True), ("2.0000000000000001", None, False), ("5", 6, True), ("5", 7, False), ("5", 0, True)],
)
def test_low_score_or_detractor_is_followed_up(score, nps, low):
    assert is_low(FORM, Decimal(score), nps) is low
