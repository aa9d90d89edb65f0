"""Customers: tags by rule, spending, duplicates that become one."""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from feedback.errors import CustomerError
from feedback.models import (
    Customer,
    CustomerMerge,
    CustomerSpend,
    CustomerTag,
    CustomerTagging,
    StopLink,
    TagRule,
)
from feedback.queries.customers import customer_numbered, lookalikes
from feedback.queries.sorting import tags_of
from feedback.services.customer_numbers import customers_by_number
from feedback.services.merging_customers import RECONCILE, merge_customers, references
from feedback.services.spending import SpendFacts, SpendReceived, receive_spending
from feedback.services.tagging import (
    Tagged,
    apply_tag_rules,
    tag_customer,
    tag_customers_daily,
    untag_customer,
)
from feedback.tag_reasons import reason_words
from tests import factories as f

pytestmark = pytest.mark.django_db
NOON = f.NOON


@pytest.fixture(autouse=True)
def _new_customers_are_not_loyal():
    TagRule.objects.filter(kind="loyal").update(is_active=False)


def codes(customer):
    return set(tags_of(customer))


def spend(customer, amount, year=2026):
    return CustomerSpend.objects.create(customer=customer, year=year, amount=Decimal(amount))


def complain(customer, **options):
    return f.ServiceRequestFactory(customer=customer, kind="complaint", **options)


# --- tags ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "year", "is_vip"),
    [
        ("100000.00", 2026, False),
        ("100000.01", 2026, True),
        ("100000.01", 2025, True),
        ("999999", 2024, False),
    ],
)
def test_who_spends_more_than_the_amount_is_vip(amount, year, is_vip):
    customer = f.CustomerFactory()
    spend(customer, amount, year)
    apply_tag_rules(at=NOON)
    assert codes(customer) == ({"vip"} if is_vip else set())


@pytest.mark.parametrize(
    ("since", "is_vip"), [(date(2024, 10, 15), True), (date(2024, 10, 16), False), (None, False)]
)
def test_who_is_loyal_for_two_years_is_vip(since, is_vip):
    TagRule.objects.update(is_active=True)
    customer = f.CustomerFactory(customer_since=since)
    apply_tag_rules(at=NOON)
    assert codes(customer) == ({"vip"} if is_vip else set())


def test_a_complaint_within_the_time_ends_loyalty():
    TagRule.objects.update(is_active=True)
    customer = f.CustomerFactory(customer_since=date(2015, 1, 1))
    complain(customer, created_at=NOON - timedelta(days=740))
    apply_tag_rules(at=NOON)
    assert codes(customer) == {"vip"}
    complain(customer, created_at=NOON - timedelta(days=720))
    assert apply_tag_rules(at=NOON).removed == 1
    assert codes(customer) == set()


def test_three_complaints_in_a_year_make_a_frequent_complainer():
    customer = f.CustomerFactory()
    f.ServiceRequestFactory(customer=customer)
    for days in (10, 20, 366):
        complain(customer, created_at=NOON - timedelta(days=days))
    apply_tag_rules(at=NOON)
    assert codes(customer) == set()
    complain(customer, created_at=NOON - timedelta(days=364))
    apply_tag_rules(at=NOON)
    assert codes(customer) == {"frequent-complainer"}
    (why,) = CustomerTagging.objects.get().why
    assert reason_words(why) == "3 complaints in 12 months; the rule asks for 3."


def test_rules_go_again_and_again_without_changing_what_fits():
    customer = f.CustomerFactory()
    yearly = spend(customer, 150_000)
    assert apply_tag_rules(at=NOON) == Tagged(1, 0, 0)
    assert apply_tag_rules(at=NOON + timedelta(days=1)) == Tagged(0, 0, 0)
    yearly.amount = 160_000
    yearly.save()
    assert apply_tag_rules(at=NOON) == Tagged(0, 1, 0)
    TagRule.objects.update(amount=200_000)
    assert apply_tag_rules(at=NOON) == Tagged(0, 0, 1)


def test_reasons_of_several_rules_are_kept_together():
    TagRule.objects.update(is_active=True)
    customer = f.CustomerFactory(customer_since=date(2015, 1, 1))
    spend(customer, 150_000)
    apply_tag_rules(at=NOON)
    first, second = CustomerTagging.objects.get().why
    assert reason_words(first).startswith("Spent ")
    assert "150,000" in reason_words(first)
    assert reason_words(second) == "A customer since 01/01/2015, and no complaint in 24 months."


def test_tags_by_hand_are_left_alone():
    customer = f.CustomerFactory()
    tag_customer(customer=customer, tag=CustomerTag.objects.get(code="vip"), by=f.UserFactory(), at=NOON)
    apply_tag_rules(at=NOON)
    assert codes(customer) == {"vip"}


def test_a_rules_tag_taken_away_by_hand_stays_away_while_the_rule_fits():
    customer = f.CustomerFactory()
    yearly = spend(customer, 150_000)
    apply_tag_rules(at=NOON)
    untag_customer(tagging=CustomerTagging.objects.get(), by=f.UserFactory(), at=NOON)
    apply_tag_rules(at=NOON)
    assert codes(customer) == set()
    yearly.delete()
    apply_tag_rules(at=NOON)
    spend(customer, 150_000)
    apply_tag_rules(at=NOON)
    assert codes(customer) == {"vip"}


def test_rules_run_once_a_day():
    assert tag_customers_daily(at=NOON)
    assert not tag_customers_daily(at=NOON + timedelta(hours=3))
    assert tag_customers_daily(at=NOON + timedelta(days=1))


def test_cost_of_the_rules_does_not_grow_with_customers(django_assert_num_queries):
    for count in (1, 20):
        for _time in range(count):
            spend(f.CustomerFactory(), 150_000)
        with django_assert_num_queries(4):
            apply_tag_rules(at=NOON)


def test_command_says_what_it_did():
    spend(f.CustomerFactory(), 150_000)
    out = StringIO()
    call_command("tag_customers", "--at", "2026-10-15T12:00:00+08:00", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"added": 1, "updated": 0, "removed": 0}
    with pytest.raises(CommandError):
        call_command("tag_customers", "--at", "yesterday")


def test_database_refuses_rules_and_spending_that_make_no_sense():
    tag, customer = CustomerTag.objects.first(), f.CustomerFactory()
    spend(customer, 1)
    wrong = [
        lambda: TagRule.objects.create(tag=tag, kind="spend"),
        lambda: TagRule.objects.create(tag=tag, kind="complaints", count=0),
        lambda: TagRule.objects.create(tag=tag, kind="loyal", months=0),
        lambda: spend(customer, 2),
        lambda: spend(customer, -1, 2025),
        lambda: CustomerTagging.objects.create(customer=customer, tag=tag, given_at=NOON, removed_at=NOON),
    ]
    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


# --- spending --------------------------------------------------------------------------------------


def test_spending_is_taken_over_and_changed():
    f.CustomerFactory(external_id="C1")
    rows = [SpendFacts("C1", 2026, Decimal(5)), SpendFacts("C2", 2026, Decimal(6))]
    assert receive_spending(rows=rows) == SpendReceived(2, 0, 0)
    assert receive_spending(rows=[rows[0], SpendFacts("C2", 2026, Decimal(7))]) == SpendReceived(0, 1, 1)
    assert Customer.objects.filter(external_id="C2", spends__amount=7).count() == 1


# --- merging ---------------------------------------------------------------------------------------


def merge(survivor, other, **options):
    return merge_customers(survivor=survivor, other=other, by=f.UserFactory(), at=NOON, **options)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("+86 138-0013-8000", "13800138000", True),
        ("0086 13800138000", "138 0013 8000", True),
        ("021-5555 6666", "02155556666", True),
        ("13800138000", "13800138001", False),
        ("110", "110", False),
    ],
)
def test_telephone_numbers_are_compared_however_they_are_written(one, other, alike):
    customer = f.CustomerFactory(phone=one)
    customer.refresh_from_db()
    double = f.CustomerFactory(phone=other)
    assert list(lookalikes(customer)) == ([double] if alike else [])


def test_addresses_are_compared_without_case():
    customer = f.CustomerFactory(email="Zhou@Example.com", phone="")
    double = f.CustomerFactory(email="zhou@example.com")
    f.CustomerFactory(email="")
    assert list(lookalikes(customer)) == [double]


def test_everything_moves_to_the_one_that_stays():
    stays, goes = f.CustomerFactory(name="Zhou", phone=""), f.CustomerFactory(name="Ms Zhou", phone="138")
    interaction, request = f.InteractionFactory(customer=goes), f.ServiceRequestFactory(customer=goes)
    answer = f.SurveyAnswerFactory(invitation__customer=goes)
    merged = merge(stays, goes, take_from_other=frozenset({"name"}), reason="Same person")
    for row in (interaction, request, answer.invitation):
        row.refresh_from_db()
        assert row.customer == stays
    stays.refresh_from_db()
    assert (stays.name, stays.phone) == ("Ms Zhou", "138")
    assert merged.old_values["goes"]["phone"] == "138"
    assert merged.old_values["stays"]["name"] == "Zhou"
    assert merged.moved["feedback.Interaction"] == 1
    assert not Customer.objects.filter(pk=merged.old_id).exists()


def test_same_year_same_tag_and_stop_link_become_one():
    stays, goes = f.CustomerFactory(), f.CustomerFactory()
    spend(stays, 10)
    spend(goes, 5)
    spend(goes, 7, 2025)
    vip = CustomerTag.objects.get(code="vip")
    CustomerTagging.objects.create(customer=stays, tag=vip, by_rule=True, given_at=NOON)
    tag_customer(customer=goes, tag=vip, by=f.UserFactory(), at=NOON, note="From the shop")
    for customer in (stays, goes):
        StopLink.objects.create(customer=customer, seed="x", token_hash=str(customer.pk).encode())
    merge(stays, goes)
    assert dict(stays.spends.values_list("year", "amount")) == {2026: 15, 2025: 7}
    assert stays.taggings.get().note == "From the shop"
    assert StopLink.objects.count() == 1


def test_numbers_of_both_lead_to_the_one_that_stays():
    stays, goes = f.CustomerFactory(external_id="A"), f.CustomerFactory(external_id="B")
    merge(stays, goes)
    assert customers_by_number(["A", "B"]) == {"A": stays.pk, "B": stays.pk}
    assert customer_numbered("B") == stays
    third = f.CustomerFactory(external_id="C")
    merge(third, stays, take_from_other=frozenset({"external_id"}))
    assert customers_by_number(["A", "B", "C"]) == dict.fromkeys("ABC", third.pk)


def test_who_wants_no_surveys_still_wants_none():
    stays, goes = f.CustomerFactory(), f.CustomerFactory(no_surveys_since=NOON)
    merge(stays, goes)
    stays.refresh_from_db()
    assert stays.no_surveys_since == NOON


def test_what_cannot_be_merged_is_refused():
    one, two = f.CustomerFactory(), f.CustomerFactory()
    with pytest.raises(CustomerError, match="itself"):
        merge(one, one)
    gone = f.CustomerFactory(erased_at=NOON)
    with pytest.raises(CustomerError, match="erased"):
        merge(one, gone)
    merge(one, two)
    with pytest.raises(CustomerError, match="already"):
        merge(one, two)
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomerMerge.objects.create(survivor=one, old_id=one.pk, merged_by=f.UserFactory(), merged_at=NOON)


def test_every_unique_rule_about_customers_has_its_way_to_merge():
    """A new model with a customer in a unique constraint must say what merging makes of two rows."""
    missing = []
    for field in references():
        meta = field.model._meta
        sets = [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
        alone = [(field.name,)] if field.unique else []
        if any(field.name in names for names in [*sets, *meta.unique_together, *alone]):
            missing += [] if meta.label in RECONCILE else [meta.label]
    assert not missing


def test_references_are_found_by_themselves():
    found = {f"{field.model._meta.label}.{field.name}" for field in references()}
    assert {"feedback.Interaction.customer", "feedback.ServiceRequest.customer"} <= found
    assert "feedback.SamplingDecision.customer" in found


def test_two_merges_at_once_do_it_once(transactional_db):
    import threading

    from django.db import connection

    stays, goes, by = f.CustomerFactory(), f.CustomerFactory(), f.UserFactory()
    f.InteractionFactory(customer=goes)
    said = []

    def go(survivor, other):
        try:
            merge_customers(survivor=survivor, other=other, by=by, at=NOON)
            said.append("merged")
        except CustomerError:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((stays, goes), (goes, stays))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["merged", "refused"]
    assert Customer.objects.count() == 1
    assert Customer.objects.get().interactions.count() == 1


def test_spending_comes_in_by_the_api(client):
    from rest_framework.authtoken.models import Token

    token, _made = Token.objects.get_or_create(user=f.UserFactory(roles=["office"]))
    headers = {"Authorization": f"Token {token.key}"}
    address = reverse("program:customer-spend-list")

    def send(rows):
        return client.post(address, json.dumps(rows), "application/json", headers=headers)

    taken = send([{"customer_no": "C9", "year": 2026, "amount": "120000.50"}])
    assert (taken.status_code, taken.json()) == (200, {"created": 1, "updated": 0, "unchanged": 0})
    assert CustomerSpend.objects.get().amount == Decimal("120000.50")
    wrong = send([{"customer_no": "C9", "year": 1999, "amount": "-1"}])
    assert wrong.status_code == 400
    assert set(wrong.json()["0"]) == {"year", "amount"}
