from datetime import date, timedelta

import pytest

from tests.factories import NOON, StaffFactory
from tests.training.factories import CourseFactory, EnrolmentFactory
from training.models import Enrolment
from training.services.enrolling import enrol, enrol_many

pytestmark = pytest.mark.django_db
SOON, LATER = date(2026, 10, 20), date(2026, 11, 20)


def test_enrolling_twice_keeps_the_open_round():
    staff, course = StaffFactory(), CourseFactory()

    first = enrol(staff=staff, course=course, at=NOON)
    again = enrol(staff=staff, course=course, at=NOON + timedelta(days=1), anew=True)

    assert (again.pk, again.round, again.enrolled_at) == (first.pk, 1, NOON)


def test_enrolling_returns_what_was_completed():
    done = EnrolmentFactory(completed_at=NOON, minutes=60)

    assert enrol(staff=done.staff, course=done.course, at=NOON) == done


def test_anew_opens_the_next_round_after_a_completed_one():
    done = EnrolmentFactory(completed_at=NOON, minutes=60)

    again = enrol(staff=done.staff, course=done.course, at=NOON, due_on=SOON, anew=True)

    assert (again.round, again.completed_at, again.minutes, again.due_on) == (2, None, 0, SOON)


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [(None, SOON, SOON), (LATER, SOON, SOON), (SOON, LATER, SOON), (SOON, None, SOON)],
)
def test_an_open_enrolment_is_due_by_the_earlier_day(before, asked, after):
    open_one = EnrolmentFactory(due_on=before)

    assert enrol(staff=open_one.staff, course=open_one.course, at=NOON, due_on=asked).due_on == after


def test_a_completed_enrolment_keeps_its_day():
    done = EnrolmentFactory(completed_at=NOON, minutes=60, due_on=LATER)

    assert enrol(staff=done.staff, course=done.course, at=NOON, due_on=SOON).due_on == LATER


def test_many_are_enrolled_by_two_statements(django_assert_num_queries):
    course, known = CourseFactory(), EnrolmentFactory()
    pairs = [(staff.pk, course.pk) for staff in StaffFactory.create_batch(30)]

    with django_assert_num_queries(4):  # two statements in a transaction of their own
        opened = enrol_many(pairs=[*pairs, *pairs, (known.staff_id, known.course_id)], at=NOON, due_on=SOON)

    assert opened == 30
    assert Enrolment.objects.filter(due_on=SOON).count() == 31


def test_nobody_enrolled_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert enrol_many(pairs=[], at=NOON) == 0
