from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from people import services
from people.errors import (
    AlreadyTaken,
    AssignmentOverlaps,
    Circle,
    LastAdministrator,
    NotEmployed,
    OwnRole,
)
from people.models import Assignment, Role, RoleGrant, User
from people.tasks import send_invitation
from starservice.jobs.models import OutboxMessage
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
MAY = date(2026, 5, 1)


@pytest.fixture
def hr():
    return UserFactory(username="hr", roles=[Role.HR])


def hire(hr, **options):
    facts = {
        "employee_no": "N1",
        "name": "New",
        "hired_on": date(2026, 1, 5),
        "department": DepartmentFactory(),
        "position": PositionFactory(),
    }
    return services.hire_staff(**{**facts, **options}, by=hr, at=AT)


def move(staff, hr, from_day=MAY, **options):
    facts = {"department": DepartmentFactory(), "position": PositionFactory(), "manager": None}
    return services.move_staff(staff=staff, from_day=from_day, **{**facts, **options}, by=hr, at=AT)


def test_hire_staff_makes_the_first_assignment_and_says_who_did_it(hr):
    staff = hire(hr)
    assert staff.assignments.get().starts_on == date(2026, 1, 5)
    event = staff.events.get()
    assert event.pgh_label == "insert"
    assert event.pgh_context.metadata["user"] == hr.pk


def test_hire_staff_refuses_a_known_number(hr):
    hire(hr)
    with pytest.raises(AlreadyTaken, match="N1") as refusal:
        hire(hr)
    assert refusal.value.field == "employee_no"


def test_hire_staff_refuses_a_manager_who_has_left(hr):
    gone = StaffFactory(left_on=date(2025, 12, 31))
    with pytest.raises(NotEmployed):
        hire(hr, manager=gone)


def test_move_staff_ends_the_current_assignment_the_day_before(hr):
    staff = hire(hr)
    new = move(staff, hr)
    old = staff.assignments.exclude(pk=new.pk).get()
    assert (old.ends_on, new.starts_on, new.ends_on) == (date(2026, 4, 30), MAY, None)


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 4, 30), MAY])
def test_move_staff_refuses_a_day_with_a_later_assignment(hr, day):
    staff = hire(hr)
    move(staff, hr)
    with pytest.raises(AssignmentOverlaps) as refusal:
        move(staff, hr, day)
    assert refusal.value.field == "from_day"
    assert staff.assignments.count() == 2


def test_move_staff_refuses_days_outside_the_employment(hr):
    staff = hire(hr)
    with pytest.raises(NotEmployed):
        move(staff, hr, date(2026, 1, 4))


def test_move_staff_refuses_a_circle_of_managers(hr):
    boss = hire(hr, employee_no="B")
    lead = hire(hr, employee_no="L", manager=boss)
    agent = hire(hr, employee_no="A", manager=lead)
    for manager in (boss, agent):
        with pytest.raises(Circle):
            move(boss, hr, manager=manager)
    assert boss.assignments.count() == 1


def test_end_employment_ends_the_assignment_and_can_be_corrected(hr):
    staff = hire(hr)
    for last_day in (date(2026, 8, 31), date(2026, 9, 30), date(2026, 6, 30)):
        staff = services.end_employment(staff=staff, last_day=last_day, by=hr, at=AT)
        assert (staff.left_on, staff.assignments.get().ends_on) == (last_day, last_day)


def test_end_employment_refuses_before_hiring_and_before_a_move(hr):
    staff = hire(hr)
    move(staff, hr)
    with pytest.raises(NotEmployed):
        services.end_employment(staff=staff, last_day=date(2026, 1, 4), by=hr, at=AT)
    with pytest.raises(AssignmentOverlaps):
        services.end_employment(staff=staff, last_day=date(2026, 4, 30), by=hr, at=AT)


def test_database_refuses_two_assignments_at_once():
    assignment = AssignmentFactory(ends_on=MAY)
    with pytest.raises(IntegrityError, match="assignment_one_at_a_time"), transaction.atomic():
        AssignmentFactory(staff=assignment.staff, starts_on=MAY)
    AssignmentFactory(staff=assignment.staff, starts_on=date(2026, 5, 2))


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("assignment_ends_after_start", {"ends_on": date(2019, 12, 31)}),
        ("staff_leaves_after_hired", {"staff__left_on": date(2019, 12, 31)}),
    ],
)
def test_database_refuses_days_in_the_wrong_order(constraint, wrong):
    with pytest.raises(IntegrityError, match=constraint):
        AssignmentFactory(**wrong)


def test_database_refuses_being_ones_own_manager_or_parent():
    staff, department = StaffFactory(), DepartmentFactory()
    with pytest.raises(IntegrityError, match="assignment_not_own_manager"), transaction.atomic():
        AssignmentFactory(staff=staff, manager=staff)
    department.parent = department
    with pytest.raises(IntegrityError, match="department_not_its_own_parent"), transaction.atomic():
        department.save()


def test_move_department_refuses_circles(hr):
    top = DepartmentFactory()
    middle = DepartmentFactory(parent=top)
    low = DepartmentFactory(parent=middle)
    for parent in (top, low):
        with pytest.raises(Circle):
            services.move_department(department=top, parent=parent, by=hr, at=AT)
    services.move_department(department=low, parent=None, by=hr, at=AT)
    services.move_department(department=top, parent=low, by=hr, at=AT)
    assert top.parent == low


def test_roles_are_given_once_taken_and_remembered():
    chief, user = UserFactory(is_superuser=True), UserFactory()
    grant = services.grant_role(user=user, role=Role.OFFICE, by=chief, at=AT)
    assert services.grant_role(user=user, role=Role.OFFICE, by=chief, at=AT) == grant
    key = grant.pk
    services.revoke_role(grant=grant, by=chief, at=AT)
    events = RoleGrant.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [(event.pgh_label, event.pgh_context.metadata["user"]) for event in events] == [
        ("insert", chief.pk),
        ("delete", chief.pk),
    ]


def test_nobody_gives_or_takes_a_role_of_his_own():
    chief = UserFactory(is_superuser=True, roles=[Role.HR])
    with pytest.raises(OwnRole):
        services.grant_role(user=chief, role=Role.OFFICE, by=chief, at=AT)
    with pytest.raises(OwnRole):
        services.revoke_role(grant=chief.role_grants.get(), by=chief, at=AT)
    with pytest.raises(OwnRole):
        services.make_administrator(user=chief, by=chief, at=AT)


def test_last_administrator_cannot_be_locked_out():
    first, second = UserFactory(is_superuser=True), UserFactory()
    with pytest.raises(LastAdministrator):
        services.switch_off_user(user=first, by=first, at=AT)
    services.make_administrator(user=second, by=first, at=AT)
    services.stop_administrator(user=first, by=second, at=AT)
    with pytest.raises(LastAdministrator):
        services.stop_administrator(user=second, by=second, at=AT)
    assert User.objects.get(is_superuser=True) == second


def test_invited_user_sets_a_password_through_the_mailed_link(hr, client, settings):
    staff = StaffFactory(employee_no="E77", name="陈静", email="chen@example.com")
    user = services.invite_user(staff=staff, by=hr, at=AT, language="en")
    assert not user.has_usable_password()
    message = OutboxMessage.objects.get()
    send_invitation(**message.arguments)
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    page = client.get(link.removeprefix(settings.PUBLIC_URL), follow=True)
    where = page.redirect_chain[-1][0]
    client.post(where, {"password1": "correct-horse-9", "password2": "correct-horse-9"})
    answer = client.post("/accounts/login/", {"login": "E77", "password": "correct-horse-9"})
    assert answer.status_code == 302
    staff.refresh_from_db()
    assert staff.user == user


def test_inviting_again_takes_the_same_user(hr):
    staff = StaffFactory()
    assert services.invite_user(staff=staff, by=hr, at=AT) == services.invite_user(staff=staff, by=hr, at=AT)
    assert not OutboxMessage.objects.exists()


def test_invite_user_refuses_names_and_addresses_of_others(hr):
    UserFactory(username="e1")
    UserFactory(email="two@example.com")
    with pytest.raises(AlreadyTaken):
        services.invite_user(staff=StaffFactory(employee_no="E1"), by=hr, at=AT)
    with pytest.raises(AlreadyTaken):
        services.invite_user(staff=StaffFactory(email="TWO@example.com"), by=hr, at=AT)


def test_audit_rows_cannot_be_edited(hr):
    staff = hire(hr)
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        staff.events.update(name="somebody else")


def test_raw_changes_are_remembered_too(hr):
    staff = hire(hr)
    Assignment.objects.filter(staff=staff).update(ends_on=date(2026, 12, 31))
    assert staff.assignments.get().events.filter(pgh_label="update").exists()
