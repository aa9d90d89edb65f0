"""Signing in by the code on the screen and by hand, and confirming who was there."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, StaffFactory
from tests.training.factories import (
    CourseSessionFactory,
    EnrolmentFactory,
    PathAssignmentFactory,
    PathStepFactory,
    SessionPlaceFactory,
)
from training import errors
from training.models import CourseSession, Enrolment, SessionPlace
from training.rotating_code import code_at
from training.services import sessions

BEGIN = NOON + timedelta(days=5)
END = BEGIN + timedelta(hours=3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session whose sign-in was opened ten minutes before it began."""
    one = CourseSessionFactory()
    return sessions.open_sign_in(session=one, by=None, at=BEGIN - timedelta(minutes=10))


@pytest.fixture
def place(session):
    return SessionPlaceFactory(session=session)


def key_of(session):
    return CourseSession.objects.get(pk=session.pk).code_key


def scan(place, *, device="phone", at=BEGIN, seen_at=None, **options):
    code = code_at(key_of(place.session), seen_at or at)
    return sessions.sign_in(
        session=place.session, staff=place.staff, code=code, device=device, at=at, **options
    )


def confirm(session, at=END, **presences):
    by_staff = {int(staff.removeprefix("s")): presence for staff, presence in presences.items()}
    return sessions.confirm_attendance(session=session, presences=by_staff, by=None, at=at)


def test_fresh_code_signs_in_and_keeps_only_a_hash_of_the_device(place):
    signed = scan(place)
    assert (signed.signed_in_at, signed.signed_in_by) == (BEGIN, "code")
    assert len(signed.device) == 64
    assert "phone" not in signed.device


def test_screenshot_sent_home_is_over_after_twenty_seconds(place):
    with pytest.raises(errors.CodeExpired):
        scan(place, seen_at=BEGIN, at=BEGIN + timedelta(seconds=20))
    assert scan(place, seen_at=BEGIN, at=BEGIN + timedelta(seconds=19.9)).signed_in_at


def test_code_of_another_session_is_refused(place):
    other = sessions.open_sign_in(session=CourseSessionFactory(), by=None, at=BEGIN)
    code = code_at(key_of(other), BEGIN)
    with pytest.raises(errors.CodeExpired):
        sessions.sign_in(session=place.session, staff=place.staff, code=code, device="x", at=BEGIN)


def test_one_device_signs_one_person_in_for_each_session(place):
    scan(place)
    second = SessionPlaceFactory(session=place.session, seat=2)
    with pytest.raises(errors.DeviceUsed):
        scan(second)
    assert scan(second, device="another").signed_in_at
    elsewhere = CourseSessionFactory(starts_at=BEGIN + timedelta(minutes=30))
    sessions.open_sign_in(session=elsewhere, by=None, at=BEGIN)
    assert scan(SessionPlaceFactory(session=elsewhere)).signed_in_at


def test_signing_in_twice_keeps_the_first_time(place):
    scan(place)
    again = scan(place, device="another", at=BEGIN + timedelta(minutes=5))
    assert again.signed_in_at == BEGIN


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_only_who_has_a_seat_signs_in(session, state):
    place = SessionPlaceFactory(session=session, state=state, seat=None)
    with pytest.raises(errors.NoPlace):
        scan(place)


def test_walk_in_takes_a_free_seat(session):
    SessionPlaceFactory(session=session)
    stranger = SessionPlaceFactory.build(session=session, staff=StaffFactory())
    with pytest.raises(errors.NoPlace):
        scan(stranger)
    signed = scan(stranger, walk_in=True)
    assert (signed.seat, signed.signed_in_at) == (2, BEGIN)
    assert Enrolment.objects.filter(staff=stranger.staff, course=session.course).exists()
    third = SessionPlaceFactory.build(session=session, staff=StaffFactory())
    with pytest.raises(errors.NoFreeSeat):
        scan(third, walk_in=True, device="third")
    assert not SessionPlace.objects.filter(staff=third.staff).exists()


def test_expired_code_takes_no_free_seat(session):
    stranger = SessionPlaceFactory.build(session=session, staff=StaffFactory())
    with pytest.raises(errors.CodeExpired):
        scan(stranger, walk_in=True, seen_at=BEGIN, at=BEGIN + timedelta(seconds=20))
    assert not session.places.exists()


def test_nobody_signs_in_before_it_is_opened_after_it_is_closed_or_after_the_end(place):
    code_key = key_of(place.session)
    with pytest.raises(errors.SignInClosed):
        scan(place, at=END)
    sessions.close_sign_in(session=place.session, by=None, at=BEGIN)
    assert key_of(place.session) == ""
    with pytest.raises(errors.SignInClosed):
        sessions.sign_in(
            session=place.session, staff=place.staff, code=code_at(code_key, BEGIN), device="x", at=BEGIN
        )
    with pytest.raises(errors.SignInClosed):
        scan(SessionPlaceFactory())


def test_sign_in_opens_an_hour_before_and_not_after_the_end():
    one = CourseSessionFactory()
    for at in (BEGIN - timedelta(hours=1, seconds=1), END):
        with pytest.raises(errors.SignInClosed):
            sessions.open_sign_in(session=one, by=None, at=at)
    opened = sessions.open_sign_in(session=one, by=None, at=BEGIN - timedelta(hours=1))
    assert len(opened.code_key) == 64
    again = sessions.open_sign_in(session=one, by=None, at=BEGIN)
    assert again.code_key == opened.code_key


def test_opening_again_makes_old_codes_worthless(place):
    old = code_at(key_of(place.session), BEGIN)
    sessions.close_sign_in(session=place.session, by=None, at=BEGIN)
    sessions.open_sign_in(session=place.session, by=None, at=BEGIN)
    with pytest.raises(errors.CodeExpired):
        sessions.sign_in(session=place.session, staff=place.staff, code=old, device="x", at=BEGIN)


def test_who_is_struck_out_is_signed_in_only_by_hand(place):
    scan(place)
    struck = sessions.strike_out(
        session=place.session, staff=place.staff, note="Not in the room", by=None, at=BEGIN
    )
    assert (struck.signed_in_at, struck.device) == (None, "")
    with pytest.raises(errors.StruckOut):
        scan(place)
    signed = sessions.sign_in_by_hand(
        session=place.session, staff=place.staff, note="Came back", by=None, at=BEGIN
    )
    assert (signed.signed_in_by, signed.note, signed.struck_out_at) == ("lecturer", "Came back", None)


def test_phone_lent_to_somebody_struck_out_still_signs_its_owner_in(place):
    scan(place)
    sessions.strike_out(session=place.session, staff=place.staff, note="Not here", by=None, at=BEGIN)
    owner = SessionPlaceFactory(session=place.session, seat=2)
    assert scan(owner).signed_in_at


def test_by_hand_seats_who_is_not_booked_while_there_is_a_seat(session):
    SessionPlaceFactory(session=session)
    walk_in = sessions.sign_in_by_hand(
        session=session, staff=StaffFactory(), note="No phone", by=None, at=BEGIN
    )
    assert (walk_in.seat, walk_in.signed_in_by) == (2, "lecturer")
    with pytest.raises(errors.NoFreeSeat):
        sessions.sign_in_by_hand(session=session, staff=StaffFactory(), note="No phone", by=None, at=BEGIN)


def test_seat_of_who_did_not_come_is_given_on_and_the_absence_stays(session):
    absent, present = SessionPlaceFactory(session=session), SessionPlaceFactory(session=session, seat=2)
    scan(present)
    waiting = SessionPlaceFactory(session=session, state="waiting", seat=None)
    with pytest.raises(errors.AttendanceWrong):
        sessions.give_seat_on(place=absent, by=None, at=BEGIN - timedelta(seconds=1))
    with pytest.raises(errors.NoPlace):
        sessions.give_seat_on(place=present, by=None, at=BEGIN)
    sessions.give_seat_on(place=absent, by=None, at=BEGIN)
    assert scan(waiting, device="waiting", walk_in=True).seat == 1
    absent.refresh_from_db()
    assert (absent.state, absent.presence) == ("cancelled", "absent")


@pytest.mark.parametrize(
    ("minutes", "presence"), [(None, "absent"), (-5, "present"), (10, "present"), (10.02, "late")]
)
def test_sign_in_proposes_the_presence(place, minutes, presence):
    place.signed_in_at = None if minutes is None else BEGIN + timedelta(minutes=minutes)
    assert sessions.presence_by_sign_in(place.session, place) == presence


def test_confirming_credits_those_who_came_and_closes_the_session():
    one = CourseSessionFactory(seats=3)
    came, late, absent = [SessionPlaceFactory(session=one, seat=seat) for seat in (1, 2, 3)]
    held = sessions.confirm_attendance(
        session=one,
        presences={came.staff_id: "present", late.staff_id: "late", absent.staff_id: "absent"},
        head_count=2,
        by=None,
        at=END,
    )
    assert (held.state, held.closed_at, held.head_count, held.code_key) == ("held", END, 2, "")
    for place in (came, late):
        enrolment = Enrolment.objects.get(staff=place.staff)
        assert (enrolment.course_id, enrolment.minutes, enrolment.completed_at) == (one.course_id, 180, END)
    assert not Enrolment.objects.filter(staff=absent.staff, completed_at__isnull=False).exists()


def test_confirming_twice_or_too_early_or_in_part_is_refused(place):
    session, staff = place.session, f"s{place.staff_id}"
    with pytest.raises(errors.AttendanceWrong):
        confirm(session, at=BEGIN - timedelta(seconds=1), **{staff: "present"})
    with pytest.raises(errors.AttendanceWrong, match=place.staff.name):
        confirm(session)
    with pytest.raises(errors.AttendanceWrong):
        confirm(session, **{staff: "asleep"})
    with pytest.raises(errors.AttendanceWrong):
        confirm(session, **{staff: "present", f"s{StaffFactory().pk}": "present"})
    confirm(session, **{staff: "present"})
    with pytest.raises(errors.SessionOver):
        confirm(session, **{staff: "present"})
    with pytest.raises(errors.SessionOver):
        sessions.strike_out(session=session, staff=place.staff, note="x", by=None, at=END)


def test_attending_completes_a_path_of_that_course(place):
    step = PathStepFactory(course=place.session.course, path__needs_mentor=False)
    assignment = PathAssignmentFactory(path=step.path, staff=place.staff)
    confirm(place.session, **{f"s{place.staff_id}": "present"})
    assignment.refresh_from_db()
    assert assignment.completed_at == END


def test_hours_are_credited_once_a_round(place):
    done = EnrolmentFactory(staff=place.staff, course=place.session.course, completed_at=NOON, minutes=180)
    confirm(place.session, **{f"s{place.staff_id}": "present"})
    assert list(Enrolment.objects.filter(staff=place.staff)) == [done]


def test_correcting_to_present_credits_and_to_absent_takes_back(place):
    session = place.session
    with pytest.raises(errors.AttendanceWrong):
        sessions.correct_presence(place=place, presence="present", reason="x", by=None, at=END)
    confirm(session, **{f"s{place.staff_id}": "absent"})
    later = END + timedelta(days=1)
    corrected = sessions.correct_presence(
        place=place, presence="present", reason="Sat at the back", by=None, at=later
    )
    enrolment = Enrolment.objects.get(staff=place.staff)
    assert (corrected.corrected_reason, enrolment.completed_at) == ("Sat at the back", later)
    sessions.correct_presence(place=place, presence="absent", reason="Mistaken", by=None, at=later)
    enrolment.refresh_from_db()
    assert (enrolment.completed_at, enrolment.minutes) == (None, 0)


def test_taking_back_leaves_what_was_earned_elsewhere(place):
    done = EnrolmentFactory(staff=place.staff, course=place.session.course, completed_at=NOON, minutes=180)
    confirm(place.session, **{f"s{place.staff_id}": "present"})
    sessions.correct_presence(place=place, presence="absent", reason="Mistaken", by=None, at=END)
    done.refresh_from_db()
    assert done.completed_at == NOON


def test_confirming_takes_the_same_queries_for_many(django_assert_max_num_queries, django_assert_num_queries):
    few, many = CourseSessionFactory(), CourseSessionFactory(seats=12)
    SessionPlaceFactory(session=few)
    for seat in range(1, 13):
        SessionPlaceFactory(session=many, seat=seat)
    with django_assert_max_num_queries(25) as counted:
        sessions.confirm_attendance(
            session=few,
            presences=dict.fromkeys([p.staff_id for p in few.places.all()], "present"),
            by=None,
            at=END,
        )
    with django_assert_num_queries(len(counted)):
        sessions.confirm_attendance(
            session=many,
            presences=dict.fromkeys([p.staff_id for p in many.places.all()], "late"),
            by=None,
            at=END,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"seat": None},
        {"seat": 0},
        {"state": "waiting"},
        {"signed_in_at": BEGIN},
        {"signed_in_by": "code"},
        {"state": "cancelled", "seat": None, "presence": "present"},
    ],
)
def test_database_refuses_places_that_cannot_be(place, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPlace.objects.filter(pk=place.pk).update(**wrong)


def test_database_gives_a_seat_and_a_device_once(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPlaceFactory(session=place.session, seat=1)
    SessionPlace.objects.filter(pk=place.pk).update(device="d")
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPlaceFactory(session=place.session, seat=2, device="d")
