"""Planning sessions and booking places."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from people.models import Notification
from tests.factories import NOON, StaffFactory, UserFactory
from tests.training.factories import (
    CourseFactory,
    CourseSessionFactory,
    EnrolmentFactory,
    SessionPlaceFactory,
)
from training import errors
from training.models import Course, Enrolment
from training.services import sessions

BEGIN = NOON + timedelta(days=5)
END = BEGIN + timedelta(hours=3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return CourseSessionFactory()


def signed_in_staff(**facts):
    return StaffFactory(user=UserFactory(), **facts)


def booked(session, **options):
    return sessions.book(session=session, staff=signed_in_staff(), by=None, at=NOON, **options)


def planned(**facts):
    course = facts.pop("course", None) or CourseFactory(delivery="classroom")
    facts = {"starts_at": BEGIN, "ends_at": END, "place": "Room 3", "seats": 2} | facts
    return sessions.plan(course=course, **facts, by=None, at=NOON)


def codes_told(user):
    return [*Notification.objects.filter(user=user).order_by("pk").values_list("code", flat=True)]


def test_plan_makes_a_session_and_tells_its_lecturer():
    lecturer = signed_in_staff()
    session = planned(lecturer=lecturer, cost=Decimal("350.50"))
    session.refresh_from_db()
    assert (session.state, session.cost) == ("planned", Decimal("350.50"))
    assert codes_told(lecturer.user) == ["session-given"]


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"starts_at": NOON}, errors.TimesWrong, "starts_at"),
        ({"ends_at": BEGIN}, errors.TimesWrong, "ends_at"),
    ],
)
def test_plan_refuses_times_that_cannot_be(facts, error, field):
    with pytest.raises(error) as refused:
        planned(**facts)
    assert refused.value.field == field


@pytest.mark.parametrize("facts", [{"delivery": "online"}, {"delivery": "classroom", "is_active": False}])
def test_plan_refuses_courses_without_sessions(facts):
    with pytest.raises(errors.NotForSessions):
        planned(course=CourseFactory(**facts))


def test_plan_refuses_a_lecturer_who_is_elsewhere(session):
    with pytest.raises(errors.Overlapping) as refused:
        planned(
            lecturer=session.lecturer, starts_at=END - timedelta(minutes=1), ends_at=END + timedelta(hours=1)
        )
    assert refused.value.field == "lecturer"
    assert planned(lecturer=session.lecturer, starts_at=END, ends_at=END + timedelta(hours=1)).pk


def test_plan_refuses_a_lecturer_who_has_left():
    with pytest.raises(errors.NotInvited):
        planned(lecturer=StaffFactory(left_on=date(2026, 10, 16)))


def test_fewer_seats_than_taken_are_refused_with_the_number(session):
    booked(session), booked(session)
    with pytest.raises(errors.SeatsTaken, match="2 seats are taken") as refused:
        sessions.change(session=session, seats=1, by=None, at=NOON)
    assert refused.value.field == "seats"


def test_fewer_seats_give_those_on_high_numbers_a_free_one(session):
    first, second = booked(session), booked(session)
    sessions.cancel_booking(session=session, staff=first.staff, by=None, at=NOON)
    sessions.change(session=session, seats=1, by=None, at=NOON)
    second.refresh_from_db()
    assert second.seat == 1


def test_more_seats_let_the_waiting_in(session):
    booked(session), booked(session)
    waiting = [booked(session), booked(session)]
    sessions.change(session=session, seats=3, by=None, at=NOON)
    states = [type(place).objects.get(pk=place.pk).state for place in waiting]
    assert states == ["seat", "waiting"]
    assert "session-promoted" in codes_told(waiting[0].staff.user)


def test_moving_a_session_tells_everybody_booked_once(session):
    seat, other = booked(session), booked(CourseSessionFactory())
    later = {"starts_at": BEGIN + timedelta(days=1), "ends_at": END + timedelta(days=1)}
    sessions.change(session=session, **later, by=None, at=NOON)
    sessions.change(session=session, **later, by=None, at=NOON + timedelta(hours=1))
    assert codes_told(seat.staff.user).count("session-changed") == 1
    assert "session-changed" not in codes_told(other.staff.user)


def test_cost_can_be_noted_after_the_session_was_held(session):
    sessions.confirm_attendance(session=session, presences={}, by=None, at=END)
    changed = sessions.change(session=session, cost=Decimal(200), by=None, at=END)
    assert changed.cost == 200
    with pytest.raises(errors.SessionOver):
        sessions.change(session=session, place="Room 4", by=None, at=END)


def test_course_with_people_booked_stays(session):
    booked(session)
    with pytest.raises(errors.SessionOver):
        sessions.change(session=session, course=CourseFactory(delivery="simulation"), by=None, at=NOON)


def test_cancelling_tells_everybody_why(session):
    places = [booked(session), booked(session), booked(session)]
    sessions.cancel(session=session, reason="The lecturer is ill", cost=Decimal(80), by=None, at=NOON)
    session.refresh_from_db()
    assert (session.state, session.cost) == ("cancelled", Decimal(80))
    for place in places:
        told = Notification.objects.get(user=place.staff.user, code="session-cancelled")
        assert told.data["reason"] == "The lecturer is ill"
    with pytest.raises(errors.SessionOver):
        booked(session)


def test_booking_gives_the_lowest_free_seat_then_the_waiting_list(session):
    first, second, third = booked(session), booked(session), booked(session)
    assert [first.seat, second.seat, third.seat] == [1, 2, None]
    assert third.state == "waiting"
    assert codes_told(third.staff.user) == ["session-waiting"]
    assert Enrolment.objects.filter(staff=first.staff, course=session.course, completed_at=None).exists()


def test_booking_twice_keeps_the_place(session):
    place = booked(session)
    again = sessions.book(session=session, staff=place.staff, by=None, at=NOON)
    assert (again.pk, again.seat) == (place.pk, 1)


def test_cancelled_place_can_be_booked_again(session):
    place = booked(session)
    sessions.cancel_booking(session=session, staff=place.staff, by=None, at=NOON)
    again = sessions.book(session=session, staff=place.staff, by=None, at=NOON + timedelta(hours=1))
    assert (again.pk, again.seat, again.state) == (place.pk, 1, "seat")


def test_cancelling_promotes_who_waited_longest_and_tells_them(session):
    first, _second = booked(session), booked(session)
    third = sessions.book(session=session, staff=signed_in_staff(), by=None, at=NOON + timedelta(minutes=2))
    fourth = sessions.book(session=session, staff=signed_in_staff(), by=None, at=NOON + timedelta(minutes=1))
    promoted = sessions.cancel_booking(
        session=session, staff=first.staff, by=first.staff.user, at=NOON + timedelta(hours=1)
    )
    assert promoted is not None
    assert (promoted.pk, promoted.seat) == (fourth.pk, 1)
    assert codes_told(fourth.staff.user) == ["session-waiting", "session-promoted"]
    assert codes_told(third.staff.user) == ["session-waiting"]


def test_person_who_books_alone_is_told_nothing(session):
    staff = signed_in_staff()
    sessions.book(session=session, staff=staff, by=staff.user, at=NOON)
    sessions.cancel_booking(session=session, staff=staff, by=staff.user, at=NOON)
    assert codes_told(staff.user) == []


@pytest.mark.parametrize("hours", [-2.5, 0, 2.5])
def test_overlapping_sessions_are_refused(session, hours):
    place = booked(session)
    other = CourseSessionFactory(starts_at=BEGIN + timedelta(hours=hours))
    with pytest.raises(errors.Overlapping):
        sessions.book(session=other, staff=place.staff, by=None, at=NOON)


@pytest.mark.parametrize("hours", [-3, 3])
def test_sessions_one_after_the_other_are_allowed(session, hours):
    place = booked(session)
    other = CourseSessionFactory(starts_at=BEGIN + timedelta(hours=hours))
    assert sessions.book(session=other, staff=place.staff, by=None, at=NOON).seat == 1


def test_who_waits_for_one_session_waits_for_no_other_at_the_same_time(session):
    SessionPlaceFactory(session=session), SessionPlaceFactory(session=session, seat=2)
    place = booked(session)
    with pytest.raises(errors.Overlapping):
        sessions.book(session=CourseSessionFactory(), staff=place.staff, by=None, at=NOON)


def test_nobody_books_after_the_session_began(session):
    for at in (BEGIN, END):
        with pytest.raises(errors.SessionOver):
            sessions.book(session=session, staff=StaffFactory(), by=None, at=at)
    just_before = BEGIN - timedelta(microseconds=1)
    assert sessions.book(session=session, staff=StaffFactory(), by=None, at=just_before).seat


def test_nobody_gives_a_place_up_after_the_session_began(session):
    place = booked(session)
    with pytest.raises(errors.SessionOver):
        sessions.cancel_booking(session=session, staff=place.staff, by=None, at=BEGIN)


def test_lecturer_and_people_who_left_are_not_booked(session):
    for staff in (session.lecturer, StaffFactory(left_on=date(2026, 10, 19))):
        with pytest.raises(errors.NotInvited):
            sessions.book(session=session, staff=staff, by=None, at=NOON)


def test_course_by_assignment_is_chosen_only_by_those_on_it(session):
    Course.objects.update(is_open=False)
    stranger, on_it = signed_in_staff(), signed_in_staff()
    EnrolmentFactory(staff=on_it, course=session.course)
    with pytest.raises(errors.NotInvited):
        sessions.book(session=session, staff=stranger, by=stranger.user, at=NOON)
    assert sessions.book(session=session, staff=on_it, by=on_it.user, at=NOON).seat == 1
    assert sessions.book(session=session, staff=stranger, by=UserFactory(), at=NOON).seat == 2


def test_giving_up_what_one_does_not_have_is_refused(session):
    with pytest.raises(errors.NoPlace):
        sessions.cancel_booking(session=session, staff=StaffFactory(), by=None, at=NOON)


def test_reminder_comes_the_day_before_once_to_seats_and_lecturer():
    session = CourseSessionFactory(lecturer=signed_in_staff(), starts_at=BEGIN)
    seat, _other, waiting = booked(session), booked(session), booked(session)
    assert sessions.remind_of_sessions(at=BEGIN - timedelta(days=2)) == 0
    assert sessions.remind_of_sessions(at=BEGIN - timedelta(days=1)) == 3
    assert sessions.remind_of_sessions(at=BEGIN - timedelta(hours=20)) == 0
    assert codes_told(seat.staff.user)[-1] == "session-reminder"
    assert codes_told(session.lecturer.user)[-1] == "session-lecture-reminder"
    assert "session-reminder" not in codes_told(waiting.staff.user)


def test_reminders_take_the_same_queries_for_many(django_assert_num_queries):
    session = CourseSessionFactory(seats=20)
    booked(session)
    day_before = BEGIN - timedelta(days=1)
    with django_assert_num_queries(5):
        sessions.remind_of_sessions(at=day_before)
    for _number in range(9):
        booked(session)
    with django_assert_num_queries(5):
        assert sessions.remind_of_sessions(at=day_before) == 9
