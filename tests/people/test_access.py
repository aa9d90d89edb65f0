from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from people.models import Department, Role, RoleGrant, Staff, User
from people.queries import (
    assignment_on,
    assignments_between,
    department_on,
    department_subtree,
    departments_on,
    reports_of,
    team_of,
)
from tests.factories import AssignmentFactory, DepartmentFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 4, 1), date(2026, 10, 1)


@pytest.fixture
def company():
    """boss → lead → agent; helper worked for lead before lead worked for boss."""
    head = DepartmentFactory(code="head")
    branch = DepartmentFactory(code="branch", parent=head)
    elsewhere = DepartmentFactory(code="elsewhere")
    boss, lead, agent, helper, stranger = (
        StaffFactory(name=name, user=UserFactory(username=name))
        for name in ("boss", "lead", "agent", "helper", "stranger")
    )
    AssignmentFactory(staff=boss, department=head)
    AssignmentFactory(staff=lead, department=elsewhere, ends_on=date(2026, 6, 30))
    AssignmentFactory(staff=lead, department=head, manager=boss, starts_on=date(2026, 7, 1))
    AssignmentFactory(staff=agent, department=branch, manager=lead)
    AssignmentFactory(staff=helper, department=elsewhere, manager=lead, ends_on=date(2026, 6, 30))
    AssignmentFactory(staff=stranger, department=elsewhere)
    return {"head": head, "branch": branch, "elsewhere": elsewhere}


def names(staff) -> set[str]:
    return set(staff.values_list("name", flat=True))


def fresh(name: str) -> User:
    return User.objects.get(username=name)


EVERYBODY = {"boss", "lead", "agent", "helper", "stranger"}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("boss", {"boss", "lead", "agent"}),
        ("lead", {"lead", "agent", "helper"}),
        ("agent", {"agent"}),
        ("stranger", {"stranger"}),
    ],
)
def test_visible_to_follows_the_line_of_reports(company, who, seen):
    assert names(Staff.objects.visible_to(fresh(who))) == seen


def test_visible_to_nobody_when_anonymous_or_inactive(company):
    assert not Staff.objects.visible_to(AnonymousUser()).exists()
    User.objects.filter(username="boss").update(is_active=False)
    assert not Staff.objects.visible_to(fresh("boss")).exists()


@pytest.mark.parametrize("role", ["office", "hr", "finance", "leading_group", "auditor"])
def test_visible_to_everybody_for_company_duties(company, role):
    assert names(Staff.objects.visible_to(UserFactory(roles=[role]))) == EVERYBODY


@pytest.mark.parametrize("role", ["customer_service", "training"])
def test_listed_is_wider_than_visible(company, role):
    user = UserFactory(roles=[role])
    assert names(Staff.objects.listed_to(user)) == EVERYBODY
    assert not Staff.objects.visible_to(user).exists()


def test_publicity_lists_nobody(company):
    assert not Staff.objects.listed_to(UserFactory(roles=["publicity"])).exists()


def test_role_limited_to_a_department_reaches_its_subtree(company):
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=Role.HR, department=company["head"])
    assert names(Staff.objects.visible_to(user)) == {"boss", "lead", "agent"}


def test_permissions_ask_object_by_object(company):
    agent, boss = Staff.objects.get(name="agent"), Staff.objects.get(name="boss")
    lead = fresh("lead")
    assert lead.has_perm("people.view_staff", agent)
    assert not lead.has_perm("people.view_staff", boss)
    assert not lead.has_perm("people.change_staff", agent)
    assert UserFactory(roles=["hr"]).has_perm("people.change_staff", agent)
    limited = UserFactory()
    RoleGrant.objects.create(user=limited, role=Role.HR, department=company["branch"])
    assert limited.has_perm("people.change_staff", agent)
    assert not limited.has_perm("people.change_staff", boss)


def test_department_subtree_includes_itself_and_all_below(company):
    found = department_subtree([company["head"].pk])
    assert set(found) == {company["head"], company["branch"]}


def test_department_subtree_ends_on_a_circle(company):
    Department.objects.filter(code="head").update(parent=company["branch"])
    assert department_subtree([company["head"].pk]).count() == 2


def test_team_of_counts_only_days_everybody_reported(company):
    boss = Staff.objects.get(name="boss")
    assert names(reports_of(boss, AUTUMN, AUTUMN)) == {"lead"}
    assert names(team_of(boss, AUTUMN, AUTUMN)) == {"lead", "agent"}
    assert not team_of(boss, SPRING, SPRING).exists()


def test_assignment_on_uses_the_department_of_that_day(company):
    lead = Staff.objects.get(name="lead")
    assert department_on(lead, SPRING) == company["elsewhere"]
    assert department_on(lead, AUTUMN) == company["head"]
    assert assignment_on(lead, date(2019, 12, 31)) is None
    assert departments_on([lead.pk], AUTUMN) == {lead.pk: company["head"].pk}
    assert assignments_between(date(2026, 6, 30), date(2026, 7, 1)).filter(staff=lead).count() == 2


def test_visible_to_costs_the_same_for_one_report_or_many(company, django_assert_num_queries):
    for number in range(1, 4):
        lead = fresh("lead")
        with django_assert_num_queries(4):  # grants, is a manager, own staff record, the list
            assert len(Staff.objects.visible_to(lead)) == 2 + number
        AssignmentFactory(manager=lead.staff)
