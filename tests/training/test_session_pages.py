"""The portal's pages of sessions, the lecturer's, and arriving by a scanned code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from people.models import RoleGrant
from tests.factories import NOON, AssignmentFactory, DepartmentFactory, StaffFactory, UserFactory
from tests.training.factories import (
    CourseFactory,
    CourseSessionFactory,
    ExamFactory,
    PathStepFactory,
    SessionPlaceFactory,
)
from training.models import CourseSession, SessionPlace
from training.rotating_code import code_at
from training.services import sessions

BEGIN = NOON + timedelta(days=5)
END = BEGIN + timedelta(hours=3)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def staff():
    return StaffFactory(user=UserFactory())


@pytest.fixture
def lecturer():
    return StaffFactory(name="Lecturer", user=UserFactory())


@pytest.fixture
def session(lecturer):
    return CourseSessionFactory(lecturer=lecturer)


@pytest.fixture
def me(client, staff):
    client.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def led(client, lecturer):
    client.force_login(lecturer.user, "django.contrib.auth.backends.ModelBackend")
    return client


def page(client, name, *args, at=NOON, post=None):
    with time_machine.travel(at, tick=False):
        address = reverse(f"training:{name}", args=args)
        return client.get(address) if post is None else client.post(address, post, follow=True)


def opened(session, at=BEGIN):
    return sessions.open_sign_in(session=session, by=None, at=at)


def link(session, at=BEGIN):
    return f"{session.pk}.{code_at(CourseSession.objects.get(pk=session.pk).code_key, at)}"


def test_person_books_waits_and_leaves_in_the_portal(me, staff, session):
    assert "Book" in page(me, "sessions").content.decode()
    assert "You have seat 1" in page(me, "session_book", session.pk, post={}).content.decode()
    assert "Give my seat up" in page(me, "session", session.pk).content.decode()
    page(me, "session_leave", session.pk, post={})
    for seat in (1, 2):
        SessionPlaceFactory(session=session, seat=seat)
    answer = page(me, "session_book", session.pk, post={}).content.decode()
    assert "You are on the waiting list" in answer
    assert SessionPlace.objects.get(staff=staff).state == "waiting"


def test_refused_booking_says_why(me, staff, session):
    SessionPlaceFactory(session=CourseSessionFactory(), staff=staff)
    answer = page(me, "session_book", session.pk, post={}).content.decode()
    assert "has another session at this time" in answer


def test_coming_sessions_are_found_by_words_kind_and_free_seats(me, session):
    full = CourseSessionFactory(course__title={"en": "Fire drill"}, course__delivery="simulation", seats=1)
    SessionPlaceFactory(session=full)

    def shown(query):
        with time_machine.travel(NOON, tick=False):
            found = me.get(reverse("training:sessions") + query).context["page"].object_list
        return {one.pk for one in found}

    assert shown("") == {session.pk, full.pk}
    assert shown("?q=fire") == {full.pk}
    assert shown("?kind=classroom") == {session.pk}
    assert shown("?free=on") == {session.pk}
    assert shown("?kind=nonsense") == {session.pk, full.pk}


def test_courses_by_assignment_show_only_to_those_on_them(me, session):
    session.course.is_open = False
    session.course.save()
    assert not page(me, "sessions").context["page"].object_list
    assert page(me, "session", session.pk).status_code == 404


def test_list_takes_the_same_queries_for_many(
    me, staff, session, django_assert_max_num_queries, django_assert_num_queries
):
    SessionPlaceFactory(session=session, staff=staff)
    page(me, "sessions")
    with django_assert_max_num_queries(15) as at_one:
        page(me, "sessions")
    for day in range(1, 8):
        one = CourseSessionFactory(starts_at=BEGIN + timedelta(days=day), lecturer=StaffFactory())
        SessionPlaceFactory(session=one, staff=staff, seat=2)
        SessionPlaceFactory(session=one)
        CourseSessionFactory(starts_at=BEGIN + timedelta(days=day))
    with django_assert_num_queries(len(at_one)):
        page(me, "sessions")


def test_calendar_file_is_an_appointment(me, session):
    answer = page(me, "session_calendar", session.pk)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer["Content-Disposition"]
    assert f"UID:session-{session.pk}@" in answer.content.decode()


def test_lecturer_sees_own_sessions_only(led, session):
    other = CourseSessionFactory()
    assert [one.pk for one in page(led, "lectures").context["page"]] == [session.pk]
    for name in ("session_screen", "session_screen_code", "session_screen_room", "session_attendance"):
        assert page(led, name, session.pk).status_code == 200
        assert page(led, name, other.pk).status_code == 404


def test_place_of_another_session_is_not_found(led, session):
    foreign = SessionPlaceFactory()
    assert page(led, "session_strike", session.pk, foreign.pk).status_code == 404
    assert page(led, "session_take_off", session.pk, foreign.pk, post={}).status_code == 404


def test_lecturer_books_somebody_by_number(led, session, staff):
    answer = page(led, "session_add", session.pk, post={"staff": staff.employee_no})
    assert f"{staff.name} has seat 1" in answer.content.decode()
    wrong = page(led, "session_add", session.pk, post={"staff": "nobody at all"})
    assert wrong.status_code == 422
    assert "nobody at all" in wrong.content.decode()


def test_trainer_of_a_department_books_its_people_only(client, session, staff):
    department = DepartmentFactory()
    trainer = UserFactory()
    RoleGrant.objects.create(user=trainer, role="training", department=department)
    client.force_login(trainer, "django.contrib.auth.backends.ModelBackend")
    refused = page(client, "session_add", session.pk, post={"staff": staff.employee_no})
    assert "works in a department you do not train" in refused.content.decode()
    AssignmentFactory(staff=staff, department=department)
    page(client, "session_add", session.pk, post={"staff": staff.employee_no})
    assert SessionPlace.objects.get(staff=staff).seat == 1


def test_screen_shows_a_new_code_every_ten_seconds_and_comes_back_for_it(led, session):
    page(led, "session_screen_open", session.pk, at=BEGIN, post={})
    first = page(led, "session_screen_code", session.pk, at=BEGIN + timedelta(seconds=4))
    again = page(led, "session_screen_code", session.pk, at=BEGIN + timedelta(seconds=9))
    then = page(led, "session_screen_code", session.pk, at=BEGIN + timedelta(seconds=10))
    drawn = [
        re.search(r"<svg.*</svg>", one.content.decode(), re.DOTALL).group() for one in (first, again, then)
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert "load delay:6050ms, every 10s" in first.content.decode()
    assert first["Cache-Control"].startswith("max-age=0")


def test_nobody_is_signed_in_a_day_early(led, session):
    SessionPlaceFactory(session=session)
    button, link_by_hand = reverse("training:session_screen_open", args=[session.pk]), "by-hand"
    early, in_time = BEGIN - timedelta(hours=2), BEGIN - timedelta(hours=1)
    assert button not in page(led, "session_screen", session.pk, at=early).content.decode()
    assert button in page(led, "session_screen", session.pk, at=in_time).content.decode()
    assert link_by_hand not in page(led, "session_attendance", session.pk, at=early).content.decode()
    assert link_by_hand in page(led, "session_attendance", session.pk, at=in_time).content.decode()


def test_screen_never_shows_the_key(led, session):
    opened(session)
    key = CourseSession.objects.get(pk=session.pk).code_key
    for name in ("session_screen", "session_screen_code", "session_screen_room", "session_attendance"):
        assert key not in page(led, name, session.pk, at=BEGIN).content.decode()


def test_screen_that_was_closed_shows_no_code(led, session):
    opened(session)
    page(led, "session_screen_close", session.pk, at=BEGIN, post={})
    assert '<svg class="qr' not in page(led, "session_screen_code", session.pk, at=BEGIN).content.decode()


def test_names_come_in_with_the_count(led, session, django_assert_num_queries):
    opened(session)
    SessionPlaceFactory(session=session, staff__name="喆", signed_in_at=BEGIN, signed_in_by="code")
    answer = page(led, "session_screen_room", session.pk, at=BEGIN)
    assert "喆" in answer.content.decode()
    assert answer.context["count"] == 1
    with django_assert_num_queries(5):
        page(led, "session_screen_room", session.pk, at=BEGIN)
    SessionPlaceFactory(session=session, seat=2, signed_in_at=BEGIN, signed_in_by="code")
    with django_assert_num_queries(5):
        page(led, "session_screen_room", session.pk, at=BEGIN)


def test_get_never_signs_in(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    opened(session)
    answer = page(me, "sign_in", link(session), at=BEGIN)
    assert answer.context["state"] == "ready"
    assert not SessionPlace.objects.filter(signed_in_at__isnull=False).exists()


def test_button_signs_in_and_the_page_says_when(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    opened(session)
    code = link(session)
    page(me, "sign_in", code, at=BEGIN)
    answer = page(me, "sign_in", code, at=BEGIN + timedelta(seconds=15), post={})
    assert answer.context["state"] == "done"
    assert "12:00:15" in answer.content.decode()
    later = page(me, "sign_in", code, at=BEGIN + timedelta(minutes=15))
    assert later.context["state"] == "done"


def test_login_leads_back_to_the_code(client, session):
    opened(session)
    answer = page(client, "sign_in", link(session), at=BEGIN)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next=/in/{link(session)}/"


def test_user_who_is_no_staff_finds_nothing(client, session):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    assert page(client, "sign_in", link(opened(session)), at=BEGIN).status_code == 404


@pytest.mark.parametrize("code", ["x", "1", "999999999.abc", "99999999999999999999999.a", "１.a", "."])
def test_invented_code_reads_like_an_old_one(me, session, code):
    answer = page(me, "sign_in", code, at=BEGIN)
    assert answer.context["state"] == "expired"
    assert "Scan the code that is on the screen now" in answer.content.decode()
    assert page(me, "sign_in", code, at=BEGIN, post={}).context["state"] == "expired"


def test_who_has_no_place_learns_nothing_from_an_old_code(me, session):
    opened(session)
    for at in (BEGIN + timedelta(seconds=20), END + timedelta(days=1)):
        for answer in (
            page(me, "sign_in", link(session), at=at),
            page(me, "sign_in", f"{session.pk}.x", at=at),
        ):
            assert answer.context["state"] == "expired"
            assert session.place not in answer.content.decode()


def test_code_is_over_after_twenty_seconds_for_looking_and_for_the_button(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    opened(session)
    code, late = link(session), BEGIN + timedelta(seconds=20)
    assert page(me, "sign_in", code, at=late).context["state"] == "expired"
    answer = page(me, "sign_in", code, at=late, post={})
    assert (answer.status_code, answer.context["state"]) == (422, "expired")
    assert not SessionPlace.objects.filter(signed_in_at__isnull=False).exists()


def test_who_is_not_booked_takes_a_free_seat_by_a_button(me, staff, session):
    opened(session)
    code = link(session)
    assert page(me, "sign_in", code, at=BEGIN).context["state"] == "not_booked"
    assert page(me, "sign_in", code, at=BEGIN, post={}).context["state"] == "not_booked"
    assert not session.places.exists()
    answer = page(me, "sign_in", code, at=BEGIN, post={"walk_in": "1"})
    assert answer.context["state"] == "done"
    assert SessionPlace.objects.get(staff=staff).seat == 1


def test_who_is_not_booked_in_a_full_room_is_told(me, session):
    opened(session)
    SessionPlaceFactory(session=session), SessionPlaceFactory(session=session, seat=2)
    assert page(me, "sign_in", link(session), at=BEGIN).context["state"] == "full"
    answer = page(me, "sign_in", link(session), at=BEGIN, post={"walk_in": "1"})
    assert answer.context["state"] == "full"


def test_session_that_is_not_open_says_so(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    assert page(me, "sign_in", f"{session.pk}.x", at=BEGIN).context["state"] == "closed"
    assert page(me, "sign_in", f"{session.pk}.x", at=BEGIN, post={}).context["state"] == "closed"


def test_same_browser_signs_a_second_person_in_no_more(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    other = SessionPlaceFactory(session=session, seat=2, staff=StaffFactory(user=UserFactory()))
    opened(session)
    page(me, "sign_in", link(session), at=BEGIN, post={})
    me.force_login(other.staff.user, "django.contrib.auth.backends.ModelBackend")
    assert page(me, "sign_in", link(session), at=BEGIN).context["state"] == "device"
    assert page(me, "sign_in", link(session), at=BEGIN, post={}).context["state"] == "device"
    other.refresh_from_db()
    assert other.signed_in_at is None


def test_changed_device_cookie_is_made_anew(me, staff, session):
    SessionPlaceFactory(session=session, staff=staff)
    opened(session)
    me.cookies["device"] = "invented:forged"
    answer = page(me, "sign_in", link(session), at=BEGIN)
    cookie = answer.cookies["device"]
    assert cookie.value != "invented:forged"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_who_was_struck_out_is_sent_to_the_lecturer(me, staff, session):
    place = SessionPlaceFactory(session=session, staff=staff)
    opened(session)
    page(me, "sign_in", link(session), at=BEGIN, post={})
    sessions.strike_out(session=session, staff=staff, note="Not in the room", by=None, at=BEGIN)
    assert page(me, "sign_in", link(session), at=BEGIN).context["state"] == "struck"
    assert "Not in the room" in page(me, "session", place.session_id, at=BEGIN).content.decode()


def test_lecturer_strikes_out_and_signs_in_by_hand_with_a_note(led, session):
    place = SessionPlaceFactory(session=session, signed_in_at=BEGIN, signed_in_by="code")
    page(led, "session_strike", session.pk, place.pk, at=BEGIN, post={"note": "Not here"})
    place.refresh_from_db()
    assert (place.signed_in_at, place.note) == (None, "Not here")
    without = page(led, "session_by_hand", session.pk, at=BEGIN, post={"staff": place.staff.employee_no})
    assert without.status_code == 422
    said = {"staff": place.staff.employee_no, "note": "Battery empty"}
    page(led, "session_by_hand", session.pk, at=BEGIN, post=said)
    place.refresh_from_db()
    assert (place.signed_in_at, place.signed_in_by, place.note) == (BEGIN, "lecturer", "Battery empty")


def test_attendance_is_proposed_counted_and_confirmed(led, session):
    here = SessionPlaceFactory(session=session, signed_in_at=BEGIN, signed_in_by="code")
    away = SessionPlaceFactory(session=session, seat=2)
    shown = page(led, "session_attendance", session.pk, at=END).context["form"]
    assert {name: field.initial for name, field in shown.fields.items() if field.initial} == {
        f"place-{here.staff_id}": "present",
        f"place-{away.staff_id}": "absent",
    }
    said = {f"place-{here.staff_id}": "present", f"place-{away.staff_id}": "absent"}
    wrong = page(led, "session_attendance", session.pk, at=END, post=said | {"head_count": "2"})
    assert wrong.status_code == 422
    assert "You counted 2, and the list says 1 came" in wrong.content.decode()
    page(led, "session_attendance", session.pk, at=END, post=said | {"head_count": "1"})
    session.refresh_from_db()
    assert (session.state, session.head_count) == ("held", 1)
    after = page(led, "session_attendance", session.pk, at=END).content.decode()
    assert "Corrections need a reason" in after
    assert "<fieldset" not in after


def test_presence_is_corrected_only_with_a_reason(led, session):
    place = SessionPlaceFactory(session=session)
    sessions.confirm_attendance(session=session, presences={place.staff_id: "absent"}, by=None, at=END)
    assert (
        page(led, "session_correct", session.pk, place.pk, at=END, post={"presence": "present"}).status_code
        == 422
    )
    said = {"presence": "present", "reason": "Sat at the back"}
    page(led, "session_correct", session.pk, place.pk, at=END, post=said)
    place.refresh_from_db()
    assert (place.presence, place.corrected_reason) == ("present", "Sat at the back")


def test_lecturer_frees_a_seat_before_and_after_the_beginning(led, session):
    place = SessionPlaceFactory(session=session)
    page(led, "session_take_off", session.pk, place.pk, at=NOON, post={})
    place.refresh_from_db()
    assert (place.state, place.presence) == ("cancelled", "")
    other = SessionPlaceFactory(session=session, seat=2)
    page(led, "session_take_off", session.pk, other.pk, at=BEGIN, post={})
    other.refresh_from_db()
    assert (other.state, other.presence) == ("cancelled", "absent")


def test_attendance_takes_the_same_queries_for_many(
    led, session, django_assert_max_num_queries, django_assert_num_queries
):
    SessionPlaceFactory(session=session)
    page(led, "session_attendance", session.pk, at=END)
    with django_assert_max_num_queries(10) as at_one:
        page(led, "session_attendance", session.pk, at=END)
    CourseSession.objects.update(seats=30)
    for seat in range(2, 20):
        SessionPlaceFactory(session=session, seat=seat, signed_in_at=BEGIN, signed_in_by="code")
    with django_assert_num_queries(len(at_one)):
        page(led, "session_attendance", session.pk, at=END)


def test_simulation_leads_to_its_exam(led, lecturer):
    simulation = CourseSessionFactory(course=CourseFactory(delivery="simulation"), lecturer=lecturer)
    step = PathStepFactory(course=simulation.course)
    exam = ExamFactory(kind="simulation", title={"en": "Angry guest"})
    PathStepFactory(path=step.path, course=None, exam=exam)
    assert [one.pk for one in page(led, "session", simulation.pk).context["exams"]] == [exam.pk]
    shown = page(led, "session", simulation.pk).content.decode()
    assert "Angry guest" in shown
    assert reverse("training:assess_hold") not in shown
    RoleGrant.objects.create(user=lecturer.user, role="training")
    assert reverse("training:assess_hold") in page(led, "session", simulation.pk).content.decode()
