"""Complaints in the portal: the panel, the forms and what they refuse, decisions and call-backs."""

import pytest
from django.urls import reverse

from feedback.models import Compensation, Complaint, EvidenceEvent, ServiceError
from feedback.services import desk
from feedback.services.compensation import ask_for_money
from people.models import Department
from tests import factories as f
from tests.feedback.complaint_world import DAY, LATER, begun, complaint_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def w():
    return complaint_world()


def enter(client, who):
    client.force_login(getattr(who, "user", who), "django.contrib.auth.backends.ModelBackend")
    return client


def address(w, name):
    return reverse(f"feedback:{name}", args=[w.request.pk])


UPHELD = {
    "finding": "upheld",
    "happened_on": DAY.isoformat(),
    "root_cause": "Nobody read the note",
    "remedy": "Apologised",
}


def test_panel_shows_where_it_stands_and_what_its_reader_may_do(client, w):
    page = enter(client, w.supervisor).get(address(w, "complaint")).content.decode()
    assert w.request.number in page
    assert "not decided" in page
    assert address(w, "complaint_finding") in page
    page = enter(client, w.agent).get(address(w, "complaint")).content.decode()
    assert address(w, "complaint_finding") not in page
    assert address(w, "complaint_money") in page


def test_whom_it_is_about_reads_and_does_nothing(client, w):
    Complaint.objects.update(about=w.agent)
    enter(client, w.agent)
    page = client.get(address(w, "complaint")).content.decode()
    assert address(w, "complaint_money") not in page
    for name in (
        "complaint_classify",
        "complaint_finding",
        "complaint_money",
        "complaint_call",
        "service_error",
    ):
        assert client.get(address(w, name)).status_code == 404


def test_turning_a_request_asks_and_leads_to_the_complaint(client, w):
    request = f.ServiceRequestFactory(agent=w.agent, department=w.department, status="open")
    url = reverse("feedback:complaint_turn", args=[request.pk])
    assert enter(client, w.agent).get(url).status_code == 200
    answer = client.post(url, {"note": "She is angry"}, follow=True)
    assert "It is a complaint now." in answer.content.decode()
    request.refresh_from_db()
    assert request.is_complaint


def test_classifying_takes_a_number_or_a_name(client, w):
    enter(client, w.agent)
    given = {"severity": "serious", "category": w.category.pk, "department": w.department.pk}
    for typed in (w.served.employee_no, w.served.name, str(w.served)):
        client.post(
            address(w, "complaint_classify"), {**given, "about": typed, "happened_on": DAY.isoformat()}
        )
        w.complaint.refresh_from_db()
        assert w.complaint.about == w.served
        Complaint.objects.update(about=None)


@pytest.mark.parametrize(
    ("typed", "said"), [("E-nobody", "Nobody has this number"), ("Twin", "Several people")]
)
def test_an_unclear_person_is_asked_for_again_with_all_that_was_typed(client, w, typed, said):
    f.StaffFactory(name="Twin")
    f.StaffFactory(name="Twin")
    given = {"severity": "serious", "about": typed, "happened_on": DAY.isoformat()}
    answer = enter(client, w.agent).post(address(w, "complaint_classify"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page


def test_finding_is_recorded_with_its_points(client, w):
    enter(client, w.supervisor)
    answer = client.post(
        address(w, "complaint_finding"), {**UPHELD, "about": w.served.employee_no}, follow=True
    )
    page = answer.content.decode()
    assert "The finding is recorded." in page
    assert "They count in October 2026." in page
    assert EvidenceEvent.objects.get().staff == w.served


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"remedy": ""}, "remedy"),
        ({"root_cause": ""}, "root_cause"),
        ({"happened_on": "tomorrow"}, "happened_on"),
    ],
)
def test_finding_without_grounds_is_asked_for_again_beside_the_field(client, w, changes, field):
    answer = enter(client, w.supervisor).post(address(w, "complaint_finding"), {**UPHELD, **changes})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not EvidenceEvent.objects.exists()


def test_changed_finding_asks_why(client, w):
    enter(client, w.supervisor)
    client.post(address(w, "complaint_finding"), {**UPHELD, "about": w.served.employee_no})
    again = {**UPHELD, "finding": "not_upheld"}
    assert client.post(address(w, "complaint_finding"), again).context["form"].errors.keys() == {"reason"}
    page = client.post(address(w, "complaint_finding"), {**again, "reason": "Not hers"}, follow=True)
    assert "Withdrawn from October 2026: Not hers" in page.content.decode()


@pytest.mark.parametrize("amount", ["", "0", "-5", "1.005", "a lot", "99999999999"])
def test_an_amount_that_is_none_is_refused_beside_the_field(client, w, amount):
    given = {"kind": "refund", "amount": amount, "reason": "Broken"}
    answer = enter(client, w.agent).post(address(w, "complaint_money"), given)
    assert answer.status_code == 422
    assert "amount" in answer.context["form"].errors
    assert not Compensation.objects.exists()


def money(w, amount="100", by=None):
    return ask_for_money(
        request=w.request,
        kind="refund",
        amount=f.Decimal(amount),
        reason="Broken",
        by=by or w.agent.user,
        at=LATER,
    )


def test_money_is_decided_where_it_waits(client, w):
    asked = money(w)
    url = reverse("feedback:decide_money", args=[asked.pk])
    page = enter(client, w.supervisor).get(reverse("feedback:decisions")).content.decode()
    assert url in page
    assert client.post(url, {"approve": "1", "note": ""}).status_code == 422
    client.post(url, {"approve": "1", "note": "Right"})
    asked.refresh_from_db()
    assert asked.state == "approved"
    assert url not in client.get(reverse("feedback:decisions")).content.decode()


def test_second_decider_is_told_that_it_was_decided(client, w):
    asked = money(w)
    url = reverse("feedback:decide_money", args=[asked.pk])
    enter(client, w.head).post(url, {"refuse": "1", "note": "No"})
    answer = enter(client, w.supervisor).post(url, {"approve": "1", "note": "Yes"}, follow=True)
    assert "decided in the meantime" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "refused"


def test_who_asked_sees_it_waiting_and_cannot_decide(client, w):
    url = reverse("feedback:decide_money", args=[money(w, "9000").pk])
    page = enter(client, w.agent).get(url).content.decode()
    assert "Somebody else decides what you asked for." in page
    assert client.post(url, {"approve": "1", "note": "Mine"}).status_code == 404
    assert enter(client, w.supervisor).post(url, {"approve": "1", "note": "Me"}).status_code == 404


def test_calls_are_listed_and_entered(client, w):
    enter(client, w.agent)
    url = address(w, "complaint_call")
    assert "resolved" in client.post(url, {"outcome": "satisfied", "said": "Fine"}).content.decode()
    desk.resolve(request=w.request, by=w.agent.user, at=LATER, text="Put right")
    assert url in client.get(reverse("feedback:complaint_calls")).content.decode()
    assert client.post(url, {"outcome": "satisfied", "said": ""}).context["form"].errors.keys() == {"said"}
    page = client.post(url, {"outcome": "not_satisfied", "said": "Still broken"}, follow=True)
    assert "open again" in page.content.decode()
    w.request.refresh_from_db()
    assert w.request.reopened_count == 1


def test_service_error_is_recorded_with_its_procedure_at_hand(client, w):
    enter(client, w.supervisor)
    url = address(w, "service_error")
    assert "talks with the member of staff" in client.get(url).content.decode()
    conduct = f.feedback.ErrorClass.objects.get(code="conduct")
    given = {
        "error_class": conduct.pk,
        "staff": w.served.employee_no,
        "happened_on": DAY.isoformat(),
        "what": "Hung up",
        "lesson": "Say goodbye first",
    }
    page = client.post(url, given, follow=True).content.decode()
    assert "Hung up" in page
    error = ServiceError.objects.get()
    assert (error.event.kind, error.event.reference) == ("service_error", w.request.number)
    own = client.post(url, {**given, "staff": w.supervisor.employee_no})
    assert own.context["form"].errors.keys() == {"staff"}


def test_pages_cost_the_same_queries_for_any_number(client, w, django_assert_max_num_queries):
    enter(client, w.head)
    money(w)
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("feedback:decisions"))
        client.get(address(w, "complaint"))
    for _number in range(4):
        money(w)
        begun(f.ServiceRequestFactory(kind="complaint", department=w.department, agent=w.agent))
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("feedback:decisions"))
        client.get(address(w, "complaint"))


def test_empty_lists_say_what_comes(client, w):
    Department.objects.update(head=None)
    enter(client, w.stranger)
    assert "Nothing waits for your decision" in client.get(reverse("feedback:decisions")).content.decode()
    assert "Nobody to call back" in client.get(reverse("feedback:complaint_calls")).content.decode()
