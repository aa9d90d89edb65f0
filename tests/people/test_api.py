from datetime import date

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests import factories as f

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user).key}")
    return client


def test_staff_have_todays_place():
    leader = f.StaffFactory(employee_no="L1")
    agent = f.StaffFactory(employee_no="A1")
    f.AssignmentFactory(staff=agent, ends_on=date(2020, 12, 31))
    today = f.AssignmentFactory(staff=agent, starts_on=date(2021, 1, 1), manager=leader)
    found = signed_in(f.UserFactory(roles=["office"])).get("/api/v1/staff/A1/").json()
    assert found["department"] == today.department.code
    assert found["position"] == today.position.code
    assert found["manager"] == "L1"


def test_staff_outside_ones_reach_are_not_found():
    me = f.StaffFactory(user=f.UserFactory())
    other = f.StaffFactory()
    client = signed_in(me.user)
    assert client.get(f"/api/v1/staff/{me.employee_no}/").status_code == 200
    assert client.get(f"/api/v1/staff/{other.employee_no}/").status_code == 404
    assert [one["employee_no"] for one in client.get("/api/v1/staff/").json()["results"]] == [me.employee_no]


def test_staff_list_needs_the_same_queries_for_many(django_assert_num_queries):
    client = APIClient()
    client.force_authenticate(f.UserFactory(roles=["office"]))
    f.AssignmentFactory()
    with django_assert_num_queries(3):
        client.get("/api/v1/staff/")
    f.AssignmentFactory.create_batch(10)
    client = APIClient()
    client.force_authenticate(f.UserFactory(roles=["office"]))
    with django_assert_num_queries(3):
        assert len(client.get("/api/v1/staff/").json()["results"]) == 11


def test_inactive_or_unknown_token_is_refused():
    client = signed_in(f.UserFactory(is_active=False, roles=["office"]))
    assert client.get("/api/v1/staff/").status_code == 401
    client.credentials(HTTP_AUTHORIZATION="Token none")
    assert client.get("/api/v1/staff/").status_code == 401
