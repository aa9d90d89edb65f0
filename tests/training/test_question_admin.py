"""The bank in the admin: edited with its answers, tried, made ready, retired."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Role
from tests.factories import UserFactory
from tests.training.factories import AttemptQuestionFactory, QuestionFactory, RubricFactory, TopicFactory
from training.models import Question

pytestmark = pytest.mark.django_db
LIST = "/admin/training/question/"


@pytest.fixture
def trainer(client):
    user = UserFactory(username="trainer", roles=[Role.TRAINING])
    client.force_login(user)
    return user


def facts(options=(), **values):
    """What the page of a question posts."""
    posted = {
        "code": "q-1",
        "topic": TopicFactory().pk,
        "difficulty": 2,
        "kind": "single",
        "text_en": "Who?",
        "state": "ready",
        "options-INITIAL_FORMS": 0,
        "options-TOTAL_FORMS": len(options),
        **values,
    }
    for number, option in enumerate(options):
        option = {"order": number, "text_en": f"Answer {number}", **option}
        posted |= {f"options-{number}-{name}": value for name, value in option.items()}
    return posted


def errors_of(answer):
    context = answer.context
    inline = context["inline_admin_formsets"][0].formset
    return str(context["adminform"].form.errors) + str(inline.non_form_errors()) + str(inline.errors)


RIGHT, WRONG = {"is_right": "on"}, {}


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("single", [RIGHT, RIGHT], "only one can be"),
        ("single", [WRONG, WRONG], "No answer is marked as right"),
        ("single", [RIGHT], "at least two answers"),
        ("single", [], "at least two answers"),
        ("multiple", [WRONG, WRONG], "No answer is marked as right"),
        ("true_false", [RIGHT, WRONG, WRONG], "exactly two answers"),
        ("order", [{"place": 1}, {"place": 3}], "without a gap"),
        ("order", [{"place": 1}, WRONG], "needs its place"),
        ("text", [], "needs a rubric"),
    ],
)
def test_ready_questions_are_refused_without_an_answer(client, trainer, kind, options, says):
    answer = client.post(f"{LIST}add/", facts(options, kind=kind))
    assert answer.status_code == 200
    assert says in errors_of(answer)
    assert not Question.objects.filter(code="q-1").exists()


def test_a_rubric_is_for_texts_only_and_the_field_says_so(client, trainer):
    answer = client.post(f"{LIST}add/", facts([RIGHT, WRONG], rubric=RubricFactory().pk))
    assert "rubric" in answer.context["adminform"].form.errors
    answer = client.post(f"{LIST}add/", facts([RIGHT, WRONG], kind="text", rubric=RubricFactory().pk))
    assert "no answers to choose" in errors_of(answer)


def test_trainers_add_questions_and_drafts_may_be_unfinished(client, trainer):
    answer = client.post(f"{LIST}add/", facts([RIGHT, WRONG]))
    assert answer.status_code == 302, errors_of(answer)
    assert client.post(f"{LIST}add/", facts([], code="q-2", state="draft")).status_code == 302
    assert [option.is_right for option in Question.objects.get(code="q-1").options.all()] == [True, False]


def test_making_ready_refuses_all_when_one_cannot_be_asked(client, trainer):
    good, bad = QuestionFactory(state="draft"), QuestionFactory(state="draft", options=0)
    chosen = {"action": "make_ready", "_selected_action": [good.pk, bad.pk]}
    page = client.post(LIST, chosen, follow=True).content.decode()
    assert bad.code in page
    assert not Question.objects.filter(pk__in=[good.pk, bad.pk], state="ready").exists()
    client.post(LIST, {"action": "make_ready", "_selected_action": [good.pk]})
    good.refresh_from_db()
    assert good.state == "ready"
    client.post(LIST, {"action": "retire", "_selected_action": [good.pk]})
    good.refresh_from_db()
    assert good.state == "retired"


@pytest.mark.parametrize("kind", ["single", "multiple", "true_false", "order", "text"])
def test_a_question_can_be_tried_as_candidates_meet_it(client, trainer, kind):
    question = QuestionFactory(kind=kind)
    options = list(question.options.all())
    answer = {
        "order": {f"place-{option.pk}": option.place for option in options},
        "text": {"answer": "Dear customer"},
        "multiple": {"answer": [option.pk for option in options if option.is_right]},
    }.get(kind, {"answer": [option.pk for option in options if option.is_right]})
    page = f"{LIST}{question.pk}/try/"
    assert client.get(page).status_code == 200
    assert client.post(page, {}).context["form"].errors
    tried = client.post(page, answer).context
    assert tried["percent"] == (None if kind == "text" else 100)


def test_trying_an_order_asks_for_each_place_once(client, trainer):
    question = QuestionFactory(kind="order")
    answer = client.post(
        f"{LIST}{question.pk}/try/", {f"place-{option.pk}": 1 for option in question.options.all()}
    )
    assert answer.context["form"].non_field_errors()


def test_a_used_question_says_so_and_is_not_deleted(client, trainer):
    asked = AttemptQuestionFactory()
    page = client.get(f"{LIST}{asked.question_id}/change/")
    assert "keeps what it showed" in page.content.decode()
    assert client.post(f"{LIST}{asked.question_id}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [asked.question_id], "post": "yes"})
    assert Question.objects.filter(pk=asked.question_id).exists()


def test_list_costs_the_same_for_one_or_many(client, trainer):
    counts = []
    for number in (1, 5):
        for _row in range(number):
            QuestionFactory(kind="text")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LIST}?kind__exact=text").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
