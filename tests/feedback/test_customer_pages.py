"""The office's pages about a customer: what happened, tags, doubles, handing out, erasing."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import Customer, CustomerTag, CustomerTagging, PrivacyAction
from feedback.services.merging_customers import merge_customers
from feedback.services.tagging import tag_customer
from starservice.jobs.models import OutboxMessage
from tests import factories as f

pytestmark = pytest.mark.django_db
NOON = f.NOON


@pytest.fixture
def office(client):
    user = f.UserFactory(roles=["office"])
    client.force_login(user)
    return user


@pytest.fixture
def zhou():
    return f.CustomerFactory(name="Zhou Ling", phone="13800138000")


def page(name, *args):
    return reverse(f"admin:feedback_customer_{name}", args=args)


def text(client, address, **data):
    answer = client.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        text(client, address)
    return len(queries)


def happen(customer):
    """One of everything."""
    f.InteractionFactory(customer=customer, topic="A broken leg")
    f.ServiceRequestFactory(customer=customer, subject="Where is my order")
    f.ServiceRequestFactory(customer=customer, kind="complaint", subject="Nobody answers")
    f.SurveyAnswerFactory(invitation__customer=customer, words="Fine words", score=Decimal(4))
    f.CommendationFactory(customer=customer, words="Great praise")
    f.SuggestionFactory(source="customer", author=None, customer=customer, title="A bench")


def test_one_history_across_channels(client, office, zhou):
    happen(zhou)
    happen(f.CustomerFactory())
    merge_customers(survivor=zhou, other=f.CustomerFactory(), by=office, at=NOON)
    shown = text(client, page("timeline", zhou.pk))
    for said in (
        "A broken leg",
        "Where is my order",
        "Nobody answers",
        "Fine words",
        "Great praise",
        "A bench",
    ):
        assert shown.count(said) == 1
    assert "Merged with customer" in shown


def test_history_is_narrowed_to_a_kind(client, office, zhou):
    happen(zhou)
    shown = text(client, page("timeline", zhou.pk), kind="complaint")
    assert "Nobody answers" in shown
    assert "Where is my order" not in shown
    assert "Where is my order" in text(client, page("timeline", zhou.pk), kind="nonsense")


def test_history_hides_who_answered_from_those_who_do_not_follow_up(client, zhou):
    happen(zhou)
    client.force_login(f.UserFactory(roles=["auditor"]))
    shown = text(client, page("timeline", zhou.pk))
    assert "Asked to rate" in shown
    assert "Fine words" not in shown


def test_history_does_not_show_reviewers_what_was_said_about_themselves(client, office, zhou):
    own = f.StaffFactory(user=office)
    f.SurveyAnswerFactory(invitation__customer=zhou, staff=own, words="About you")
    f.CommendationFactory(customer=zhou, staff=own, words="Praise for you")
    shown = text(client, page("timeline", zhou.pk))
    assert "About you" not in shown
    assert "Praise for you" not in shown


def test_history_is_cut_into_pages_and_costs_the_same(client, office, zhou):
    happen(zhou)
    few = count(client, page("timeline", zhou.pk))
    for _time in range(8):
        happen(zhou)
    assert count(client, page("timeline", zhou.pk)) <= few
    first, second = (text(client, page("timeline", zhou.pk), page=number) for number in (1, 2))
    events = "events__one "
    assert (first.count(events), second.count(events)) == (25, 25)


def test_list_shows_tags_and_filters_by_them(client, office, zhou):
    f.CustomerFactory(name="Li")
    tag_customer(customer=zhou, tag=CustomerTag.objects.get(code="vip"), by=office, at=NOON)
    address = page("changelist")
    assert "badge--star" in text(client, address)
    filtered = text(client, address, tag="vip")
    assert "Zhou Ling" in filtered
    assert ">Li<" not in filtered
    assert ">Li<" in text(client, address)


def test_list_asks_as_often_for_many_rows(client, office):
    def more():
        customer = f.CustomerFactory()
        tag_customer(customer=customer, tag=CustomerTag.objects.first(), by=office, at=NOON)

    more()
    few = count(client, page("changelist"))
    for _time in range(5):
        more()
    assert count(client, page("changelist")) == few


def test_tags_are_given_and_taken_by_hand(client, office, zhou):
    tag = CustomerTag.objects.get(code="business")
    client.post(page("tags", zhou.pk), {"tag": tag.pk, "note": "Buys for a hotel"})
    held = CustomerTagging.objects.get()
    assert (held.customer, held.given_by, held.note) == (zhou, office, "Buys for a hotel")
    assert "Buys for a hotel" in text(client, page("tags", zhou.pk))
    client.post(page("tags", zhou.pk), {"remove": held.pk})
    assert not CustomerTagging.objects.exists()


def test_tag_of_another_customer_is_not_taken(client, office, zhou):
    tag_customer(customer=f.CustomerFactory(), tag=CustomerTag.objects.first(), by=office, at=NOON)
    client.post(page("tags", zhou.pk), {"remove": CustomerTagging.objects.get().pk})
    assert CustomerTagging.objects.exists()


def test_changed_rules_are_applied_soon(client, office):
    tag = CustomerTag.objects.get(code="frequent-complainer")
    rule = tag.rules.get()
    names = {
        "name_en": "F",
        "name_zh_hans": "",
        "name_zh_hant": "",
        "code": tag.code,
        "tone": "warn",
        "order": 1,
    }
    form = {"rules-TOTAL_FORMS": 1, "rules-INITIAL_FORMS": 1, "rules-0-id": rule.pk, "rules-0-tag": tag.pk}
    values = {"rules-0-kind": "complaints", "rules-0-months": 12, "rules-0-is_active": "on"}
    address = reverse("admin:feedback_customertag_change", args=[tag.pk])
    refused = client.post(address, {**names, **form, **values, "rules-0-count": ""})
    assert "number of complaints" in refused.content.decode()
    client.post(address, {**names, **form, **values, "rules-0-count": 5})
    rule.refresh_from_db()
    assert rule.count == 5
    assert OutboxMessage.objects.filter(task="feedback.tasks.apply_tag_rules").count() == 1


def test_doubles_are_pointed_out_and_merged(client, office, zhou):
    double = f.CustomerFactory(name="Ms Zhou", phone="+86 138 0013 8000")
    assert "same telephone number" in text(client, page("change", zhou.pk))
    assert "Ms Zhou" in text(client, page("merge", zhou.pk))
    compared = text(client, page("merge", zhou.pk), other=double.pk)
    assert "Zhou Ling" in compared
    assert "Ms Zhou" in compared
    address = f"{page('merge', zhou.pk)}?other={double.pk}"
    client.post(address, {"name": "other", "phone": "stays", "reason": "Same phone"})
    zhou.refresh_from_db()
    assert (zhou.name, zhou.phone) == ("Ms Zhou", "13800138000")
    moved = client.get(page("change", double.pk))
    assert moved.url == page("change", zhou.pk)


def test_customer_is_not_merged_with_itself(client, office, zhou):
    answered = client.post(f"{page('merge', zhou.pk)}?other={zhou.pk}", {"reason": ""})
    assert "itself" in answered.content.decode()


def test_list_of_duplicates_asks_as_often_for_many(client, office):
    assert "No duplicates" in text(client, page("duplicates"))

    def double(number):
        for case in (str.lower, str.upper):
            f.CustomerFactory(phone=f"1380013800{number}", email=case(f"a{number}@example.com"))

    double(0)
    few = count(client, page("duplicates"))
    for number in range(1, 6):
        double(number)
    assert count(client, page("duplicates")) == few
    assert text(client, page("duplicates")).count("Merge into the oldest") == 12


def test_data_are_handed_out_and_that_is_noted(client, office, zhou):
    happen(zhou)
    answered = client.post(page("hand_out", zhou.pk), {"ground": "asked"})
    assert answered.headers["Content-Type"] == "application/zip"
    assert "no-store" in answered.headers["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(answered.content)).namelist()
    assert sorted(names) == ["data.json", "index.html"]
    assert PrivacyAction.objects.get().done_by == office


def test_erasing_asks_for_what_is_typed(client, office, zhou):
    refused = client.post(page("erase", zhou.pk), {"ground": "asked", "typed": "yes"})
    assert f"Please type “ERASE {zhou.pk}”" in refused.content.decode()
    assert Customer.objects.get(pk=zhou.pk).name
    client.post(page("erase", zhou.pk), {"ground": "asked", "typed": f"ERASE {zhou.pk}"})
    assert Customer.objects.get(pk=zhou.pk).name == ""
    shown = text(client, page("change", zhou.pk))
    assert "were erased on" in shown
    assert 'name="phone"' not in shown
    assert client.get(page("erase", zhou.pk)).status_code == 404


def test_erasing_with_an_open_request_says_what_to_do(client, office, zhou):
    f.ServiceRequestFactory(customer=zhou)
    answered = client.post(page("erase", zhou.pk), {"ground": "asked", "typed": f"ERASE {zhou.pk}"})
    assert "still open" in answered.content.decode()


# --- in the portal ---------------------------------------------------------------------------------


def test_agent_sees_the_history_of_a_customer_worked_for(client, zhou):
    agent = f.StaffFactory(user=f.UserFactory())
    client.force_login(agent.user)
    happen(zhou)
    address = reverse("feedback:customer", args=[zhou.pk])
    assert client.get(address).status_code == 404
    f.ServiceRequestFactory(customer=zhou, agent=agent, subject="Now with me")
    shown = text(client, address)
    assert "A broken leg" in shown
    assert "Now with me" in shown
    assert "Fine words" not in shown


def test_old_id_leads_to_the_one_that_stays(client, office, zhou):
    merged = merge_customers(survivor=zhou, other=f.CustomerFactory(), by=office, at=NOON)
    answered = client.get(reverse("feedback:customer", args=[merged.old_id]))
    assert answered.url == reverse("feedback:customer", args=[zhou.pk])
