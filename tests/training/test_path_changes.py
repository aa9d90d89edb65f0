from datetime import timedelta

import pytest

from people.models import Notification
from people.notices import words_of
from tests.factories import NOON, AssignmentFactory, CertificateFactory, StaffFactory, UserFactory
from tests.training.factories import AttemptFactory, ExamFactory, LearningPathFactory, PathStepFactory
from training.errors import PathError
from training.models import Enrolment, PathAssignment, PathRule
from training.queries.rounds import round_of
from training.services.paths import (
    assign_by_hand,
    assign_path,
    choose_mentor,
    order_steps,
    progressed,
    put_in_use,
    remind_of_paths,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def person(**facts):
    return StaffFactory(user=UserFactory(), **facts)


def on_path(staff=None, **facts):
    path = PathStepFactory(path__needs_mentor=True).path
    return assign_path(
        path=path, staff=staff or person(), cause="by_hand", key="x", at=NOON, **{"due_on": TODAY, **facts}
    )


def told(user):
    return sorted(Notification.objects.filter(user=user).values_list("code", flat=True))


def test_a_mentor_is_told_and_a_path_that_waited_is_done():
    assignment, mentor = on_path(), CertificateFactory(staff=person()).staff
    Enrolment.objects.update(completed_at=NOON, minutes=60)
    assert progressed(staff_ids=[assignment.staff_id], at=NOON) == 0

    choose_mentor(assignment=assignment, mentor=mentor, by=None, at=NOON)

    assignment.refresh_from_db()
    assert assignment.completed_at == NOON
    assert told(mentor.user) == ["mentee_done", "path_mentor"]
    assert "path_done" in told(assignment.staff.user)
    with pytest.raises(PathError, match="finished already"):
        choose_mentor(assignment=assignment, mentor=mentor, by=None, at=NOON)


@pytest.mark.parametrize(
    ("mentor", "words"),
    [
        (lambda one: one.staff, "their own mentor"),
        (lambda one: StaffFactory(), "holds no certificate"),
        (lambda one: CertificateFactory(staff__left_on=TODAY - timedelta(days=1)).staff, "not employed"),
        (lambda one: CertificateFactory(valid_until=TODAY - timedelta(days=1)).staff, "holds no certificate"),
        (lambda one: CertificateFactory(revoked_on=TODAY, revoked_reason="No").staff, "holds no certificate"),
    ],
)
def test_only_others_employed_and_certified_are_mentors(mentor, words):
    assignment = on_path()

    with pytest.raises(PathError, match=words):
        choose_mentor(assignment=assignment, mentor=mentor(assignment), by=None, at=NOON)


def test_a_mentor_among_many_is_refused():
    mentor = CertificateFactory().staff
    path = PathStepFactory().path

    with pytest.raises(PathError, match="their own mentor"):
        assign_by_hand(path=path, staff=[StaffFactory(), mentor], due_on=TODAY, mentor=mentor, at=NOON)
    assert not PathAssignment.objects.exists()


@pytest.mark.parametrize(
    ("days", "code"), [(8, None), (7, "path_soon"), (1, "path_soon"), (0, "path_due"), (-1, "path_late")]
)
def test_people_are_reminded_before_on_and_after_the_day(days, code):
    assignment = on_path()
    PathAssignment.objects.update(due_on=TODAY + timedelta(days=days))

    remind_of_paths(at=NOON)
    assert remind_of_paths(at=NOON) == 0

    assert told(assignment.staff.user) == sorted(["path_assigned", *([code] if code else [])])


def test_the_manager_hears_every_week_of_who_is_late():
    manager, staff = person(), person()
    AssignmentFactory(staff=staff, manager=manager)
    on_path(staff)
    new = [remind_of_paths(at=NOON + timedelta(days=day)) for day in range(1, 16)]

    # The first day of being late tells both; after that the manager alone, on the 7th and the 14th day.
    assert [day for day, number in enumerate(new, 1) if number] == [1, 7, 14]
    notice = Notification.objects.filter(user=manager.user, code="report_late").first()
    assert staff.name in words_of(notice.code, notice.data)


def test_who_left_or_finished_is_not_reminded():
    left, done = on_path(), on_path()
    left.staff.left_on = TODAY - timedelta(days=1)
    left.staff.save()
    PathAssignment.objects.filter(pk=done.pk).update(completed_at=NOON)

    assert remind_of_paths(at=NOON) == 0


def test_every_notice_has_its_words():
    facts = {"path": {"en": "Set sail"}, "due_on": "2026-10-15", "name": "Lin", "reason": "Ill"}
    codes = "path_assigned path_mentor path_done retraining_done mentee_done path_extended path_cancelled"
    for code in f"{codes} path_soon path_due path_late report_late".split():
        assert words_of(code, facts) != code
        assert "Set sail" in words_of(code, facts)


def test_steps_of_a_circle_are_refused_under_the_lock():
    path = LearningPathFactory()
    one, two = (PathStepFactory(path=path, course__title={"en": name}) for name in ("Alpha", "Beta"))
    order_steps(path=path, after={two.pk: [one.pk]}, by=None, at=NOON)

    with pytest.raises(PathError, match="Alpha → Beta → Alpha"):
        order_steps(path=path, after={one.pk: [two.pk]}, by=None, at=NOON)
    with pytest.raises(PathError, match="same path"):
        order_steps(path=path, after={one.pk: [PathStepFactory().pk]}, by=None, at=NOON)

    assert list(two.after.all()) == [one]
    assert not one.after.exists()


def test_a_path_is_put_in_use_once_it_adds_up():
    path = LearningPathFactory(is_active=False, online_minutes=61)
    with pytest.raises(PathError, match="at least one required step"):
        put_in_use(path=path, by=None, at=NOON)
    course = PathStepFactory(path=path).course
    with pytest.raises(PathError, match="the path asks for"):
        put_in_use(path=path, by=None, at=NOON)
    course.minutes = 61
    course.save()

    assert put_in_use(path=path, by=None, at=NOON).is_active


def test_a_retraining_by_hand_opens_the_exams_whose_attempts_are_used_up():
    failed = AttemptFactory(graded=True, score=40, exam__attempts_allowed=1)
    open_still = AttemptFactory(graded=True, score=40, staff=failed.staff)
    path = PathStepFactory(path__kind="retraining", path__counts_earlier=False).path
    for attempt in (failed, open_still):
        PathRule.objects.create(path=path, cause="failed_exam", exam=attempt.exam, is_active=False)

    assign_by_hand(path=path, staff=[failed.staff], due_on=TODAY, at=NOON)
    Enrolment.objects.update(completed_at=NOON, minutes=60)
    progressed(staff_ids=[failed.staff_id], at=NOON)

    assert round_of(staff=failed.staff_id, exam=failed.exam_id) == 2
    assert round_of(staff=failed.staff_id, exam=open_still.exam_id) == 1


def test_a_retraining_does_not_ask_for_the_exam_it_opens():
    path = LearningPathFactory(kind="retraining", is_active=False)
    PathStepFactory(path=path)
    exam = ExamFactory()
    path.rules.create(cause="failed_exam", exam=exam)
    assert put_in_use(path=path, by=None, at=NOON).is_active
    PathStepFactory(path=path, course=None, exam=exam)
    with pytest.raises(PathError, match="cannot be a step"):
        put_in_use(path=path, by=None, at=NOON)
