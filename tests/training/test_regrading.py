"""Regrading: a corrected key or a withdrawn question reaches all attempts at once, with a reason, and never to nothing."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Role, RoleGrant
from tests.factories import NOON, CertificateFactory, DepartmentFactory, UserFactory
from tests.training.factories import AttemptFactory, AttemptQuestionFactory, QuestionFactory
from training.errors import NothingToRegrade, RegradeChanged, RegradesToNothing
from training.models import Attempt, Question, Regrade
from training.queries.regrading import CORRECT, WITHDRAW, regrading_of
from training.services.regrading import regrade

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return UserFactory(username="trainer", roles=[Role.TRAINING])


def sat(question, chosen, earned, others=9, others_earned=9, **facts):
    """A graded attempt: the question of 1 point, answered with an option by number, and one worth `others`."""
    score = Decimal(100) * (earned + others_earned) / (1 + others)
    attempt = AttemptFactory(graded=True, score=score, pass_mark=90, **facts)
    options = list(question.options.all())
    answer = [options[chosen].pk]
    AttemptQuestionFactory(attempt=attempt, question=question, answer=answer, earned=earned, place=1)
    if others:
        AttemptQuestionFactory(attempt=attempt, points=others, earned=others_earned, place=2)
    return attempt


def correct_to(question, number):
    question.options.update(is_right=False)
    options = list(question.options.all())
    question.options.filter(pk=options[number].pk).update(is_right=True)


def done(question, how, trainer, digest=None):
    planned = regrading_of(question, how)
    digest = digest or planned.digest()
    return regrade(question=question, how=how, reason="wrong key", digest=digest, by=trainer, at=NOON)


def test_a_corrected_key_turns_results_and_keeps_what_was(trainer):
    question = QuestionFactory()
    right, wrong = sat(question, 0, 1, others_earned=8), sat(question, 1, 0, others_earned=8)
    correct_to(question, 1)
    planned = done(question, CORRECT, trainer)
    assert len(planned.changes) == 2
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.score, right.passed) == (Decimal("80.00"), False)
    assert (wrong.score, wrong.passed) == (Decimal("90.00"), True)
    rows = set(
        Regrade.objects.values_list("score_before", "score_after", "passed_before", "passed_after", "reason")
    )
    assert rows == {(90, 80, True, False, "wrong key"), (80, 90, False, True, "wrong key")}
    asked = right.questions.get(place=1)
    assert (asked.earned, asked.key) == (0, [question.options.get(is_right=True).pk])
    with pytest.raises(NothingToRegrade):
        done(question, CORRECT, trainer)


def test_a_withdrawn_question_counts_for_nobody_and_is_drawn_no_more(trainer):
    question = QuestionFactory()
    failed = sat(question, 1, 0, others=8, others_earned=8)
    assert not failed.passed
    done(question, WITHDRAW, trainer)
    failed.refresh_from_db()
    question.refresh_from_db()
    assert (failed.score, failed.passed, question.state) == (100, True, "retired")


def test_withdrawing_all_of_an_attempt_is_refused(trainer):
    question = QuestionFactory()
    alone = sat(question, 0, 1, others=0, others_earned=0)
    other = sat(question, 1, 0)
    with pytest.raises(RegradesToNothing, match=alone.staff.employee_no):
        done(question, WITHDRAW, trainer)
    other.refresh_from_db()
    assert other.score == 90
    assert Question.objects.get(pk=question.pk).state == "ready"
    assert not Regrade.objects.exists()


def test_attempts_not_graded_yet_get_the_key_and_void_ones_stay(trainer):
    question = QuestionFactory()
    waiting = AttemptQuestionFactory(
        question=question, attempt__state="submitted", attempt__submitted_at=NOON
    )
    void = AttemptQuestionFactory(question=question, attempt__state="void", attempt__void_reason="x")
    correct_to(question, 1)
    assert not done(question, CORRECT, trainer).changes
    key = [question.options.get(is_right=True).pk]
    waiting.refresh_from_db()
    void.refresh_from_db()
    assert (waiting.key, void.key == key) == (key, False)
    assert not Regrade.objects.exists()


def test_answers_that_were_replaced_are_told_and_left(trainer):
    question = QuestionFactory()
    attempt = sat(question, 0, 1)
    question.options.all().delete()
    question.options.create(order=1, text={"en": "new"}, is_right=True)
    question.options.create(order=2, text={"en": "other"})
    assert regrading_of(question, CORRECT).unfit == 1
    with pytest.raises(NothingToRegrade):
        done(question, CORRECT, trainer)
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_what_changed_since_the_preview_is_not_written(trainer):
    question = QuestionFactory()
    attempt, _other = sat(question, 0, 1), sat(question, 0, 1)
    correct_to(question, 1)
    digest = regrading_of(question, CORRECT).digest()
    Attempt.objects.filter(pk=attempt.pk).update(state="void", score=None, passed=None, void_reason="x")
    with pytest.raises(RegradeChanged):
        done(question, CORRECT, trainer, digest)


def test_the_page_previews_asks_a_reason_and_names_certificates(client, trainer):
    client.force_login(trainer)
    question = QuestionFactory()
    attempt = sat(question, 0, 1, others_earned=8)
    exams = [{"code": attempt.exam.code, "attempt": attempt.pk, "score": "90.00"}]
    certificate = CertificateFactory(staff=attempt.staff, number="C-77", certified={"exams": exams})
    correct_to(question, 1)
    page = f"/admin/training/question/{question.pk}/regrade/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"how": CORRECT}).context["form"].errors["reason"]
    preview = client.post(page, {"how": CORRECT, "reason": "typing error"})
    assert "C-77" in preview.content.decode()
    assert not Regrade.objects.exists()
    facts = {"how": CORRECT, "reason": "typing error", "digest": preview.context["digest"], "confirm": "1"}
    told = client.post(page, facts, follow=True).content.decode()
    assert "Decide whether it is revoked" in told
    certificate.refresh_from_db()
    assert certificate.revoked_on is None
    assert Regrade.objects.get().by == trainer
    again = client.post(page, facts)
    assert "No attempt would change" in str(again.context["form"].errors)


def test_regrading_to_nothing_is_refused_on_the_page(client, trainer):
    client.force_login(trainer)
    question = QuestionFactory()
    sat(question, 0, 1, others=0, others_earned=0)
    page = f"/admin/training/question/{question.pk}/regrade/"
    answer = client.post(page, {"how": WITHDRAW, "reason": "bad", "confirm": "1"})
    assert "without any question" in str(answer.context["form"].errors["how"])


def test_a_trainer_of_one_department_regrades_nobody_elses(client):
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=Role.TRAINING, department=DepartmentFactory())
    client.force_login(user)
    assert client.get(f"/admin/training/question/{QuestionFactory().pk}/regrade/").status_code == 403


def test_a_preview_costs_the_same_for_one_or_many():
    question = QuestionFactory()
    counts = []
    for number in (1, 6):
        for _row in range(number):
            sat(question, 0, 1, others_earned=8)
        correct_to(question, 1)
        with CaptureQueriesContext(connection) as queries:
            assert regrading_of(question, CORRECT).changes
        counts.append(len(queries))
    assert counts[0] == counts[1]
