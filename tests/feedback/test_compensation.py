"""Money for customers who complained: asked by one, decided by another according to the amount, paid."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction

from feedback.errors import ComplaintError
from feedback.models import ApprovalLimit, Compensation, Complaint, Tier
from feedback.queries.money import (
    first_to_decide,
    money_decided_by,
    money_seen_by,
    money_to_decide,
    with_level,
)
from feedback.services.compensation import ask_for_money, decide_money, mark_paid
from people.models import Assignment, Department, Notification, Role
from tests import factories as f
from tests.feedback.complaint_world import DAY, LATER, complaint_world, entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return complaint_world()


def asked(w, amount="100", kind="refund", by=None, reason="Broken on arrival"):
    return ask_for_money(
        request=w.request, kind=kind, amount=Decimal(amount), reason=reason, by=by or w.agent.user, at=LATER
    )


def decided(money, by, approve=True, note="Right", at=LATER + timedelta(hours=1)):
    return decide_money(compensation=money, approve=approve, note=note, by=by.user, at=at)


def may(who, money):
    return money_decided_by(who.user, Compensation.objects.filter(pk=money.pk), DAY).exists()


# --- asking


@pytest.mark.parametrize(
    ("amount", "reason", "field"),
    [("0", "Broken", "amount"), ("-1", "Broken", "amount"), ("10", "  ", "reason")],
)
def test_asking_without_amount_or_reason_is_refused_at_the_field(w, amount, reason, field):
    with pytest.raises(ComplaintError) as refused:
        asked(w, amount, reason=reason)
    assert refused.value.field == field
    assert not Compensation.objects.exists()


def test_asking_for_another_kind_or_on_no_complaint_is_refused(w):
    with pytest.raises(ComplaintError):
        asked(w, kind="bonus")
    w.request = f.ServiceRequestFactory(agent=w.agent)
    with pytest.raises(ComplaintError, match="not a complaint"):
        asked(w)


def test_asking_needs_to_know_whose_head_decides(w):
    w.request = f.ServiceRequestFactory(kind="complaint", agent=w.agent)
    with pytest.raises(ComplaintError, match="department"):
        asked(w)


def test_whom_a_complaint_is_about_asks_for_nothing_on_it(w):
    Complaint.objects.update(about=w.agent)
    with pytest.raises(ComplaintError, match="about you"):
        asked(w)


def test_asking_is_written_down_for_staff_and_told_to_who_decides(w):
    money = asked(w, "100")
    assert entries(w.request, "compensation") == ["asked"]
    assert not w.request.timeline.filter(kind="compensation", is_public=True).exists()
    told = Notification.objects.get(code="money_asked")
    assert told.user == w.supervisor.user
    assert told.data["amount"] == "100"
    assert str(money.pk) in told.address


# --- who decides


@pytest.mark.parametrize(
    ("kind", "amount", "deciders"),
    [
        ("refund", "5000.00", {"supervisor", "head", "top"}),
        ("refund", "5000.01", {"head", "top"}),
        ("compensation", "2000.00", {"supervisor", "head", "top"}),
        ("compensation", "2000.01", {"head", "top"}),
    ],
)
def test_supervisor_decides_up_to_the_limit_and_the_head_above(w, kind, amount, deciders):
    money = asked(w, amount, kind)
    everybody = ("supervisor", "boss", "agent", "served", "stranger", "head", "top")
    assert {name for name in everybody if may(getattr(w, name), money)} == deciders


def test_limits_are_edited_in_the_table_and_none_means_the_head(w):
    money = asked(w, "100")
    ApprovalLimit.objects.filter(kind="refund").update(amount=99)
    assert not may(w.supervisor, money)
    ApprovalLimit.objects.all().delete()
    assert not may(w.supervisor, money)
    assert may(w.head, money)


def test_duties_alone_decide_nothing_about_money(w):
    money = asked(w, "100")
    for role in Role:
        user = f.UserFactory(roles=[role])
        assert not money_decided_by(user, Compensation.objects.filter(pk=money.pk), DAY).exists()


def test_who_asks_never_decides_but_the_one_above_does(w):
    money = asked(w, "100", by=w.supervisor.user)
    assert not may(w.supervisor, money)
    Assignment.objects.filter(staff=w.supervisor).update(manager=w.boss)
    assert may(w.boss, money)
    big = asked(w, "9000", by=w.head.user)
    assert not may(w.head, big)
    assert may(w.top, big)
    assert first_to_decide(big, DAY) == w.top


def test_whom_it_is_about_never_decides(w):
    money = asked(w, "100")
    Complaint.objects.update(about=w.supervisor)
    assert not may(w.supervisor, money)
    assert first_to_decide(money, DAY) == w.head


def test_the_database_refuses_one_pair_of_eyes(w):
    money = asked(w)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Compensation.objects.filter(pk=money.pk).update(
            state="approved", decided_by=money.asked_by, decided_at=LATER
        )


def test_yesterdays_supervisor_decides_no_more(w):
    money = asked(w)
    Assignment.objects.filter(staff=w.agent).update(ends_on=DAY - timedelta(days=1))
    f.AssignmentFactory(staff=w.agent, department=w.department, manager=w.boss, starts_on=DAY)
    assert not may(w.supervisor, money)
    assert may(w.boss, money)


def test_without_any_head_a_large_amount_waits_and_says_so(w):
    Department.objects.update(head=None)
    money = asked(w, "9000")
    assert first_to_decide(money, DAY) is None
    with pytest.raises(ComplaintError, match="head of the department"):
        decided(money, w.supervisor)


# --- splitting does not evade


def test_an_amount_cut_in_pieces_needs_the_same_decision_as_the_whole(w):
    first, second = asked(w, "3000"), asked(w, "3000")
    assert may(w.supervisor, first)
    assert may(w.supervisor, second)
    decided(first, w.supervisor)
    assert not may(w.supervisor, second)
    assert may(w.head, second)
    with pytest.raises(ComplaintError, match="granted before"):
        decided(second, w.supervisor)


def test_refused_money_and_the_other_kind_do_not_count(w):
    first, second = asked(w, "3000"), asked(w, "3000")
    decided(first, w.supervisor, approve=False)
    assert may(w.supervisor, second)
    decided(second, w.supervisor)
    assert may(w.supervisor, asked(w, "2000", "compensation"))


def test_paid_money_still_counts(w):
    first = decided(asked(w, "3000"), w.supervisor)
    mark_paid(compensation=first, by=f.UserFactory(roles=[Role.FINANCE]), at=LATER)
    assert not may(w.supervisor, asked(w, "2000.01"))
    row = with_level(Compensation.objects.filter(state="asked")).get()
    assert (row.together, row.limit, row.needs_head) == (Decimal("5000.01"), Decimal(5000), True)


# --- deciding


@pytest.mark.parametrize(("approve", "state"), [(True, "approved"), (False, "refused")])
def test_decision_is_kept_with_its_reason_and_told_to_who_asked(w, approve, state):
    money = decided(asked(w), w.supervisor, approve=approve, note=" As agreed ")
    money.refresh_from_db()
    assert (money.state, money.decided_by, money.decision_note) == (state, w.supervisor.user, "As agreed")
    assert entries(w.request, "compensation") == ["asked", state]
    assert Notification.objects.get(code=f"money_{state}").user == w.agent.user


def test_decision_without_reason_or_a_second_time_is_refused(w):
    money = asked(w)
    with pytest.raises(ComplaintError) as refused:
        decided(money, w.supervisor, note=" ")
    assert refused.value.field == "note"
    decided(money, w.supervisor)
    with pytest.raises(ComplaintError, match="supervisor has decided"):
        decided(money, w.head, approve=False)


def test_only_approved_money_is_paid_and_once(w):
    finance = f.UserFactory(roles=[Role.FINANCE])
    money = asked(w)
    with pytest.raises(ComplaintError, match="approved"):
        mark_paid(compensation=money, by=finance, at=LATER)
    decided(money, w.supervisor)
    paid = mark_paid(compensation=money, by=finance, at=LATER)
    assert (paid.state, paid.paid_at) == ("paid", LATER)
    with pytest.raises(ComplaintError, match="already"):
        mark_paid(compensation=money, by=finance, at=LATER)


# --- lists


def test_what_waits_for_me_leaves_with_the_decision(w):
    money = asked(w)
    assert list(money_to_decide(w.supervisor.user, DAY)) == [money]
    decided(money, w.supervisor)
    assert not money_to_decide(w.supervisor.user, DAY)


def test_who_reads_of_money(w):
    asked(w)
    rows = Compensation.objects.all()
    readers = {
        name
        for name in ("supervisor", "boss", "agent", "served", "stranger", "head", "top")
        if money_seen_by(getattr(w, name).user, rows, DAY).exists()
    }
    assert readers == {"supervisor", "agent", "head", "top"}
    assert money_seen_by(f.UserFactory(roles=[Role.FINANCE]), rows, DAY).exists()


def test_waiting_money_costs_the_same_queries_for_any_number(w, django_assert_num_queries):
    user = type(w.supervisor.user).objects.select_related("staff").get(pk=w.supervisor.user.pk)
    asked(w, "10")
    with django_assert_num_queries(2):
        assert len(money_to_decide(user, DAY)) == 1
    for _number in range(4):
        asked(w, "10")
    with django_assert_num_queries(2):
        shown = [
            (row.complaint.request.number, row.asked_by.staff.name) for row in money_to_decide(user, DAY)
        ]
    assert len(shown) == 5


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_two_deciding_at_once_never_grant_more_than_the_limit():
    # Another such test may have emptied the tables of what migrations bring.
    minutes = {"rank": 3, "response_minutes": 15, "solution_minutes": 2880}
    Tier.objects.get_or_create(code="general", defaults={"name": {"en": "General"}, **minutes})
    w = complaint_world()
    ApprovalLimit.objects.update_or_create(kind="refund", defaults={"amount": 5000})
    pieces = [asked(w, "3000"), asked(w, "3000")]
    together, refusals = threading.Barrier(2), []

    def decide(money):
        try:
            together.wait(10)
            decided(money, w.supervisor)
        except ComplaintError as refused:
            refusals.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=[money]) for money in pieces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refusals) == 1
    assert "granted before" in refusals[0]
    assert Compensation.objects.filter(state="approved").count() == 1
    connection.close()
