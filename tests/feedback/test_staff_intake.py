"""Taking in a request for a caller: who is found, what is shown of them, and who may."""

import pytest
from django.test import Client

from feedback.models import Customer, ServiceRequest
from tests import factories as f
from tests.feedback.files import upload

pytestmark = pytest.mark.django_db
URL = "/requests/new/"


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MFA_REQUIRED = False
    f.ChannelFactory(code="phone")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return signed_in(f.UserFactory(username="clerk", roles=["customer_service"]))


def typed(**more) -> dict:
    channel = f.ChannelFactory(code="phone")
    return {"kind": "request", "channel": channel.pk, "text": "The lamp is dark", **more}


@pytest.mark.parametrize("words", ["13800138000", "+86 138-0013-8000", "LI@example.com", "K1", "{number}"])
def test_caller_is_found_by_what_only_they_would_say(clerk, words):
    customer = f.CustomerFactory(
        name="Li Lei", phone="138 0013 8000", email="li@example.com", external_id="K1"
    )
    one = f.ServiceRequestFactory(customer=customer)
    text = clerk.get(URL, {"q": words.format(number=one.number)}).content.decode()
    assert "Li Lei" in text
    assert f"?customer={customer.pk}" in text


@pytest.mark.parametrize("words", ["Li", "li@", "138", "%", "", "K"])
def test_nobody_can_leaf_through_customers(clerk, words):
    f.CustomerFactory(name="Li Lei", phone="13800138000", email="li@example.com", external_id="K1")
    assert "Li Lei" not in clerk.get(URL, {"q": words}).content.decode()


def test_history_shows_only_what_one_may_see():
    customer = f.CustomerFactory(name="Li")
    user = f.UserFactory()
    agent = f.AgentFactory(staff=f.AssignmentFactory(staff__user=user).staff)
    f.ServiceRequestFactory(customer=customer, agent=agent.staff, subject="Mine")
    f.ServiceRequestFactory(customer=customer, agent=f.StaffFactory(), subject="Not mine")
    text = signed_in(user).get(URL, {"customer": customer.pk}).content.decode()
    assert "Mine" in text
    assert "Not mine" not in text


def test_request_of_a_known_customer_is_taken_in(clerk):
    customer = f.CustomerFactory(name="Li", email="li@example.com")
    answer = clerk.post(f"{URL}?customer={customer.pk}", typed(subject="Lamp", tier="", files=[upload()]))
    request = ServiceRequest.objects.get()
    assert answer["Location"] == f"/requests/{request.pk}/"
    assert (request.customer, request.contact_email, request.subject) == (customer, "li@example.com", "Lamp")
    assert request.created_by.username == "clerk"
    assert request.timeline.first().by.username == "clerk"
    assert request.attachments.count() == 1


def test_request_of_somebody_new_makes_the_customer(clerk):
    clerk.post(URL, typed(name="Han", phone="95588"))
    assert Customer.objects.get().name == "Han"


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"channel": 0}, {"email": "x"}, {"files": upload("a.exe", b"MZ")}]
)
def test_wrong_input_keeps_what_was_typed(clerk, wrong):
    answer = clerk.post(URL, typed(name="Typed", **wrong))
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_erased_or_unknown_customer_is_not_there(clerk):
    erased = f.CustomerFactory(erased_at=f.NOON)
    assert clerk.get(URL, {"customer": erased.pk}).status_code == 404
    assert clerk.get(URL, {"customer": 10**15}).status_code == 404
    assert clerk.get(URL, {"customer": "x"}).status_code == 200
