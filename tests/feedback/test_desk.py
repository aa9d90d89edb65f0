"""What staff do with a request, from taking it to closing it."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection

from feedback.errors import (
    AnsweredMeanwhileError,
    AwayError,
    ClosedRequestError,
    EmptyMessageError,
    NotAnsweredError,
    RequestStateError,
)
from feedback.models import MilestoneKind, ServiceRequest, TimelineEntry
from feedback.services import desk
from starservice.jobs.models import OutboxMessage
from tests import factories as f
from tests.feedback.test_due import MINUTE, MONDAY, opened

pytestmark = pytest.mark.django_db
LATER = MONDAY + 3 * MINUTE


@pytest.fixture
def agents():
    def one(name, **more):
        staff = f.StaffFactory(name=name, user=f.UserFactory())
        f.AgentFactory(staff=staff, **more)
        return staff

    return [
        one("Lin"),
        one("Chen"),
        one("Wu", away_until=LATER + timedelta(days=1)),
        one("Xu", is_active=False),
    ]


@pytest.fixture
def lin(agents):
    return agents[0]


def kinds(request):
    return list(request.timeline.values_list("kind", flat=True))


def resolved(request, lin):
    desk.resolve(request=request, text="Done.", by=lin.user, at=LATER)
    request.refresh_from_db()
    return request


def test_whoever_replies_to_what_nobody_handles_handles_it(lin):
    request = opened()
    desk.reply(request=request, text="Hello", by=lin.user, at=LATER)
    request.refresh_from_db()
    assert (request.agent, request.status, request.first_replied_at) == (lin, "open", LATER)
    assert kinds(request) == ["reply", "assigned"]


def test_a_reply_sent_again_with_its_key_is_the_same(lin):
    request, key = opened(), uuid4()
    first = desk.reply(request=request, text="Hello", by=lin.user, at=LATER, client_key=key)
    again = desk.reply(request=request, text="Hello", by=lin.user, at=LATER + MINUTE, client_key=key)
    assert first == again
    assert OutboxMessage.objects.filter(task="feedback.tasks.email_entry").count() == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_reply_is_refused(lin, text):
    with pytest.raises(EmptyMessageError):
        desk.reply(request=opened(), text=text, by=lin.user, at=LATER)


def test_a_closed_request_is_not_answered_and_says_what_to_do(lin):
    request = resolved(opened(), lin)
    desk.close(request=request, at=LATER)
    with pytest.raises(ClosedRequestError, match=r"was closed on .* Reopen it"):
        desk.reply(request=request, text="One more thing", by=lin.user, at=LATER)


def test_two_do_not_answer_unknowingly(agents):
    lin, chen, *_rest = agents
    request = opened(agent=lin)
    seen = desk.add_note(request=request, text="Looking", by=lin.user, at=LATER).pk
    desk.reply(request=request, text="First", by=chen.user, at=LATER, seen_entry=seen)
    with pytest.raises(AnsweredMeanwhileError, match="Chen has replied") as refusal:
        desk.reply(request=request, text="Second", by=lin.user, at=LATER, seen_entry=seen)
    desk.reply(request=request, text="Second", by=lin.user, at=LATER, seen_entry=refusal.value.entry.pk)
    assert kinds(request).count("reply") == 2


def test_taking_what_a_colleague_took_is_refused_with_the_name(agents):
    lin, chen, *_rest = agents
    request = opened()
    desk.take(request=request, by=lin.user, at=LATER)
    with pytest.raises(RequestStateError, match="Lin handles it already"):
        desk.take(request=request, by=chen.user, at=LATER)


def test_a_hand_over_keeps_the_clock_and_says_who_had_it(agents):
    lin, chen, *_rest = agents
    request = opened(agent=lin)
    due = list(request.milestones.values_list("due_at", flat=True))
    desk.hand_over(request=request, to=chen, by=lin.user, at=LATER, note="Knows routers")
    request.refresh_from_db()
    entry = request.timeline.get(kind="handover")
    assert (request.agent, entry.data["from"], entry.data["to"], entry.text) == (
        chen,
        "Lin",
        "Chen",
        "Knows routers",
    )
    assert list(request.milestones.values_list("due_at", flat=True)) == due


@pytest.mark.parametrize(("number", "why"), [(2, "away until"), (3, "takes no requests")])
def test_handing_over_to_somebody_who_is_not_there_is_refused(agents, number, why):
    request = opened(agent=agents[0])
    with pytest.raises(AwayError, match=why):
        desk.hand_over(request=request, to=agents[number], by=agents[0].user, at=LATER)
    request.refresh_from_db()
    assert request.agent == agents[0]


def test_resolving_needs_an_answer_to_the_customer(lin):
    with pytest.raises(NotAnsweredError):
        desk.resolve(request=opened(agent=lin), by=lin.user, at=LATER)


def test_resolving_with_the_last_reply_keeps_both_promises(lin):
    request = resolved(opened(agent=lin), lin)
    assert (request.status, request.resolved_at, request.next_due_at) == (
        "resolved",
        LATER,
        request.next_due_at,
    )
    assert not request.milestones.filter(met_at__isnull=True).exists()
    assert request.milestones.get(kind=MilestoneKind.SOLUTION).met_at == LATER


def test_resolving_ends_a_wait(lin):
    request = opened("urgent", agent=lin)
    desk.reply(request=request, text="Which?", by=lin.user, at=LATER)
    desk.pause(request=request, by=lin.user, at=LATER)
    desk.resolve(request=request, by=lin.user, at=LATER + timedelta(hours=9))
    solution = request.milestones.get(kind=MilestoneKind.SOLUTION)
    assert (solution.due_at, solution.breached_at) == (MONDAY + timedelta(hours=11), None)


def test_resolving_twice_tells_the_second_who_was_first(agents):
    lin, chen, *_rest = agents
    request = resolved(opened(agent=lin), lin)
    with pytest.raises(RequestStateError, match="Lin resolved"):
        desk.resolve(request=request, text="Me too", by=chen.user, at=LATER)
    assert "Me too" not in request.timeline.values_list("text", flat=True)


def test_resolving_sent_again_with_its_key_is_done_once(lin):
    request, key = opened(agent=lin), uuid4()
    for _time in range(2):
        desk.resolve(request=request, text="Done", by=lin.user, at=LATER, client_key=key)
    assert kinds(request).count("reply") == 1


def test_the_customer_confirms_what_is_resolved_and_it_is_closed(lin):
    request = resolved(opened(agent=lin), lin)
    desk.confirm(request=request, at=LATER + MINUTE)
    desk.confirm(request=request, at=LATER + 2 * MINUTE)
    request.refresh_from_db()
    assert (request.status, request.confirmed_at) == ("closed", LATER + MINUTE)
    with pytest.raises(RequestStateError):
        desk.confirm(request=opened(), at=LATER)


def test_reopening_counts_and_goes_back_to_whoever_had_it(agents):
    lin, *_rest, xu = agents
    request = resolved(opened(agent=lin), lin)
    desk.reopen(request=request, at=LATER + MINUTE, text="It broke again")
    request.refresh_from_db()
    assert (request.status, request.reopened_count, request.agent, request.resolved_at) == (
        "open",
        1,
        lin,
        None,
    )
    with pytest.raises(RequestStateError):
        desk.reopen(request=request, at=LATER + MINUTE)
    left = opened(agent=xu)
    resolved(left, lin)
    ServiceRequest.objects.filter(pk=left.pk).update(agent=xu)
    desk.reopen(request=left, at=LATER + MINUTE)
    left.refresh_from_db()
    assert (left.status, left.agent) == ("new", None)


@pytest.mark.parametrize(("days", "status"), [(7, "closed"), (6.99, "resolved")])
def test_what_stayed_resolved_for_a_week_is_closed(lin, days, status):
    request = resolved(opened(agent=lin), lin)
    desk.close_resolved(at=LATER + timedelta(days=days))
    request.refresh_from_db()
    assert request.status == status


def test_a_wait_is_begun_and_ended_once(lin):
    request = opened(agent=lin)
    with pytest.raises(RequestStateError):
        desk.resume(request=request, by=lin.user, at=LATER)
    desk.pause(request=request, by=lin.user, at=LATER, note="Needs the serial number")
    with pytest.raises(RequestStateError):
        desk.pause(request=request, by=lin.user, at=LATER)
    desk.resume(request=request, by=lin.user, at=LATER)
    assert kinds(request) == ["paused", "resumed"]


def test_another_category_is_answered_for_by_its_department(lin):
    department = f.DepartmentFactory()
    category = f.feedback.Category.objects.get(code="billing")
    category.department = department
    category.save()
    request = opened(agent=lin)
    desk.change_category(request=request, category=category, by=lin.user, at=LATER)
    request.refresh_from_db()
    assert (request.category, request.department) == (category, department)


@pytest.mark.django_db(transaction=True)
def test_two_resolving_at_once_are_one_resolution():
    tier = f.feedback.Tier.objects.filter(code="urgent").first() or f.feedback.Tier.objects.create(
        code="urgent", name={"en": "Urgent"}, rank=1, response_minutes=5, solution_minutes=120
    )
    people = [f.StaffFactory(user=f.UserFactory()) for _person in range(2)]
    request = opened(tier.code, agent=people[0])
    outcomes = []

    def resolve(staff):
        try:
            desk.resolve(request=request, text="Done", by=staff.user, at=LATER)
            outcomes.append("resolved")
        except RequestStateError as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=resolve, args=(staff,)) for staff in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "resolved" for outcome in outcomes) == [False, True]
    assert TimelineEntry.objects.filter(request=request, kind="reply").count() == 1
