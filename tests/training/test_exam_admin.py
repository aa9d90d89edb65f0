"""Trainers keep exams; attempts are looked at, and voided with a reason."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from tests.factories import AssignmentFactory, DepartmentFactory, UserFactory
from tests.training.exam_world import exam_of, person, sat
from tests.training.factories import ExamFactory, ExamPartFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


def admin_as(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINING])


def change_page(row):
    return reverse(f"admin:training_{row._meta.model_name}_change", args=[row.pk])


def test_exam_says_which_part_lacks_how_many_questions(trainer):
    part = ExamPartFactory(exam=ExamFactory(), count=3, difficulty=3)
    QuestionFactory(topic=part.topic, difficulty=3)
    said = admin_as(trainer).get(change_page(part.exam)).content.decode()
    assert "lacks 2 questions" in said
    QuestionFactory.create_batch(2, topic=part.topic, difficulty=3)
    assert "Enough questions are ready" in admin_as(trainer).get(change_page(part.exam)).content.decode()


def test_an_exam_somebody_sat_is_not_deleted(trainer):
    exam = exam_of()
    sat(exam, person())
    client = admin_as(trainer)
    assert (
        client.post(reverse("admin:training_exam_delete", args=[exam.pk]), {"post": "yes"}).status_code == 403
    )
    assert exam._meta.model.objects.filter(pk=exam.pk).exists()


def test_voiding_asks_for_a_reason_and_tells_it(trainer):
    attempt = sat(exam_of(), person())
    client, page = admin_as(trainer), reverse("admin:training_attempt_void", args=[attempt.pk])
    assert "required" in client.post(page, {"reason": ""}).content.decode()
    assert client.post(page, {"reason": "Power failure"}).url == change_page(attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.void_reason) == ("void", "Power failure")
    assert "void already" in client.post(page, {"reason": "Again"}).content.decode()


def test_a_trainer_of_a_department_sees_and_voids_there_only():
    here, elsewhere = DepartmentFactory(), DepartmentFactory()
    trainer = UserFactory()
    trainer.role_grants.create(role=Role.TRAINING, department=here)
    ours, theirs = person(), person()
    AssignmentFactory(staff=ours, department=here)
    AssignmentFactory(staff=theirs, department=elsewhere)
    exam, client = exam_of(), admin_as(trainer)
    mine, other = sat(exam, ours), sat(exam, theirs)
    assert client.get(change_page(mine)).status_code == 200
    assert client.get(change_page(other)).status_code == 404
    void = reverse("admin:training_attempt_void", args=[other.pk])
    assert client.post(void, {"reason": "No"}).status_code == 404
    other.refresh_from_db()
    assert other.state == "graded"


def test_lists_ask_the_same_for_one_and_for_many(trainer):
    client, counts = admin_as(trainer), []
    for size in (1, 5):
        for _n in range(size):
            sat(exam_of(["single"]), person())
        found = []
        for name in ("exam", "attempt"):
            address = reverse(f"admin:training_{name}_changelist")
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        counts.append(found)
    assert counts[0] == counts[1]
