"""The pages of exams: what they show, what they never show, and what they refuse."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from tests.factories import NOON, AssignmentFactory, UserFactory
from tests.training.exam_world import DAY, PEN, begun, exam_of, person, right, sat, wrong
from tests.training.factories import (
    AttemptFactory,
    ExamFactory,
    ExamPartFactory,
    PathStepFactory,
    QuestionFactory,
)
from training.models import Attempt, AttemptQuestion, PathRule
from training.services.paths import assign_path
from training.services.sitting import save_answer, submit_attempt, take_pen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def browser(staff_or_user):
    client = Client()
    client.force_login(
        getattr(staff_or_user, "user", staff_or_user), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def page_of(attempt, name="sitting"):
    return reverse(f"training:{name}", args=[attempt.pk])


def post_answer(client, attempt, place, answer, *, version=0, writer=PEN):
    sent = {"place": place, "version": version, "writer": str(writer), "answer": answer}
    return client.post(page_of(attempt, "sitting_answer"), json.dumps(sent), content_type="application/json")


def places(row, options):
    """The places on the page of some options."""
    shown = [option["id"] for option in row.shown["options"]]
    return [shown.index(option) + 1 for option in options]


# The list and the start


def test_list_says_how_one_stands_with_each_exam():
    staff = person()
    sat(exam_of(title={"en": "Passed one"}), staff)
    sat(exam_of(title={"en": "Later one"}), staff, share=0)
    sat(exam_of(title={"en": "Lost one"}, attempts_allowed=1), staff, share=0)
    exam_of(title={"en": "Fresh one"})
    text = browser(staff).get("/exams/").content.decode()
    for words in ("Passed with 100.00 %", "on you can try again", "no attempt left", "Rules and start"):
        assert words in text


def test_list_without_exams_says_what_to_do():
    assert "No exam is open to you" in browser(person()).get("/exams/").content.decode()


def test_exams_of_other_peoples_paths_are_not_there():
    exam, staff = exam_of(), person()
    step = PathStepFactory(course=None, exam=exam)
    assert browser(staff).get(f"/exams/{exam.code}/").status_code == 404
    assert browser(staff).post(f"/exams/{exam.code}/start/", {"honest": "on"}).status_code == 404
    assign_path(path=step.path, staff=staff, cause="by_hand", key="test", at=NOON)
    assert browser(staff).get(f"/exams/{exam.code}/").status_code == 200


def test_start_asks_for_honesty_and_then_begins():
    exam, staff = exam_of(), person()
    client = browser(staff)
    refused = client.post(f"/exams/{exam.code}/start/")
    assert refused.status_code == 422
    assert "Please confirm this" in refused.content.decode()
    begun_now = client.post(f"/exams/{exam.code}/start/", {"honest": "on"})
    attempt = staff.attempts.get()
    assert begun_now.url == page_of(attempt)
    assert client.post(f"/exams/{exam.code}/start/").url == page_of(attempt)


def test_start_says_why_not():
    exam = ExamFactory()
    ExamPartFactory(exam=exam, count=3)
    client = browser(person())
    said = client.post(f"/exams/{exam.code}/start/", {"honest": "on"}, follow=True).content.decode()
    assert "lacks 3 questions" in said


def test_list_asks_the_same_for_one_exam_and_for_many():
    staff, counts = person(), []
    client = browser(staff)
    for size in (1, 6):
        for _n in range(size):
            sat(exam_of(["single"], cooling_off_hours=0), staff, share=0)
        client.get("/exams/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/exams/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# The sitting


def test_page_shows_every_question_and_neither_key_nor_numbers_of_the_bank():
    attempt = begun(("single", "multiple", "true_false", "order", "text"))
    AttemptQuestion.objects.update(shown={})
    for row in attempt.questions.all():
        row.shown = {
            "kind": row.question.kind,
            "text": {"en": f"What is {row.place}?"},
            "explanation": {"en": "SECRET because"},
            "options": [
                {"id": 900_000 + option.pk, "text": dict(option.text)}
                for option in row.question.options.all()
            ],
        }
        row.key = [910_000]
        row.save()
    page = browser(attempt.staff).get(page_of(attempt))
    text = page.content.decode()
    assert all(f"What is {place}?" in text for place in range(1, 6))
    assert "SECRET" not in text
    assert "90000" not in text
    assert "910000" not in text
    assert "no-store" in page["Cache-Control"]


def test_an_answer_sent_by_a_script_is_saved():
    attempt = begun()
    client = browser(attempt.staff)
    for row in attempt.questions.all():
        reply = post_answer(client, attempt, row.place, places(row, row.key))
        assert (reply.status_code, reply.json()["version"]) == (200, 1)
        assert set(reply.json()) == {"version", "left"}
    assert submit_attempt(attempt=attempt, at=NOON).score == 100


def test_another_persons_attempt_is_not_there():
    attempt, client = begun(["single"]), browser(person("Mallory"))
    for name in ("sitting", "sitting_state", "sitting_submit", "exam_result"):
        assert client.get(page_of(attempt, name)).status_code == 404
    assert client.post(page_of(attempt)).status_code == 404
    assert client.post(page_of(attempt, "sitting_submit")).status_code == 404
    assert post_answer(client, attempt, 1, [1]).status_code == 404
    attempt.refresh_from_db()
    assert (attempt.state, attempt.writer) == ("open", PEN)


def test_a_second_tab_takes_the_pen_and_the_first_is_told():
    attempt = begun(["single"])
    client = browser(attempt.staff)
    first = client.get(page_of(attempt)).context["writer"]
    assert post_answer(client, attempt, 1, [1], writer=first).status_code == 200
    second = client.get(page_of(attempt)).context["writer"]
    refused = post_answer(client, attempt, 1, [2], version=1, writer=first)
    assert (refused.status_code, refused.json()["code"]) == (409, "other_page")
    assert "another page" in refused.json()["message"]
    state = page_of(attempt, "sitting_state")
    assert client.get(state, {"writer": first}).json()["writes"] is False
    assert client.get(state, {"writer": second}).json()["writes"] is True
    assert attempt.questions.get().version == 1


def test_an_answer_after_time_is_refused_and_the_page_leads_to_the_result(time_machine):
    attempt = begun(["single"], minutes=10)
    client = browser(attempt.staff)
    time_machine.move_to(NOON + timedelta(minutes=10, seconds=6), tick=False)
    refused = post_answer(client, attempt, 1, [1])
    assert (refused.status_code, refused.json()["code"]) == (409, "over")
    assert attempt.questions.get().answer is None
    assert client.get(page_of(attempt)).url == page_of(attempt, "exam_result")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == ("graded", attempt.ends_at)


def test_going_back_to_a_closed_exam_shows_the_result_and_never_the_form():
    attempt = begun(["single"])
    client = browser(attempt.staff)
    assert client.post(page_of(attempt, "sitting_submit")).url == page_of(attempt, "exam_result")
    for name in ("sitting", "sitting_submit"):
        assert client.get(page_of(attempt, name)).url == page_of(attempt, "exam_result")
        assert client.post(page_of(attempt, name), {"q1": "1", "v1": "0"}).status_code == 302
    assert attempt.questions.get().answer is None
    assert post_answer(client, attempt, 1, [1]).json()["code"] == "over"


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        (9, [1]),
        (0, [1]),
        (-1, [1]),
        (1, [9]),
        (1, [0]),
        (1, [-1]),
        (1, [1, 2]),
        (1, ["1"]),
        (1, {"text": "1"}),
        (1, 1),
        (1, [[1]]),
        (1, [1.5]),
    ],
)
def test_a_place_or_option_that_was_not_shown_is_refused(place, answer):
    attempt = begun(["single"])
    reply = post_answer(browser(attempt.staff), attempt, place, answer)
    assert (reply.status_code, reply.json()["code"]) == (422, "refused")
    assert attempt.questions.get().answer is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"place": 1}',
        b'{"place": "1", "version": 0, "writer": "x", "answer": []}',
        b'{"place": true, "version": 0, "writer": "00000000-0000-0000-0000-000000000001", "answer": [1]}',
        b'{"place": 1, "version": 0, "writer": 5, "answer": [1]}',
        b'{"place": 99999999999999, "version": 0, "writer": "00000000-0000-0000-0000-000000000001", "answer": [1]}',
    ],
)
def test_what_is_no_answer_at_all_is_refused(body):
    attempt = begun(["single"])
    reply = browser(attempt.staff).post(page_of(attempt, "sitting_answer"), body, "application/json")
    assert reply.status_code == 422
    assert attempt.questions.get().answer is None


def test_a_page_without_script_saves_everything_at_once():
    attempt = begun(("single", "multiple", "order", "text"))
    rows = {row.shown["kind"]: row for row in attempt.questions.all()}
    client = browser(attempt.staff)
    writer = client.get(page_of(attempt)).context["writer"]
    sent = {"writer": str(writer), **{f"v{place}": "0" for place in range(1, 5)}, "q4": "I am\r\nsorry"}
    for kind in ("single", "multiple", "order"):
        sent[f"q{rows[kind].place}"] = places(rows[kind], rows[kind].key)
    assert client.post(page_of(attempt), sent).status_code == 302
    answers = {row.shown["kind"]: row.answer for row in attempt.questions.all()}
    assert answers["single"] == rows["single"].key
    assert sorted(answers["multiple"]) == sorted(rows["multiple"].key)
    assert answers["order"] is None  # nobody touched it: what was shown is no answer
    assert answers["text"] == {"text": "I am\nsorry"}
    assert client.post(
        page_of(attempt), {**sent, "v1": "1", "v2": "1", "v4": "1", "finish": "1"}
    ).url == page_of(attempt, "sitting_submit")


def test_an_order_is_moved_and_kept_without_script():
    attempt = begun(["order"])
    client = browser(attempt.staff)
    row = attempt.questions.get()
    shown = [option["id"] for option in row.shown["options"]]

    def move(value, order, version):
        writer = client.get(page_of(attempt)).context["writer"]
        sent = {"writer": str(writer), "v1": version, "q1": order, "move": value}
        assert client.post(page_of(attempt), sent).status_code == 302
        return attempt.questions.get().answer

    assert move("1:3:up", [1, 2, 3, 4], 0) == [shown[0], shown[2], shown[1], shown[3]]
    assert move("1:1:up", [1, 3, 2, 4], 1) == [shown[0], shown[2], shown[1], shown[3]]
    assert move("1:1:down", [1, 3, 2, 4], 1) == [shown[2], shown[0], shown[1], shown[3]]


def test_the_order_shown_can_be_kept_as_it_is():
    attempt = begun(["order"])
    client = browser(attempt.staff)
    writer = client.get(page_of(attempt)).context["writer"]
    sent = {"writer": str(writer), "v1": 0, "q1": [1, 2, 3, 4], "move": "1:0:keep"}
    client.post(page_of(attempt), sent)
    row = attempt.questions.get()
    assert row.answer == [option["id"] for option in row.shown["options"]]


def test_an_old_page_without_script_loses_nothing_that_was_typed():
    attempt = begun(["text"])
    client = browser(attempt.staff)
    old = client.get(page_of(attempt)).context["writer"]
    client.get(page_of(attempt))
    refused = client.post(page_of(attempt), {"writer": str(old), "v1": "0", "q1": "A long answer"})
    assert refused.status_code == 409
    assert "A long answer" in refused.content.decode()
    assert "was not saved" in refused.content.decode()
    assert attempt.questions.get().answer is None


def test_handing_in_names_what_is_not_answered():
    attempt = begun(["single", "single", "single"])
    row = attempt.questions.get(place=2)
    save_answer(attempt=attempt, place=2, answer=row.key, version=0, writer=PEN, at=NOON)
    page = browser(attempt.staff).get(page_of(attempt, "sitting_submit"))
    assert page.context["open"] == [1, 3]


def test_pages_ask_the_same_for_short_and_long_papers():
    counts = []
    for size in (1, 20):
        exam = ExamFactory(attempts_allowed=1)
        part = ExamPartFactory(exam=exam, count=size)
        QuestionFactory.create_batch(size, topic=part.topic)
        staff = person()
        client = browser(staff)
        client.post(f"/exams/{exam.code}/start/", {"honest": "on"})
        attempt, found = staff.attempts.get(), []
        for name, method in [
            ("sitting", client.get),
            ("sitting_submit", client.get),
            ("sitting_submit", client.post),
            ("exam_result", client.get),
        ]:
            with CaptureQueriesContext(connection) as asked:
                method(page_of(attempt, name))
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]


# The result


def result(attempt, reader=None):
    return browser(reader or attempt.staff).get(page_of(attempt, "exam_result"))


def test_a_failed_result_says_when_to_try_again_and_keeps_the_answers():
    attempt = sat(exam_of(cooling_off_hours=24), person(), share=0)
    page = result(attempt)
    text = page.content.decode()
    assert "0.00 %" in text
    assert "2 attempts are left" in text
    assert "on you can try again" in text
    assert page.context["solved"] == []
    assert "no-store" in page["Cache-Control"]


def test_a_passed_result_shows_right_answers_and_topics():
    exam = exam_of(["single"])
    attempt = sat(exam, person())
    page = result(attempt)
    assert "Passed: at least 90 %" in page.content.decode()
    assert [one.right for one in page.context["solved"]] == [
        tuple(places(row, row.key)) for row in attempt.questions.all()
    ]
    assert len(page.context["topics"]) == 1


def test_no_attempt_left_shows_the_answers_and_the_retraining():
    exam, staff = exam_of(attempts_allowed=1), person()
    path = PathStepFactory(path__kind="retraining", path__title={"en": "Back to greeting"}).path
    PathRule.objects.create(path=path, cause="failed_exam", exam=exam)
    page = result(sat(exam, staff, share=0))
    assert page.context["solved"]
    assert "Back to greeting" in page.content.decode()


def test_right_answers_of_an_old_attempt_are_hidden_while_the_exam_is_in_progress():
    exam, staff = exam_of(), person()
    old = sat(exam, staff)
    assert result(old).context["solved"]
    path = PathStepFactory(course=None, exam=exam, path__counts_earlier=False).path
    assign_path(path=path, staff=staff, cause="by_hand", key="test", at=NOON + DAY)
    assert result(old).context["solved"] == []


def test_a_result_waiting_for_the_assessor_shows_nothing_yet():
    page = result(sat(exam_of(["single", "text"]), person()))
    assert "An assessor reads the texts" in page.content.decode()
    assert page.context["solved"] == page.context["topics"] == []


def test_managers_see_their_peoples_results_without_the_answers():
    manager, staff = person("Wang"), person()
    AssignmentFactory(staff=staff, manager=manager)
    attempt = sat(exam_of(attempts_allowed=1), staff, share=0)
    page = result(attempt, manager)
    assert "Attempt 1 of Lin" in page.content.decode()
    assert page.context["solved"] == []
    assert result(attempt, UserFactory(roles=[Role.TRAINING])).context["solved"]
    assert result(attempt, UserFactory(roles=[Role.AUDITOR])).context["solved"] == []
    assert result(attempt, UserFactory(roles=[Role.PUBLICITY])).status_code == 404


def test_an_unanswered_question_and_a_wrong_one_are_told_apart():
    attempt = begun(["single", "single"], attempts_allowed=1)
    take_pen(attempt=attempt, writer=PEN, at=NOON)
    row = attempt.questions.get(place=1)
    save_answer(attempt=attempt, place=1, answer=wrong(row), version=0, writer=PEN, at=NOON)
    submit_attempt(attempt=attempt, at=NOON)
    solved = result(attempt).context["solved"]
    assert [one.asked.is_answered for one in solved] == [True, False]
    assert [one.tone for one in solved] == ["bad", "bad"]


def test_a_simulation_shows_what_the_assessor_gave_and_leads_nowhere_else():
    attempt = AttemptFactory(exam__kind="simulation", staff=person(), number=1, graded=True, score=60)
    criterion = attempt.exam.rubric.criteria.first()
    attempt.marks.create(criterion=criterion, most=60, points=36, note="Too quick", given_at=NOON)
    text = result(attempt).content.decode()
    assert "36 of 60" in text
    assert "Too quick" in text
    assert "Your trainer arranges the next simulation" in text
    assert f"/exams/{attempt.exam.code}/" not in text


def test_a_simulation_in_progress_is_left_to_its_assessor():
    attempt = AttemptFactory(exam__kind="simulation", staff=person(), number=1, ends_at=NOON - DAY / 24 / 4)
    assert result(attempt).status_code == 200
    attempt.refresh_from_db()
    assert attempt.state == "open"
    assert browser(attempt.staff).get(page_of(attempt)).status_code == 404


def test_an_unknown_page_writes_nothing():
    attempt = begun(["single"])
    row = attempt.questions.get()
    reply = post_answer(browser(attempt.staff), attempt, 1, places(row, right(row)), writer=uuid4())
    assert reply.json()["code"] == "other_page"
    assert Attempt.objects.get().writer == PEN
