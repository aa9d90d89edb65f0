"""What the question bank holds, and what the database refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.training.factories import AttemptQuestionFactory, QuestionFactory
from training.models import Question, QuestionOption, Rubric, Topic

pytestmark = pytest.mark.django_db
KINDS = [kind.value for kind in Question.Kind]


def checked(change=lambda: None):
    """Make a change, and ask now what is asked when a transaction ends."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("kind", KINDS)
def test_ready_questions_have_a_right_answer(kind):
    AttemptQuestionFactory(question=QuestionFactory(kind=kind))
    checked()


def changed_by(name, **facts):
    """Change one question or its options as bulk statements do, which no form sees."""
    question = QuestionFactory(kind=facts.pop("kind", "single"))
    rows = {
        "question": Question.objects.filter(pk=question.pk),
        "options": question.options.all(),
        "first": question.options.filter(order=1),
        "second": question.options.filter(order=2),
        "last": question.options.filter(order=4),
    }[name]
    rows.update(**facts) if facts else rows.delete()
    checked()


@pytest.mark.parametrize(
    ("constraint", "rows", "facts"),
    [
        ("question_has_right_answer", "first", {"is_right": False}),
        ("question_has_right_answer", "first", {}),
        ("question_has_right_answer", "options", {"is_right": False, "kind": "multiple"}),
        ("question_one_right_answer", "second", {"is_right": True}),
        ("question_one_right_answer", "second", {"is_right": True, "kind": "true_false"}),
        ("question_order_without_gaps", "second", {"place": None, "kind": "order"}),
        ("question_order_without_gaps", "last", {"place": 9, "kind": "order"}),
        ("question_has_options", "options", {}),
    ],
)
def test_database_refuses_ready_questions_without_an_answer(constraint, rows, facts):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        changed_by(rows, **facts)


def test_database_refuses_to_take_a_right_answer_away_to_another_question():
    first, second = QuestionFactory(), QuestionFactory(state="draft", options=0)
    with pytest.raises(IntegrityError, match="question_has_right_answer"), transaction.atomic():
        checked(lambda: first.options.filter(is_right=True).update(question=second))


def test_database_refuses_options_of_a_text_and_a_text_without_rubric():
    text = QuestionFactory(kind="text")
    with pytest.raises(IntegrityError, match="question_text_without_options"), transaction.atomic():
        checked(lambda: QuestionOption.objects.create(question=text, text={"en": "?"}))
    with pytest.raises(IntegrityError, match="question_text_has_rubric"), transaction.atomic():
        Question.objects.filter(pk=text.pk).update(rubric=None)


def test_drafts_may_be_unfinished_and_are_judged_when_made_ready():
    draft = QuestionFactory(state="draft", options=0)
    checked()
    with pytest.raises(IntegrityError, match="question_has_options"), transaction.atomic():
        checked(lambda: Question.objects.filter(pk=draft.pk).update(state="ready"))


def test_shipped_rubrics_give_100_points_and_topics_are_there():
    for rubric in Rubric.objects.prefetch_related("criteria"):
        assert sum(criterion.points for criterion in rubric.criteria.all()) == 100
    assert {"simulation", "written-answer"} <= set(Rubric.objects.values_list("code", flat=True))
    codes = set(Topic.objects.values_list("code", flat=True))
    assert {"product", "etiquette", "systems", "emergencies"} <= codes


@pytest.mark.parametrize("topic", ["product", "etiquette", "systems", "emergencies"])
def test_shipped_questions_are_ready_in_three_languages_and_of_every_kind(topic):
    questions = Question.objects.filter(topic__code=topic, state="ready").prefetch_related("options")
    assert len(questions) >= 12
    assert {question.kind for question in questions} == set(KINDS)
    texts = [question.text for question in questions]
    texts += [option.text for question in questions for option in question.options.all()]
    assert all(len(text) == 3 and all(text.values()) for text in texts)
    checked()
