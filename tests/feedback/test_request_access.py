"""Who may read and who may work on which request, object by object."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.access import may_take, may_work_on, requests_seen_by, works_the_queue
from feedback.models import Category, ServiceRequest
from people.models import Role, RoleGrant
from tests import factories as f

pytestmark = pytest.mark.django_db

DAY = f.NOON.date()


@pytest.fixture
def company():
    """A head office over a branch; in the branch an agent with a supervisor; elsewhere another agent."""
    head_office, elsewhere = f.DepartmentFactory(), f.DepartmentFactory()
    branch = f.DepartmentFactory(parent=head_office)
    people = {name: f.StaffFactory(name=name, user=f.UserFactory()) for name in NAMES}
    head_office.head = people["head"]
    head_office.save()
    f.AssignmentFactory(staff=people["agent"], department=branch, manager=people["supervisor"])
    f.AssignmentFactory(staff=people["other"], department=elsewhere, manager=people["other_supervisor"])
    for name in ("agent", "other"):
        f.AgentFactory(staff=people[name])
    users = {name: staff.user for name, staff in people.items()}
    for role in (Role.CUSTOMER_SERVICE, Role.OFFICE, Role.AUDITOR, Role.LEADING_GROUP, Role.HR):
        users[role.value] = f.UserFactory(roles=[role])
    for role in (Role.CUSTOMER_SERVICE, Role.AUDITOR):
        users[f"{role.value} there"] = user = f.UserFactory()
        RoleGrant.objects.create(user=user, role=role, department=head_office)
    users["administrator"] = f.UserFactory(is_superuser=True)
    return people, branch, users


NAMES = ("agent", "other", "supervisor", "other_supervisor", "head", "nobody")
COMPANY_WORKS = {"customer_service", "office", "administrator"}
COMPANY_SEES = COMPANY_WORKS | {"auditor", "leading_group"}
BRANCH_WORKS = {"head", "customer_service there"}


def who_sees(users):
    return {name for name, user in users.items() if requests_seen_by(user, ServiceRequest.objects.all(), DAY)}


def who_works_on(users, request):
    return {name for name, user in users.items() if may_work_on(user, request, DAY)}


def test_assigned_request_belongs_to_its_agent_and_those_above(company):
    people, branch, users = company
    request = f.ServiceRequestFactory(agent=people["agent"], department=branch)
    works = COMPANY_WORKS | BRANCH_WORKS | {"agent", "supervisor"}
    assert who_works_on(users, request) == works
    assert who_sees(users) == works | COMPANY_SEES | {"auditor there"}


def test_unassigned_request_is_seen_by_agents_of_its_department(company):
    _people, branch, users = company
    request = f.ServiceRequestFactory(department=branch)
    assert who_works_on(users, request) == COMPANY_WORKS | BRANCH_WORKS
    assert who_sees(users) == COMPANY_SEES | BRANCH_WORKS | {"auditor there", "agent"}
    assert {name for name, user in users.items() if may_take(user, request, DAY)} == {"agent"}


def test_unassigned_request_of_no_department_is_seen_by_every_agent(company):
    _people, _branch, users = company
    f.ServiceRequestFactory()
    assert who_sees(users) == COMPANY_SEES | {"agent", "other"}


@pytest.mark.parametrize(
    ("category", "seen"), [("billing", True), ("fault", False), (None, True)], ids=["his", "not his", "none"]
)
def test_unassigned_request_is_seen_by_the_skilled(company, category, seen):
    people, branch, users = company
    people["agent"].agent.categories.add(Category.objects.get(code="billing"))
    request = f.ServiceRequestFactory(
        department=branch, category=Category.objects.filter(code=category).first()
    )
    assert ("agent" in who_sees(users)) is seen
    assert may_take(users["agent"], request, DAY) is seen


def test_resolved_request_of_nobody_is_no_longer_shown_to_agents(company):
    _people, branch, users = company
    f.ServiceRequestFactory(department=branch, status="resolved", resolved_at=f.NOON)
    assert "agent" not in who_sees(users)


def test_supervisor_of_the_day_sees_not_the_one_before(company):
    people, _branch, users = company
    assignment = people["agent"].assignments.get()
    assignment.ends_on = date(2026, 10, 14)
    assignment.save()
    f.AssignmentFactory(
        staff=people["agent"],
        department=assignment.department,
        manager=people["other_supervisor"],
        starts_on=DAY,
    )
    request = f.ServiceRequestFactory(agent=people["agent"])
    assert who_works_on(users, request) == COMPANY_WORKS | {"agent", "other_supervisor"}


def test_agent_taken_off_the_desk_keeps_own_requests_and_takes_no_new_ones(company):
    people, branch, users = company
    people["agent"].agent.is_active = False
    people["agent"].agent.save()
    own, free = (
        f.ServiceRequestFactory(agent=people["agent"], department=branch),
        f.ServiceRequestFactory(department=branch),
    )
    user = type(users["agent"]).objects.get(pk=users["agent"].pk)
    assert list(requests_seen_by(user, ServiceRequest.objects.all(), DAY)) == [own]
    assert not may_take(user, free, DAY)


def test_somebody_who_may_no_longer_sign_in_sees_nothing(company):
    people, _branch, users = company
    f.ServiceRequestFactory(agent=people["agent"])
    for name in ("agent", "office", "administrator"):
        users[name].is_active = False
        assert not requests_seen_by(users[name], ServiceRequest.objects.all(), DAY)


def test_queue_is_the_business_of_agents_and_those_above(company):
    _people, _branch, users = company
    has_queue = {name for name, user in users.items() if works_the_queue(user)}
    assert has_queue == set(users) - {"nobody", "hr"}


@pytest.mark.parametrize("name", ["office", "agent", "head", "supervisor"])
def test_access_costs_the_same_for_many_requests(company, name):
    people, branch, users = company

    def cost() -> int:
        user = type(users[name]).objects.get(pk=users[name].pk)
        with CaptureQueriesContext(connection) as asked:
            list(requests_seen_by(user, ServiceRequest.objects.all(), DAY))
        return len(asked)

    f.ServiceRequestFactory(agent=people["agent"], department=branch)
    at_one = cost()
    f.ServiceRequestFactory.create_batch(20, agent=people["agent"], department=branch)
    assert cost() == at_one
