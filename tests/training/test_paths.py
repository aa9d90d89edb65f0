from datetime import timedelta

import pytest

from tests.factories import (
    NOON,
    AssignmentFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)
from tests.training.factories import (
    AttemptFactory,
    EnrolmentFactory,
    ExamFactory,
    LearningPathFactory,
    PathStepFactory,
)
from training.errors import PathError
from training.models import Enrolment, PathAssignment, PathRule
from training.queries.rounds import round_of
from training.services.paths import assign_by_rules, assign_for_failed_exam, assign_path, progressed

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
HAND = PathAssignment.Cause.BY_HAND


def assign(path, staff, **facts):
    return assign_path(**{"path": path, "staff": staff, "cause": HAND, "key": "hand:1", "at": NOON, **facts})


def complete(staff, course, at=NOON):
    EnrolmentFactory(staff=staff, course=course, completed_at=at, enrolled_at=at, minutes=60)


def test_assigning_enrols_in_the_courses_until_the_day():
    step, staff = PathStepFactory(), StaffFactory()

    assignment = assign(step.path, staff)

    assert assignment.due_on == TODAY + timedelta(days=step.path.days)
    assert Enrolment.objects.get(staff=staff).course == step.course
    assert Enrolment.objects.get(staff=staff).due_on == assignment.due_on


def test_the_same_occasion_assigns_once_and_an_open_path_serves_another():
    step, staff = PathStepFactory(), StaffFactory()

    first = assign(step.path, staff)

    assert assign(step.path, staff) == first
    assert assign(step.path, staff, key="hand:2") == first
    assert PathAssignment.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"staff": "left"}, "staff"),
        ({"path": "unused"}, "path"),
        ({"mentor": "self"}, "mentor"),
    ],
)
def test_wrong_facts_are_refused(facts, field):
    step, staff = PathStepFactory(), StaffFactory()
    replaced = {
        "left": lambda: StaffFactory(left_on=TODAY - timedelta(days=1)),
        "unused": lambda: LearningPathFactory(is_active=False),
        "self": lambda: staff,
    }
    facts = {name: replaced[value]() if value in replaced else value for name, value in facts.items()}

    with pytest.raises(PathError) as refused:
        assign(**{"path": step.path, "staff": staff, **facts})

    assert refused.value.field == field
    assert not PathAssignment.objects.exists()


def test_a_path_is_done_when_its_required_steps_are():
    path, staff = LearningPathFactory(), StaffFactory()
    course = PathStepFactory(path=path).course
    exam = PathStepFactory(path=path, course=None, exam=ExamFactory()).exam
    PathStepFactory(path=path, is_required=False)
    assignment = assign(path, staff)

    Enrolment.objects.filter(course=course).update(completed_at=NOON, minutes=60)
    assert progressed(staff_ids=[staff.pk], at=NOON) == 0
    AttemptFactory(exam=exam, staff=staff, graded=True, score=95)

    assert progressed(staff_ids=[staff.pk], at=NOON) == 1
    assignment.refresh_from_db()
    assert assignment.completed_at == NOON


def test_what_was_done_before_completes_at_once_where_it_counts():
    step, staff = PathStepFactory(), StaffFactory()
    complete(staff, step.course, NOON - timedelta(days=9))

    assert assign(step.path, staff).completed_at == NOON


@pytest.mark.parametrize("facts", [{}, {"cause": PathAssignment.Cause.RENEWAL}])
def test_what_was_done_before_is_done_anew_where_it_does_not_count(facts):
    step, staff = PathStepFactory(path__counts_earlier=bool(facts)), StaffFactory()
    complete(staff, step.course, NOON - timedelta(days=9))

    assignment = assign(step.path, staff, **facts)

    assert assignment.completed_at is None
    assert Enrolment.objects.get(staff=staff, completed_at=None).round == 2
    Enrolment.objects.filter(round=2).update(completed_at=NOON, minutes=60)
    assert progressed(staff_ids=[staff.pk], at=NOON) == 1


def test_a_path_with_a_mentor_waits_for_one():
    step, staff = PathStepFactory(path__needs_mentor=True), StaffFactory()
    complete(staff, step.course)

    assignment = assign(step.path, staff)
    assert assignment.completed_at is None

    PathAssignment.objects.update(mentor=StaffFactory())
    assert progressed(staff_ids=[staff.pk], at=NOON) == 1


def test_a_path_without_required_steps_is_never_done_by_itself():
    step = PathStepFactory(is_required=False)

    assert assign(step.path, StaffFactory()).completed_at is None


def test_the_last_failed_attempt_assigns_and_doing_it_opens_the_next_round():
    attempt = AttemptFactory(graded=True, score=40)
    staff = attempt.staff
    step = PathStepFactory(path__kind="retraining", path__counts_earlier=False)
    PathRule.objects.create(path=step.path, cause="failed_exam", exam=attempt.exam, days=14)

    assert assign_for_failed_exam(attempt=attempt, at=NOON) == 1
    assert assign_for_failed_exam(attempt=attempt, at=NOON) == 0
    assignment = PathAssignment.objects.get()
    assert assignment.due_on == TODAY + timedelta(days=14)
    assert round_of(staff=staff.pk, exam=attempt.exam_id) == 1

    Enrolment.objects.update(completed_at=NOON, minutes=60)
    progressed(staff_ids=[staff.pk], at=NOON)

    assert round_of(staff=staff.pk, exam=attempt.exam_id) == 2


def test_one_retraining_serves_two_failed_exams():
    first = AttemptFactory(graded=True, score=40)
    second = AttemptFactory(graded=True, score=40, staff=first.staff)
    step = PathStepFactory(path__kind="retraining", path__counts_earlier=False)
    for attempt in (first, second):
        PathRule.objects.create(path=step.path, cause="failed_exam", exam=attempt.exam)
        assign_for_failed_exam(attempt=attempt, at=NOON)

    Enrolment.objects.update(completed_at=NOON, minutes=60)
    progressed(staff_ids=[first.staff_id], at=NOON)

    assert [round_of(staff=first.staff_id, exam=attempt.exam_id) for attempt in (first, second)] == [2, 2]


def hired(on=TODAY, **place):
    staff = StaffFactory(hired_on=on)
    AssignmentFactory(staff=staff, starts_on=on, **place)
    return staff


def rule_for(cause, **facts):
    path = PathStepFactory().path
    return PathRule.objects.create(path=path, cause=cause, **facts)


def test_new_hires_are_put_on_the_path_once():
    rule_for("new_hire")
    staff = hired()
    hired(on=TODAY - timedelta(days=31))
    hired(on=TODAY + timedelta(days=1))
    hired(position=PositionFactory(is_rated=False))

    assert assign_by_rules(at=NOON) == 1
    assert assign_by_rules(at=NOON) == 0
    assert PathAssignment.objects.get().staff == staff


def test_rules_of_a_position_and_a_department_reach_theirs_only():
    above = DepartmentFactory()
    position, below = PositionFactory(is_rated=False), DepartmentFactory(parent=above)
    rule_for("new_hire", position=position, department=above)
    staff = hired(position=position, department=below)
    hired(position=position)
    hired(department=below)

    assert assign_by_rules(at=NOON) == 1
    assert PathAssignment.objects.get().staff == staff


def test_a_new_position_follows_another_one_and_not_a_new_department():
    rule_for("new_position")
    position, staff, other = PositionFactory(), StaffFactory(), StaffFactory()
    before = TODAY - timedelta(days=5)
    for one, first in ((staff, PositionFactory()), (other, position)):
        AssignmentFactory(staff=one, position=first, ends_on=before)
        AssignmentFactory(staff=one, position=position, starts_on=before + timedelta(days=1))

    assert assign_by_rules(at=NOON) == 1
    assert PathAssignment.objects.get().key == f"position:{position.pk}:2026-10-11"
    assert PathAssignment.objects.get().staff == staff


def test_a_cancelled_occasion_does_not_come_back():
    rule_for("new_hire")
    hired()
    assign_by_rules(at=NOON)
    PathAssignment.objects.update(cancelled_at=NOON, cancelled_reason="Mistake")

    assert assign_by_rules(at=NOON) == 0


def test_who_is_on_the_path_already_is_not_put_on_it_again():
    rule = rule_for("new_hire")
    staff = hired()
    assign(rule.path, staff)

    assert assign_by_rules(at=NOON) == 0
    PathAssignment.objects.update(completed_at=NOON)
    assert assign_by_rules(at=NOON) == 0


def test_rules_and_paths_switched_off_assign_nobody():
    rule_for("new_hire", is_active=False)
    off = rule_for("new_hire")
    off.path.is_active = False
    off.path.save()
    hired()

    assert assign_by_rules(at=NOON) == 0


def test_many_hires_need_no_more_queries(django_assert_num_queries):
    rule_for("new_hire")
    place = {"department": DepartmentFactory(), "position": PositionFactory()}
    for number in (1, 20):
        for _one in range(number):
            staff = hired(**place)
            staff.user = UserFactory()
            staff.save()
        with django_assert_num_queries(22):
            assert assign_by_rules(at=NOON) == number
