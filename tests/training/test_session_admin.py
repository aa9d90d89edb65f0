"""Planning in the admin, and what sessions cost."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from people.models import Role
from tests.factories import NOON, AssignmentFactory, DepartmentFactory, StaffFactory, UserFactory
from tests.training.factories import CourseFactory, CourseSessionFactory, SessionPlaceFactory
from training.models import CourseSession
from training.queries.sessions import session_costs
from training.services import sessions

BEGIN = NOON + timedelta(days=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client, settings):
    settings.MFA_REQUIRED = False
    client.force_login(UserFactory(roles=[Role.TRAINING]), "django.contrib.auth.backends.ModelBackend")
    return client


def said(course, **more):
    return {
        "course": course.pk,
        "starts_at_0": "2026-10-20",
        "starts_at_1": "09:00:00",
        "ends_at_0": "2026-10-20",
        "ends_at_1": "12:00:00",
        "place": "Room 3",
        "seats": "12",
        "lecturer": "",
        "outside_lecturer": "Ms Chen",
        "cost": "1200.50",
        "cost_note": "Fee",
        "places-TOTAL_FORMS": "0",
        "places-INITIAL_FORMS": "0",
    } | more


def send(client, name, *args, post=None, **query):
    with time_machine.travel(NOON, tick=False):
        address = reverse(f"admin:training_coursesession_{name}", args=args, query=query)
        return client.get(address) if post is None else client.post(address, post, follow=True)


def test_trainer_plans_changes_and_cancels(trainer):
    course = CourseFactory(delivery="classroom")
    send(trainer, "add", post=said(course))
    session = CourseSession.objects.get()
    assert (session.seats, session.cost, session.outside_lecturer) == (12, Decimal("1200.50"), "Ms Chen")
    send(trainer, "change", session.pk, post=said(course, seats="5"))
    session.refresh_from_db()
    assert session.seats == 5
    send(trainer, "cancel", session.pk, post={"reason": "Nobody came", "cost": "100"})
    session.refresh_from_db()
    assert (session.state, session.cancelled_reason, session.cost) == ("cancelled", "Nobody came", 100)


def test_refusal_of_the_service_stands_at_its_field(trainer):
    session = CourseSessionFactory(seats=3)
    for seat in (1, 2):
        SessionPlaceFactory(session=session, seat=seat)
    answer = send(trainer, "change", session.pk, post=said(session.course, seats="1"))
    assert answer.context["adminform"].form.errors == {"seats": ["2 seats are taken. Cancel bookings first."]}
    late = send(trainer, "add", post=said(session.course, starts_at_0="2026-10-01"))
    assert "starts_at" in late.context["adminform"].form.errors
    assert CourseSession.objects.get().seats == 3


def test_only_courses_with_sessions_are_offered(trainer):
    classroom = CourseFactory(delivery="classroom")
    online, old = CourseFactory(delivery="online"), CourseFactory(delivery="simulation", is_active=False)
    offered = send(trainer, "add").context["adminform"].form.fields["course"].queryset
    assert classroom in offered
    assert not {online, old} & set(offered)


def test_copy_proposes_the_same_a_week_later(trainer):
    session = CourseSessionFactory()
    initial = send(trainer, "add", copy=session.pk).context["adminform"].form.initial
    assert initial["starts_at"] == session.starts_at + timedelta(days=7)
    assert (initial["place"], initial["lecturer"]) == (session.place, session.lecturer)
    assert send(trainer, "add", copy="nonsense").status_code == 200


def test_held_session_lets_only_its_cost_be_changed(trainer):
    session = CourseSessionFactory()
    sessions.confirm_attendance(session=session, presences={}, by=None, at=BEGIN)
    send(trainer, "change", session.pk, post=said(session.course, place="Elsewhere", cost="77"))
    session.refresh_from_db()
    assert (session.place, session.cost) == ("Room 3", 77)


def test_list_takes_the_same_queries_for_many(
    trainer, django_assert_num_queries, django_assert_max_num_queries
):
    CourseSessionFactory()
    send(trainer, "changelist")
    with django_assert_max_num_queries(15) as at_one:
        send(trainer, "changelist")
    for _number in range(10):
        SessionPlaceFactory(session=CourseSessionFactory())
    with django_assert_num_queries(len(at_one)):
        send(trainer, "changelist")


@pytest.mark.parametrize(("when", "found"), [("coming", 2), ("week", 1), ("confirm", 1)])
def test_list_is_filtered_by_when(trainer, when, found):
    CourseSessionFactory()
    CourseSessionFactory(starts_at=NOON + timedelta(days=30))
    CourseSessionFactory(starts_at=NOON - timedelta(days=1))
    assert send(trainer, "changelist", when=when).context["cl"].result_count == found


def worker(department):
    return AssignmentFactory(department=department).staff


def test_costs_add_up_by_month_course_and_department():
    front, kitchen = DepartmentFactory(name="Front desk"), DepartmentFactory(name="Kitchen")
    held = CourseSessionFactory(cost=Decimal(100), seats=3)
    came = [SessionPlaceFactory(session=held, seat=1, staff=worker(front))]
    came.append(SessionPlaceFactory(session=held, seat=2, staff=worker(kitchen)))
    away = SessionPlaceFactory(session=held, seat=3, staff=worker(kitchen))
    presences = {place.staff_id: "present" for place in came} | {away.staff_id: "absent"}
    sessions.confirm_attendance(session=held, presences=presences, by=None, at=BEGIN)
    november = CourseSessionFactory(
        cost=Decimal("10.01"), starts_at=BEGIN + timedelta(days=20), course=held.course
    )
    SessionPlaceFactory(session=november, staff=worker(front))
    CourseSessionFactory(cost=Decimal(5), state="cancelled")
    CourseSessionFactory(cost=Decimal(999), starts_at=BEGIN + timedelta(days=200))
    costs = session_costs(date(2026, 10, 1), date(2026, 11, 30))
    assert costs.total == Decimal("115.01")
    assert costs.by_month == {date(2026, 10, 1): Decimal(105), date(2026, 11, 1): Decimal("10.01")}
    assert costs.by_department == {front: Decimal("60.01"), kitchen: Decimal(50), None: Decimal(5)}
    assert costs.by_course[held.course] == Decimal("110.01")
    assert [row.heads for row in costs.rows] == [2, 0, 1]


def test_costs_follow_the_department_of_the_session_s_day():
    staff, before, after = StaffFactory(), DepartmentFactory(name="Before"), DepartmentFactory(name="After")
    day = BEGIN.date()
    AssignmentFactory(staff=staff, department=before, ends_on=day)
    AssignmentFactory(staff=staff, department=after, starts_on=day + timedelta(days=1))
    session = CourseSessionFactory(cost=Decimal(40))
    SessionPlaceFactory(session=session, staff=staff)
    assert session_costs(day, day).by_department == {before: Decimal(40)}


def test_first_and_last_day_count_by_local_time():
    CourseSessionFactory(cost=Decimal(1), starts_at=NOON.replace(day=31, hour=15, minute=59))
    CourseSessionFactory(cost=Decimal(2), starts_at=NOON.replace(day=31, hour=16))
    assert session_costs(date(2026, 10, 1), date(2026, 10, 31)).total == 1
    assert session_costs(date(2026, 11, 1), date(2026, 11, 30)).total == 2


def test_costs_take_three_queries_for_many(django_assert_num_queries):
    for count in (1, 8):
        for _number in range(count):
            SessionPlaceFactory(session=CourseSessionFactory(cost=Decimal(9)))
        with django_assert_num_queries(3):
            session_costs(date(2026, 1, 1), date(2026, 12, 31))


def test_costs_page_and_sheet_show_the_same_total(trainer):
    session = CourseSessionFactory(cost=Decimal(100))
    for seat in (1, 2):
        SessionPlaceFactory(session=session, seat=seat, staff=worker(DepartmentFactory(name=f"=D{seat}")))
    assert "100.00" in send(trainer, "costs").content.decode()
    sheet = send(trainer, "costs_sheet", "csv", first="2026-10-01", last="2026-10-31")
    rows = list(csv.reader(io.StringIO(sheet.getvalue().decode("utf-8-sig"))))
    assert [row[-2:] for row in rows[1:]] == [["'=D1", "50.00"], ["'=D2", "50.00"]]
    assert (
        "No costs on these days"
        in send(trainer, "costs", first="2025-01-01", last="2025-01-31").content.decode()
    )
    wrong = send(trainer, "costs", first="2026-02-01", last="2026-01-01").content.decode()
    assert "The last day lies before the first." in wrong
    assert send(trainer, "costs_sheet", "pdf").status_code == 404
