"""Item statistics: the figures by hand, the page from the bank."""

import math
from statistics import correlation as known_correlation

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from people.models import Role
from tests.factories import UserFactory
from tests.training.factories import AttemptFactory, AttemptQuestionFactory, ExamFactory, QuestionFactory
from training.item_statistics import Choice, Sums, correlation, misleading, statistics_of
from training.queries.item_statistics import flagged_questions, item_rows

PAGE = "/admin/training/question/statistics/"


def sums(pairs):
    xs, ys = [x for x, _y in pairs], [y for _x, y in pairs]
    products = (sum(x * y for x, y in pairs), sum(x * x for x in xs), sum(y * y for y in ys))
    return Sums(len(pairs), sum(xs), sum(ys), *products)


def alike(right, of=20):
    return sums([(1.0 if number < right else 0.0, (of - number) / of) for number in range(of)])


@pytest.mark.parametrize(
    ("right", "flags"),
    [(20, ("easy",)), (19, ()), (10, ()), (4, ()), (3, ("hard",)), (0, ("hard",))],
)
def test_flags_begin_just_beyond_the_limits(right, flags):
    found = statistics_of(alike(right))
    assert found.difficulty == right / 20
    assert found.flags == flags


def test_nothing_is_said_of_nineteen_answers():
    found = statistics_of(alike(0, of=19), (Choice(1, 9, 0.9, False), Choice(2, 9, 0.1, True)))
    assert (found.n, found.difficulty, found.discrimination, found.flags) == (19, None, None, ())
    assert not found.is_enough


def test_a_question_the_strong_get_wrong_is_weak():
    backwards = sums([(0.0 if number < 10 else 1.0, (20 - number) / 20) for number in range(20)])
    found = statistics_of(backwards)
    assert found.discrimination < 0
    assert found.flags == ("weak",)


def test_without_variation_there_is_no_correlation():
    assert correlation(alike(20)) is None
    assert correlation(sums([(1.0, 0.5), (0.0, 0.5)])) is None


SHARES = st.floats(0, 1).map(lambda share: round(share, 3))


@given(st.lists(st.tuples(SHARES, SHARES), min_size=3, max_size=40))
def test_correlation_is_pearsons(pairs):
    found = correlation(sums(pairs))
    if found is not None and len({x for x, _y in pairs}) > 1 and len({y for _x, y in pairs}) > 1:
        known = known_correlation([x for x, _y in pairs], [y for _x, y in pairs])
        assert math.isclose(found, known, abs_tol=1e-3)


def test_a_wrong_answer_misleads_when_stronger_candidates_choose_it():
    right = Choice(1, 10, 0.60, True)
    assert misleading((right, Choice(2, 5, 0.61, False), Choice(3, 5, 0.60, False))) == (2,)
    assert misleading((right, Choice(2, 2, 0.99, False))) == ()
    assert misleading((Choice(2, 5, 0.9, False),)) == ()


@pytest.fixture
def graded(db):
    """Twenty attempts at two questions: the strong chose the second answer of `bad`, the weak its right one."""
    exam, good, bad = ExamFactory(), QuestionFactory(code="good"), QuestionFactory(code="bad")
    other = QuestionFactory(code="other")
    for number in range(20):
        attempt = AttemptFactory(exam=exam, graded=True)
        strong = number < 10
        right, wrong = list(bad.options.all())[:2]
        AttemptQuestionFactory(attempt=attempt, question=good, earned=1 if strong else 0, place=1)
        AttemptQuestionFactory(attempt=attempt, question=other, earned=1 if strong else 0, place=2)
        AttemptQuestionFactory(
            attempt=attempt,
            question=bad,
            earned=0 if strong else 1,
            answer=[wrong.pk if strong else right.pk],
            place=3,
        )
    return exam


def test_statistics_come_from_graded_attempts(graded):
    rows = {row.question.code: row for row in item_rows()}
    assert (rows["good"].statistics.n, rows["good"].statistics.difficulty) == (20, 0.5)
    assert rows["bad"].statistics.discrimination == pytest.approx(-1)
    assert rows["bad"].statistics.flags == ("weak", "distractor")
    first, second = rows["bad"].options[:2]
    assert (first.count, first.is_right, second.count, second.is_misleading) == (10, True, 10, True)
    assert [row.question.code for row in item_rows(exam=ExamFactory().pk)] == []
    assert len(item_rows(exam=graded.pk)) == 3
    bad = rows["bad"].question
    assert [row.question for row in item_rows(topic=bad.topic_id)] == [bad]
    assert bad.pk in flagged_questions()


def test_withdrawn_and_ungraded_answers_do_not_count(graded):
    attempt = AttemptFactory(exam=graded, state="submitted", submitted_at="2026-10-15T04:00Z")
    question = item_rows()[0].question
    AttemptQuestionFactory(attempt=attempt, question=question, earned=1)
    question.asked.filter(attempt__state="graded").first().delete()
    kept = question.asked.filter(attempt__state="graded").first()
    kept.is_withdrawn = True
    kept.save()
    assert item_rows()[0].statistics.n == 18


def test_the_page_sorts_filters_and_says_too_few(client, graded):
    client.force_login(UserFactory(roles=[Role.TRAINING]))
    page = client.get(PAGE, {"sort": "code"})
    assert [row.question.code for row in page.context["page"]] == ["bad", "good", "other"]
    assert client.get(PAGE).context["page"][0].question.code == "bad"
    AttemptQuestionFactory.reset_sequence()
    graded.attempts.first().delete()
    assert "too few" in client.get(PAGE, {"exam": graded.pk}).content.decode()
    assert client.get(PAGE, {"exam": "x", "sort": "y"}).status_code == 200
    listed = client.get("/admin/training/question/?flagged=yes").context["cl"].result_list
    assert list(listed) == []


def test_the_page_costs_the_same_for_one_or_many(client, graded):
    client.force_login(UserFactory(roles=[Role.TRAINING]))
    counts = []
    for number in (1, 9):
        for _row in range(number):
            asked = AttemptQuestionFactory(attempt__graded=True, earned=1)
            AttemptQuestionFactory(attempt=asked.attempt, earned=1, place=asked.place + 1000)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_bank_says_so(client, db):
    client.force_login(UserFactory(roles=[Role.TRAINING]))
    assert "No graded answers yet" in client.get(PAGE).content.decode()
