"""The desk's settings and lists in the admin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.models import Category, CustomerTag, Tier
from people.models import Role
from tests import factories as f
from tests.feedback.test_queue import agent, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.MFA_REQUIRED = False


def office() -> Client:
    client = Client()
    client.force_login(f.UserFactory(roles=[Role.OFFICE]), "django.contrib.auth.backends.ModelBackend")
    return client


def listed(client, **asked):
    answer = client.get("/admin/feedback/servicerequest/", asked)
    assert answer.status_code == 200
    return {one.pk for one in answer.context["cl"].result_list}


def test_requests_are_found_by_number_customer_and_state():
    lin, customer = agent(), f.CustomerFactory(name="Liu Yang", phone="13800000000")
    late = request_of(lin, tier="urgent", ago=timedelta(hours=3), customer=customer)
    free = request_of(category=Category.objects.get(code="billing"))
    client = office()
    assert listed(client) == {late.pk, free.pk}
    assert listed(client, q=free.number) == {free.pk}
    assert listed(client, q="13800000000") == {late.pk}
    assert listed(client, q="Liu") == {late.pk}
    assert late.pk in listed(client, state="overdue")
    assert listed(client, agent="nobody") == {free.pk}
    assert listed(client, agent=str(lin.pk)) == {late.pk}


def test_requests_are_exported_as_filtered():
    lin = agent()
    request_of(lin, subject="Mine")
    request_of(subject="Nobody's")
    answer = office().get("/admin/feedback/servicerequest/export/", {"format": "csv", "agent": "nobody"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Nobody's" in text
    assert "Mine" not in text


def test_list_of_requests_costs_the_same_for_one_and_many():
    client, lin = office(), agent()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            listed(client)
        return len(asked)

    request_of(lin)
    cost()
    at_one = cost()
    for _each in range(6):
        request_of(lin, customer=f.CustomerFactory(), category=Category.objects.first())
    assert cost() == at_one


def test_changed_tier_leaves_promises_that_were_made():
    one, tier = request_of(agent()), Tier.objects.get(code="general")
    before = one.milestones.get(kind="response").due_at
    form = {
        "name_en": "General",
        "code": "general",
        "rank": tier.rank,
        "is_active": "on",
        "response_minutes": 60,
        "solution_minutes": tier.solution_minutes,
        "calendar": tier.calendar_id,
        "warning_share": 80,
        "escalation_steps-TOTAL_FORMS": 0,
        "escalation_steps-INITIAL_FORMS": 0,
    }
    saved = office().post(f"/admin/feedback/tier/{tier.pk}/change/", form, follow=True)
    assert "Requests that are there keep what they were promised." in saved.content.decode()
    tier.refresh_from_db()
    assert tier.response_minutes == 60
    assert one.milestones.get(kind="response").due_at == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"text": "There is a fire!"}, ["It would be Urgent", "fire"]),
        ({"text": "Hello", "tags": "vip"}, ["It would be Important", "vip"]),
        ({"text": "Hello", "complaints": "3"}, ["It would be Important", "3 complaints"]),
        ({"text": "My bill is wrong"}, ["It would be Important", "Bill and payment (bill)"]),
        ({"text": "Hello"}, ["It would be General", "nothing asks for another"]),
        ({"text": ""}, ["This field is required"]),
    ],
)
def test_priority_can_be_tried(asked, said):
    if "tags" in asked:
        asked = {**asked, "tags": CustomerTag.objects.get(code="vip").pk}
    page = office().get("/admin/feedback/priorityrule/try/", asked).content.decode()
    assert [words for words in said if words not in page] == []


def test_manager_marks_own_report_away_and_no_other():
    boss, other = f.StaffFactory(user=f.UserFactory()), agent("Wang", manager=f.StaffFactory())
    lin = agent("Lin", manager=boss)
    client = Client()
    client.force_login(boss.user, "django.contrib.auth.backends.ModelBackend")
    until = timezone.localtime() + timedelta(days=1)
    form = {"is_active": "on", "most_open": 20, "away_until_0": f"{until:%Y-%m-%d}", "away_until_1": "09:00"}
    assert client.post(f"/admin/feedback/agent/{lin.pk}/change/", form).status_code == 302
    lin.agent.refresh_from_db()
    assert lin.agent.away_until is not None
    assert client.post(f"/admin/feedback/agent/{other.pk}/change/", form).status_code == 404


def test_rules_of_the_desk_open_at_once():
    answer = office().get("/admin/feedback/servicerules/")
    assert answer.headers["Location"] == "/admin/feedback/servicerules/1/change/"
