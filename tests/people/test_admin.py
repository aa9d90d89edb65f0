from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token

from people.models import Department, Role, RoleGrant, Staff, User
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STAFF = "/admin/people/staff/"
USERS = "/admin/people/user/"


@pytest.fixture
def hr(client):
    user = UserFactory(username="hr", roles=[Role.HR])
    client.force_login(user)
    return user


@pytest.fixture
def chief(client):
    user = UserFactory(username="chief", is_superuser=True)
    client.force_login(user)
    return user


def listed(client, query=""):
    return {staff.name for staff in client.get(STAFF + query).context["cl"].result_list}


def team():
    """boss → agent; somebody else elsewhere."""
    boss = StaffFactory(name="boss", user=UserFactory(username="boss"))
    agent = StaffFactory(name="agent", email="agent@example.com", phone="12345")
    AssignmentFactory(staff=boss)
    AssignmentFactory(staff=agent, manager=boss)
    AssignmentFactory(staff=StaffFactory(name="other", left_on=date(2021, 1, 1)), ends_on=date(2021, 1, 1))
    return boss, agent


def test_managers_list_themselves_and_their_reports(client):
    boss, _agent = team()
    client.force_login(boss.user)
    assert listed(client) == {"boss", "agent"}


def test_filters_by_department_below_manager_and_employment(client, hr):
    boss, agent = team()
    top = DepartmentFactory()
    Department.objects.filter(pk=agent.assignments.get().department_id).update(parent=top)
    assert listed(client, f"?department={top.pk}") == {"agent"}
    assert listed(client, f"?manager={boss.pk}") == {"agent"}
    assert listed(client, "?employment=left") == {"other"}
    assert listed(client, "?employment=now") == {"boss", "agent"}
    assert listed(client, "?department=x&manager=y") == {"boss", "agent", "other"}
    assert listed(client, "?q=age") == {"agent"}


@pytest.mark.parametrize("role", ["customer_service", "training"])
def test_roles_that_only_list_see_no_contact_data(client, role):
    _boss, agent = team()
    client.force_login(UserFactory(roles=[role]))
    page = client.get(f"{STAFF}{agent.pk}/change/").content.decode()
    assert "agent" in page
    assert "agent@example.com" not in page
    assert "12345" not in page
    assert client.get(f"{STAFF}{agent.pk}/history/").status_code == 403


def test_autocomplete_offers_only_whom_the_user_may_list(client):
    boss, _agent = team()
    client.force_login(boss.user)
    field = {"app_label": "people", "model_name": "assignment", "field_name": "manager"}
    answer = client.get("/admin/autocomplete/", field)
    assert {row["text"].split(" (")[0] for row in answer.json()["results"]} == {"boss", "agent"}
    client.force_login(UserFactory())
    assert client.get("/admin/autocomplete/", field).status_code in (302, 403)


def test_list_costs_the_same_for_one_or_many(client, hr):
    counts = []
    for size in (1, 8):
        for _number in range(size):
            AssignmentFactory(manager=StaffFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(STAFF)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_hire_move_and_leave_in_the_admin(client, hr):
    place = {"department": DepartmentFactory().pk, "position": PositionFactory().pk}
    facts = {"employee_no": "H1", "name": "Hired", "hired_on": "2026-01-05", **place}
    assert client.post(f"{STAFF}add/", {**facts, "name": ""}).context["errors"]
    assert client.post(f"{STAFF}add/", facts).status_code == 302
    staff = Staff.objects.get()
    page = f"{STAFF}{staff.pk}/"
    refused = client.post(f"{page}move/", {"from_day": "2026-01-05", **place})
    assert refused.context["form"].errors["from_day"]
    other = DepartmentFactory()
    assert (
        client.post(f"{page}move/", {"from_day": "2026-05-01", **place, "department": other.pk}).status_code
        == 302
    )
    assert client.post(f"{page}leave/", {"last_day": "2026-01-01"}).context["form"].errors["last_day"]
    assert client.post(f"{page}leave/", {"last_day": "2026-06-30"}).status_code == 302
    assert list(staff.assignments.order_by("starts_on").values_list("ends_on", flat=True)) == [
        date(2026, 4, 30),
        date(2026, 6, 30),
    ]
    history = client.get(f"{page}history/").content.decode()
    assert "hr" in history
    assert str(other) in history


def test_hr_makes_a_sign_in_and_gets_a_link_where_there_is_no_address(client, hr):
    staff = StaffFactory(employee_no="E9")
    answer = client.post(f"{STAFF}{staff.pk}/invite/", follow=True)
    assert "/accounts/password/reset/key/" in answer.content.decode()
    assert User.objects.get(username="E9").staff == staff
    assert client.get(USERS).status_code == 403


def test_hr_of_a_department_changes_only_its_own(client):
    _boss, agent = team()
    user = UserFactory()
    grant = RoleGrant.objects.create(user=user, role=Role.HR, department=agent.assignments.get().department)
    client.force_login(user)
    assert client.get(f"{STAFF}{agent.pk}/move/").status_code == 200
    stranger = Staff.objects.get(name="other")
    assert client.get(f"{STAFF}{stranger.pk}/move/").status_code == 404
    assert grant.department is not None


def test_department_tree_counts_in_few_queries(client, hr):
    top = DepartmentFactory(code="a", name="Top")
    low = DepartmentFactory(code="b", name="Low", parent=top)
    AssignmentFactory(department=top)
    AssignmentFactory(department=low)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            branches = client.get("/admin/people/department/").context["branches"]
        counts.append(len(queries))
        for number in range(5):
            AssignmentFactory(department=DepartmentFactory(parent=low, code=f"c{_round}{number}"))
    assert counts[0] == counts[1]
    assert [(branch.depth, branch.own) for branch in branches[:2]] == [(0, 1), (1, 1)]
    assert branches[0].total == 7


def test_department_page_refuses_a_circle_next_to_the_field(client, hr):
    top = DepartmentFactory(code="top")
    low = DepartmentFactory(code="low", parent=top)
    facts = {"code": "top", "name": "Top", "parent": low.pk}
    answer = client.post(f"/admin/people/department/{top.pk}/change/", facts)
    assert answer.context["adminform"].form.errors["parent"]
    answer = client.post(f"/admin/people/department/{low.pk}/change/", {**facts, "code": "low", "parent": ""})
    assert answer.status_code == 302
    low.refresh_from_db()
    assert low.parent is None


def user_facts(user, *grants, initial=0, **changes):
    facts = {
        "username": user.username,
        "is_active": "on",
        "role_grants-TOTAL_FORMS": len(grants),
        "role_grants-INITIAL_FORMS": initial,
    }
    for number, grant in enumerate(grants):
        facts |= {f"role_grants-{number}-{name}": value for name, value in grant.items()}
    return {**facts, **changes}


def test_administrators_give_and_take_roles(client, chief):
    user = UserFactory()
    page = f"{USERS}{user.pk}/change/"
    assert client.post(page, user_facts(user, {"role": "office", "user": user.pk})).status_code == 302
    grant = user.role_grants.get()
    gone = {"id": grant.pk, "role": "office", "user": user.pk, "DELETE": "on"}
    assert client.post(page, user_facts(user, gone, initial=1)).status_code == 302
    assert not user.role_grants.exists()
    history = client.get(f"{USERS}{user.pk}/history/").content.decode()
    assert "Programme office" in history
    assert "removed" in history


def test_nobody_gives_a_role_to_himself(client, chief):
    facts = user_facts(chief, {"role": "office", "user": chief.pk}, is_superuser="on")
    answer = client.post(f"{USERS}{chief.pk}/change/", facts)
    assert "role of their own" in answer.content.decode()
    assert not chief.role_grants.exists()


def test_the_last_administrator_cannot_be_locked_out(client, chief):
    page = f"{USERS}{chief.pk}/change/"
    for change in ({"is_superuser": ""}, {"is_superuser": "on", "is_active": ""}):
        answer = client.post(page, {**user_facts(chief), **change})
        assert "last administrator" in answer.content.decode()
    UserFactory(is_superuser=True)
    assert client.post(page, user_facts(chief)).status_code == 302


def test_new_user_gets_a_mail_and_no_password(client, chief):
    facts = user_facts(User(username="new"), email="new@example.com")
    assert client.post(f"{USERS}add/", facts).status_code == 302
    assert not User.objects.get(username="new").has_usable_password()


def test_a_new_token_is_shown_once(client, chief):
    user = UserFactory()
    page = client.post("/admin/authtoken/tokenproxy/add/", {"user": user.pk}, follow=True)
    assert Token.objects.get(user=user).key in page.content.decode()


def test_tokens_show_only_their_end(client, chief):
    token = Token.objects.create(user=UserFactory())
    page = client.get("/admin/authtoken/tokenproxy/").content.decode()
    assert token.key[-4:] in page
    assert token.key not in page
