"""Requests over the API: taken in once, read by who may, written on by who works on them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from feedback.links import tracking_link
from feedback.models import Category, ServiceRequest
from feedback.services import desk
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/api/v1/requests/"


@pytest.fixture
def clerk():
    return client_of(f.UserFactory(roles=["customer_service"]))


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def described(**more) -> dict:
    f.ChannelFactory(code="web")
    return {"source": "crm", "external_id": "7", "text": "The lamp is dark", "channel": "web", **more}


def test_request_is_taken_in_once(clerk):
    first = clerk.post(URL, described(contact_email="li@example.com"), format="json")
    again = clerk.post(URL, described(text="Something else"), format="json")
    request = ServiceRequest.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data["number"] == again.data["number"] == request.number
    assert first.data["link"] == tracking_link(request)
    assert {milestone["kind"] for milestone in first.data["milestones"]} == {"response", "solution"}
    assert first.data["tier_reasons"]
    assert request.created_by


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"channel": "pigeon"}, "channel"),
        ({"category": "pigeon"}, "category"),
        ({"tier": "pigeon"}, "tier"),
        ({"customer_no": "pigeon"}, "customer_no"),
        ({"contact_email": "pigeon"}, "contact_email"),
        ({"kind": "pigeon"}, "kind"),
        ({"external_id": ""}, "external_id"),
        ({"source": "no slug"}, "source"),
    ],
)
def test_what_is_wrong_is_named(clerk, wrong, field):
    answer = clerk.post(URL, described(**wrong), format="json")
    assert answer.status_code == 400
    assert field in answer.data
    assert not ServiceRequest.objects.exists()


def test_customer_category_and_tier_can_be_named(clerk):
    customer = f.CustomerFactory(external_id="K1", email="li@example.com")
    answer = clerk.post(
        URL, described(customer_no="K1", category="billing", tier="urgent", kind="complaint"), format="json"
    )
    request = ServiceRequest.objects.get()
    assert answer.status_code == 201
    assert (request.customer, request.contact_email) == (customer, "li@example.com")
    assert (answer.data["category"], answer.data["tier"], answer.data["kind"]) == (
        "billing",
        "urgent",
        "complaint",
    )


@pytest.mark.parametrize("roles", [[], ["auditor"], ["training"]])
def test_others_take_nothing_in(roles):
    assert client_of(f.UserFactory(roles=roles)).post(URL, described(), format="json").status_code == 403
    assert not ServiceRequest.objects.exists()


def test_agent_reads_and_writes_on_own_requests_alone():
    user = f.UserFactory()
    agent = f.AgentFactory(staff=f.AssignmentFactory(staff__user=user).staff)
    own = f.ServiceRequestFactory(agent=agent.staff)
    other = f.ServiceRequestFactory(agent=f.StaffFactory())
    client = client_of(user)
    assert [row["number"] for row in client.get(URL).data["results"]] == [own.number]
    assert client.get(f"{URL}{own.number}/").status_code == 200
    assert client.get(f"{URL}{other.number}/").status_code == 404
    for verb in ("messages", "replies", "notes", "resolve"):
        assert client.post(f"{URL}{other.number}/{verb}/", {"text": "x"}, format="json").status_code == 404
    assert client.post(f"{URL}{own.number}/notes/", {"text": "x"}, format="json").status_code == 201


def test_auditor_reads_and_does_not_write():
    one = f.ServiceRequestFactory()
    client = client_of(f.UserFactory(roles=["auditor"]))
    assert client.get(f"{URL}{one.number}/").status_code == 200
    assert client.post(f"{URL}{one.number}/replies/", {"text": "x"}, format="json").status_code == 403


def test_life_of_a_request(clerk):
    number = clerk.post(URL, described(), format="json").data["number"]
    early = clerk.post(f"{URL}{number}/resolve/", {}, format="json")
    assert early.status_code == 409
    assert "nobody has replied" in early.data["detail"]
    key = str(uuid4())
    for _time in range(2):
        body = {"text": "We come", "client_key": key}
        assert clerk.post(f"{URL}{number}/replies/", body, format="json").status_code == 201
    assert clerk.post(f"{URL}{number}/messages/", {"text": "Thanks"}, format="json").status_code == 201
    done = clerk.post(f"{URL}{number}/resolve/", {"text": "Mended"}, format="json")
    assert done.data["status"] == "resolved"
    assert clerk.post(f"{URL}{number}/resolve/", {}, format="json").status_code == 409
    timeline = clerk.get(f"{URL}{number}/").data["timeline"]
    kinds = [entry["kind"] for entry in timeline]
    assert kinds.count("reply") == 2
    assert kinds[0] == "message"


def test_message_long_after_closing_answers_with_the_new_request(clerk):
    one = f.ServiceRequestFactory(created_at=f.NOON - timedelta(days=60))
    by = f.UserFactory()
    desk.resolve(request=one, by=by, at=f.NOON - timedelta(days=50), text="Done")
    desk.close(request=one, at=f.NOON - timedelta(days=49))
    answer = clerk.post(f"{URL}{one.number}/messages/", {"text": "Again"}, format="json")
    assert answer.data["number"] == ServiceRequest.objects.get(previous=one).number


def test_list_is_narrowed(clerk):
    category = Category.objects.get(code="fault")
    one = f.ServiceRequestFactory(category=category, source="crm", external_id="1")
    f.ServiceRequestFactory(kind="complaint")
    for query in ({"category": "fault"}, {"source": "crm", "external_id": "1"}, {"kind": "request"}):
        assert [row["number"] for row in clerk.get(URL, query).data["results"]] == [one.number]
    assert clerk.get(URL, {"status": "closed"}).data["results"] == []
    assert clerk.get(URL, {"status": "pigeon"}).status_code == 400


def test_number_of_queries_does_not_grow(clerk, django_assert_max_num_queries):
    for _time in range(12):
        f.MilestoneFactory(request__agent=f.StaffFactory(), request__customer=f.CustomerFactory())
    with django_assert_max_num_queries(4):
        assert len(clerk.get(URL).data["results"]) == 12
