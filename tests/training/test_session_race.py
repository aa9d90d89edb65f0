"""Several people at once, on connections of their own."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import NOON, StaffFactory
from tests.training.factories import CourseSessionFactory
from training import errors
from training.models import CourseSession, SessionPlace
from training.rotating_code import code_at
from training.services import sessions

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run calls in threads that start together; return what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait(10)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def booking(session, staff):
    return lambda: sessions.book(session=session, staff=staff, by=None, at=NOON)


def test_two_clicks_at_once_on_the_last_seat_seat_one_and_let_the_other_wait():
    for _again in range(5):
        session = CourseSessionFactory(seats=1)
        places = at_once(*[booking(session, StaffFactory()) for _number in range(2)])
        assert sorted(place.state for place in places) == ["seat", "waiting"]
        assert [place.seat for place in places if place.seat] == [1]


def test_many_at_once_fill_each_seat_once():
    session = CourseSessionFactory(seats=5)
    at_once(*[booking(session, StaffFactory()) for _number in range(8)])
    seats = SessionPlace.objects.filter(session=session, state="seat").values_list("seat", flat=True)
    assert sorted(seats) == [1, 2, 3, 4, 5]
    assert SessionPlace.objects.filter(session=session, state="waiting").count() == 3


def test_one_person_who_books_two_sessions_at_once_gets_one():
    staff = StaffFactory()
    one, other = CourseSessionFactory(), CourseSessionFactory()
    results = at_once(booking(one, staff), booking(other, staff))
    assert sum(isinstance(result, errors.Overlapping) for result in results) == 1
    assert SessionPlace.objects.filter(staff=staff).count() == 1


def test_one_phone_that_signs_two_people_in_at_once_signs_in_one():
    session = CourseSessionFactory()
    places = [sessions.book(session=session, staff=StaffFactory(), by=None, at=NOON) for _number in range(2)]
    at = session.starts_at
    sessions.open_sign_in(session=session, by=None, at=at)
    code = code_at(CourseSession.objects.get(pk=session.pk).code_key, at)

    def sign(place):
        return lambda: sessions.sign_in(session=session, staff=place.staff, code=code, device="phone", at=at)

    results = at_once(*map(sign, places))
    assert sum(isinstance(result, errors.DeviceUsed) for result in results) == 1
    assert SessionPlace.objects.filter(signed_in_at__isnull=False).count() == 1


def test_attendance_confirmed_twice_at_once_counts_once():
    session = CourseSessionFactory()
    place = sessions.book(session=session, staff=StaffFactory(), by=None, at=NOON)
    at = session.ends_at + timedelta(minutes=1)

    def confirm():
        presences = {place.staff_id: "present"}
        return sessions.confirm_attendance(session=session, presences=presences, by=None, at=at)

    results = at_once(confirm, confirm)
    assert sum(isinstance(result, errors.SessionOver) for result in results) == 1
    (enrolment,) = place.staff.enrolments.all()
    assert (enrolment.minutes, enrolment.round) == (180, 1)
