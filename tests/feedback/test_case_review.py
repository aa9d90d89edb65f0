"""A case to learn from, made of a complaint without telling who the customer was."""

import pytest
from django.test import Client

from feedback.anonymous import parts_of, without_names
from feedback.errors import ComplaintError
from feedback.models import Complaint
from feedback.services.case_review import make_case
from people.models import Role
from tests import factories as f
from tests.feedback.complaint_world import LATER, complaint_world
from training.models import ServiceCase


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Mr Liu waited", "Mr the customer waited"),
        ("liu waited, Liu's bag", "the customer waited, the customer's bag"),
        ("Liubei is a town", "Liubei is a town"),
        ("王小明很生气，小明的包", "the customer很生气，the customer的包"),
        ("write to a.b+c@mail.example.com.", "write to …."),
        ("call +86 138-0000-0000 now", "call … now"),
        ("电话13800000000。", "电话…。"),
        ("on 2026-10-15 he paid 1,250.00", "on … he paid 1,250.00"),
        ("room 1204, 48 hours, 5 of 12", "room 1204, 48 hours, 5 of 12"),
        ("order C-20417", "order …"),
        ("客户Liu很生气", "客户the customer很生气"),
        ("", ""),
    ],
)
def test_names_and_numbers_are_taken_out(text, result):
    known = {"the customer": ["Liu", "王小明", "小明", "", "x"], "…": ["C-20417"]}
    assert without_names(text, known) == result


def test_parts_of_names():
    assert parts_of("Anna Maria Berg") == ["Anna Maria Berg", "Anna", "Maria", "Berg"]
    assert parts_of("王小明") == ["王小明", "小明"]
    assert parts_of("Bo Li") == ["Bo Li"]


@pytest.fixture
def w(db):
    w = complaint_world()
    w.request.customer = f.CustomerFactory(name="Liu Yang", phone="13912345678", email="liu@example.com")
    w.request.contact_name = "刘洋"
    w.request.save()
    return w


def decide(w):
    # Decided as the finding's page does it.
    Complaint.objects.filter(pk=w.request.pk).update(
        finding="upheld",
        decided_by=w.desk,
        decided_at=LATER,
        about=w.served,
        root_cause=f"served forgot that Liu Yang (13912345678, liu@example.com) called 刘洋 on {w.request.number}.",
        remedy="Call Liu back the same day.",
    )


def test_a_case_tells_cause_and_remedy_but_nobodys_name(w):
    decide(w)

    case = make_case(request=w.request, by=w.desk, at=LATER)

    everything = f"{case.root_cause} {case.measure} {case.title} {case.code}"
    for told in ("Liu", "Yang", "刘洋", "13912345678", "liu@example.com", "served", w.request.number):
        assert told not in everything
    assert str(case.root_cause).startswith(
        "a colleague forgot that the customer (…, …) called the customer on"
    )
    assert (str(case.measure), case.state) == ("Call the customer back the same day.", "draft")
    assert Complaint.objects.get(pk=w.request.pk).case == case


def test_a_complaint_has_one_case(w):
    decide(w)
    before = ServiceCase.objects.count()

    assert make_case(request=w.request, by=w.desk, at=LATER) == make_case(
        request=w.request, by=w.desk, at=LATER
    )

    assert ServiceCase.objects.count() == before + 1


def test_without_root_cause_there_is_no_case(w):
    with pytest.raises(ComplaintError):
        make_case(request=w.request, by=w.desk, at=LATER)


def client_of(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_complaints_page_makes_the_case_and_links_it(w):
    decide(w)
    page, desk = f"/requests/{w.request.pk}/complaint/", client_of(w.desk)
    assert "Make a case of it" in desk.get(page).text

    written = desk.post(f"{page}case/")

    case = Complaint.objects.get(pk=w.request.pk).case
    assert written.url == f"/admin/training/servicecase/{case.pk}/change/"
    assert "(not published yet)" in desk.get(page).text
    ServiceCase.objects.filter(pk=case.pk).update(state="published", published_at=LATER)
    reader = client_of(w.supervisor.user)
    assert f"/cases/{case.code}/" in reader.get(page).text
    assert "Make a case of it" not in reader.get(page).text


def test_who_may_not_see_a_complaint_makes_no_case(w):
    decide(w)
    address = f"/requests/{w.request.pk}/complaint/case/"

    for user in (w.stranger.user, f.UserFactory(roles=[Role.TRAINING]), w.supervisor.user):
        assert client_of(user).post(address).status_code == 404
    assert Complaint.objects.get(pk=w.request.pk).case is None


def test_a_cases_page_names_no_customer_and_leads_to_the_complaints(w):
    decide(w)
    case = make_case(request=w.request, by=w.desk, at=LATER)
    ServiceCase.objects.filter(pk=case.pk).update(state="published", published_at=LATER)

    seen = client_of(w.stranger.user).get(f"/cases/{case.code}/").text
    listed = client_of(w.desk).get("/admin/feedback/complaint/", {"case__id__exact": case.pk})

    assert "Liu" not in seen
    assert w.request.number not in seen
    assert listed.context["cl"].result_count == 1
