from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from tests.factories import NOON, StaffFactory
from tests.training.factories import CourseFactory, CourseUnitFactory, EnrolmentFactory
from training.errors import CourseClosed, NotWatched, UnitNotOpened
from training.models import Enrolment, LearningPath, UnitProgress
from training.queries.hours import hours_by_staff, minutes_learned
from training.services.learning import (
    begin_course,
    complete_course,
    complete_courses,
    complete_unit,
    open_unit,
    save_progress,
)
from training.services.paths import assign_path
from training.watching import length, read_ranges

pytestmark = pytest.mark.django_db


def later(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def video():
    return CourseUnitFactory(kind="video", file="courses/a.webm", seconds=100, watch_percent=90)


@pytest.fixture
def enrolment(video):
    return EnrolmentFactory(course=video.course)


def save(enrolment, unit, first, end, at, **options):
    position = options.pop("position", end)
    return save_progress(
        enrolment=enrolment, unit=unit, position=position, watched=[(first, end)], at=at, **options
    )


def test_watching_enough_completes_the_unit_and_the_course(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)

    save(enrolment, video, 0, 50, later(50))
    almost = save(enrolment, video, 50, 89, later(89))
    assert almost.completed_at is None
    done = save(enrolment, video, 89, 90, later(90))

    assert done.completed_at == later(90)
    enrolment.refresh_from_db()
    assert (enrolment.completed_at, enrolment.minutes) == (later(90), 60)


def test_jumping_to_the_end_completes_nothing(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)

    progress = save(enrolment, video, 95, 100, later(30))

    assert (progress.position, progress.completed_at) == (100, None)


def test_a_claim_of_the_whole_video_at_once_is_cut(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)

    progress = save(enrolment, video, 0, 100, later(5))

    assert length(read_ranges(progress.watched)) == 25
    assert progress.completed_at is None


def test_seconds_of_two_devices_are_joined(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)
    save(enrolment, video, 40, 80, later(40))

    progress = save(enrolment, video, 0, 50, later(90))

    assert progress.watched == "{[0,80)}"


def test_the_position_seen_last_stays(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)
    save(enrolment, video, 0, 20, later(20))

    # A phone was without connection and sends late what was true earlier.
    late = save(enrolment, video, 5, 10, later(40), position=10, seen_at=later(10))

    assert (late.position, late.last_at) == (20, later(40))
    assert save(enrolment, video, 20, 30, later(50)).position == 30


def test_a_completed_unit_stays_completed(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)
    save(enrolment, video, 0, 95, later(95))

    again = save(enrolment, video, 0, 3, later(200), position=3)

    assert (again.completed_at, again.position) == (later(95), 3)


def test_a_video_is_not_completed_by_saying_so(enrolment, video):
    with pytest.raises(UnitNotOpened):
        complete_unit(enrolment=enrolment, unit=video, at=NOON)
    open_unit(enrolment=enrolment, unit=video, at=NOON)
    with pytest.raises(NotWatched):
        complete_unit(enrolment=enrolment, unit=video, at=later(500))


def test_a_video_of_unknown_length_is_not_completed():
    unit = CourseUnitFactory(kind="video", file="courses/a.webm", seconds=None, watch_percent=0)
    enrolment = EnrolmentFactory(course=unit.course)
    open_unit(enrolment=enrolment, unit=unit, at=NOON)

    assert save(enrolment, unit, 0, 30, later(60)).completed_at is None


def test_the_last_of_several_units_completes_the_course():
    course = CourseFactory(minutes=45)
    first, second = CourseUnitFactory.create_batch(2, course=course)
    enrolment = EnrolmentFactory(course=course)
    for unit in (first, second):
        open_unit(enrolment=enrolment, unit=unit, at=NOON)

    complete_unit(enrolment=enrolment, unit=first, at=later(60))
    complete_unit(enrolment=enrolment, unit=first, at=later(90))
    assert not Enrolment.objects.filter(completed_at__isnull=False).exists()
    complete_unit(enrolment=enrolment, unit=second, at=later(120))

    enrolment.refresh_from_db()
    assert (enrolment.completed_at, enrolment.minutes) == (later(120), 45)
    assert first.course.enrolments.get().progress.get(unit=first).completed_at == later(60)


def test_material_of_a_classroom_course_does_not_complete_it():
    unit = CourseUnitFactory(course__delivery="classroom")
    enrolment = EnrolmentFactory(course=unit.course)
    open_unit(enrolment=enrolment, unit=unit, at=NOON)

    complete_unit(enrolment=enrolment, unit=unit, at=NOON)

    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


def test_minutes_are_credited_once():
    enrolment = EnrolmentFactory()

    assert complete_course(enrolment=enrolment, at=NOON, minutes=30)
    assert not complete_course(enrolment=enrolment, at=later(9), minutes=90)

    enrolment.refresh_from_db()
    assert (enrolment.minutes, enrolment.completed_at) == (30, NOON)


def test_a_class_is_completed_by_as_many_queries_as_one(django_assert_max_num_queries):
    course = CourseFactory(delivery="classroom")

    def counted(number):
        ids = [each.pk for each in EnrolmentFactory.create_batch(number, course=course)]
        with django_assert_max_num_queries(20) as queries:
            assert complete_courses(enrolment_ids=ids, at=NOON, minutes=90) == number
        return len(queries)

    assert counted(1) == counted(25)
    assert Enrolment.objects.filter(minutes=90).count() == 26


def test_completing_the_course_completes_the_path():
    staff = StaffFactory()
    unit = CourseUnitFactory()
    path = LearningPath.objects.create(code="p", title={"en": "P"}, kind="advanced")
    path.steps.create(course=unit.course)
    assigned = assign_path(path=path, staff=staff, cause="by_hand", key="1", at=NOON)
    enrolment = staff.enrolments.get(course=unit.course)
    open_unit(enrolment=enrolment, unit=unit, at=NOON)

    complete_unit(enrolment=enrolment, unit=unit, at=later(60))

    assigned.refresh_from_db()
    assert assigned.completed_at is not None


@pytest.mark.parametrize("closed", [{"is_open": False}, {"is_active": False}, {"delivery": "classroom"}])
def test_a_closed_course_is_not_begun_by_oneself(closed):
    with pytest.raises(CourseClosed):
        begin_course(staff=StaffFactory(), course=CourseFactory(**closed), at=NOON)


def test_hours_add_up_between_days():
    staff = StaffFactory()
    online = CourseFactory(content="product")
    room = CourseFactory(content="etiquette", delivery="classroom")
    days = {date(2026, 10, 1): 30, date(2026, 10, 31): 60, date(2026, 11, 1): 99}
    for number, (day, minutes) in enumerate(days.items(), 1):
        at = NOON.replace(month=day.month, day=day.day)
        EnrolmentFactory(
            staff=staff, course=online, round=number, enrolled_at=at, completed_at=at, minutes=minutes
        )
    EnrolmentFactory(staff=staff, course=room, completed_at=NOON, minutes=120)
    EnrolmentFactory(staff=staff, course=CourseFactory())

    hours = hours_by_staff([staff.pk], date(2026, 10, 1), date(2026, 10, 31))[staff.pk]

    assert hours.total == 210
    assert hours.by_delivery == {"online": 90, "classroom": 120}
    assert hours.by_content == {"product": 90, "etiquette": 120}
    assert hours.online_by_content == {"product": 90}
    assert hours_by_staff()[staff.pk].total == 309


def test_a_day_ends_at_the_companys_midnight():
    # 15:59 UTC on the 31st is a minute to midnight in Shanghai, 16:00 the first of November.
    for minute, number in ((59, 1), (60, 2)):
        at = NOON.replace(day=31, hour=15) + timedelta(minutes=minute)
        EnrolmentFactory(enrolled_at=at, completed_at=at, minutes=number)

    assert [one.minutes for one in minutes_learned(None, date(2026, 10, 31), date(2026, 10, 31))] == [1]


def test_hours_cost_one_query_for_anybody(django_assert_num_queries):
    for each in EnrolmentFactory.create_batch(12):
        complete_course(enrolment=each, at=NOON, minutes=10)

    with django_assert_num_queries(1):
        assert len(hours_by_staff()) == 12


@pytest.mark.django_db(transaction=True)
def test_two_devices_saving_at_once_lose_nothing(enrolment, video):
    open_unit(enrolment=enrolment, unit=video, at=NOON)
    start = Barrier(2)

    def device(first):
        start.wait()
        save(enrolment, video, first, first + 40, later(60))
        connection.close()

    threads = [Thread(target=device, args=(first,)) for first in (0, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stored = UnitProgress.objects.get()
    # The second comes at the same moment: it has no time of its own but the grace.
    assert length(read_ranges(stored.watched)) == 40 + 15


def test_nothing_is_credited_before_the_course_is_completed():
    with pytest.raises(IntegrityError, match="enrolment_minutes_when_completed"):
        EnrolmentFactory(minutes=5)
