"""Praise: from surveys, from the public page, from colleagues; reviewed, and counted once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from feedback.errors import CommendationError, EvidenceError
from feedback.models import Commendation, EvidenceEvent, PraiseRule
from feedback.services.commendations import (
    accept_commendation,
    put_praise_forward,
    receive_praise,
    reject_commendation,
)
from feedback.tasks import put_praise_forward as task
from starservice.web.rate_limit import forget
from tests import factories as f

pytestmark = pytest.mark.django_db
NOON = f.NOON


@pytest.fixture
def office(client):
    user = f.UserFactory(roles=["office"])
    client.force_login(user)
    return user


@pytest.fixture
def staff():
    return f.AssignmentFactory(staff__name="Li Wei", staff__user=f.UserFactory()).staff


def answer(**options):
    return f.SurveyAnswerFactory(**{"words": "She was wonderful", "score": Decimal(5), **options})


def accept(praise, **options):
    given = {"staff": praise.staff, "by": f.UserFactory(), "at": NOON, "shown_words": "Wonderful"}
    return accept_commendation(commendation=praise, **{**given, **options})


@pytest.mark.parametrize(
    ("options", "is_put_forward"),
    [
        ({}, True),
        ({"score": Decimal("4.50")}, True),
        ({"score": Decimal("4.4999")}, False),
        ({"words": ""}, False),
        ({"words": " ok  "}, False),
        ({"is_valid": False, "invalid_reason": "A joke"}, False),
        ({"flag": "robot"}, False),
        ({"flag": "judged"}, True),
        ({"answered_at": NOON - timedelta(days=63)}, False),
    ],
)
def test_praise_in_a_survey_is_put_forward(options, is_put_forward):
    answer(**options)
    assert put_praise_forward(at=NOON) == is_put_forward
    assert put_praise_forward(at=NOON) == 0


def test_rule_decides_what_is_praise():
    PraiseRule.objects.update(score_from=Decimal("4.00"))
    answer(score=Decimal("4.00"))
    assert put_praise_forward(at=NOON) == 1
    PraiseRule.objects.update(is_active=False)
    answer()
    assert put_praise_forward(at=NOON) == 0


def test_scheduled_task_puts_praise_forward():
    given = answer(invitation__customer=f.CustomerFactory())
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        task()
    praise = Commendation.objects.get()
    assert (praise.staff, praise.customer, praise.words) == (
        given.staff,
        given.invitation.customer,
        given.words,
    )


def test_accepted_praise_counts_in_the_month_it_happened(staff):
    praise = f.CommendationFactory(staff=staff, happened_on=date(2026, 9, 30))
    accepted = accept(praise)
    event = EvidenceEvent.objects.get()
    assert (event.staff, event.kind, event.happened_on) == (staff, "commendation", date(2026, 9, 30))
    assert accepted.event == event
    assert event.reference == str(praise)


def test_praise_is_decided_once(staff):
    praise = f.CommendationFactory(staff=staff)
    accept(praise)
    with pytest.raises(CommendationError, match="already"):
        accept(praise)
    with pytest.raises(CommendationError, match="already"):
        reject_commendation(commendation=praise, reason="No", by=f.UserFactory(), at=NOON)
    assert EvidenceEvent.objects.count() == 1


def test_nobody_decides_about_praise_for_themselves_or_entered_by_themselves(staff):
    with pytest.raises(CommendationError, match="for themselves"):
        accept(f.CommendationFactory(staff=staff), by=staff.user)
    unnamed = f.CommendationFactory(staff=None, about="somebody")
    with pytest.raises(EvidenceError, match="themselves"):
        accept(unnamed, staff=staff, by=staff.user)
    clerk = f.UserFactory()
    with pytest.raises(CommendationError, match="Somebody else"):
        accept(f.CommendationFactory(staff=staff, entered_by=clerk), by=clerk)
    assert not EvidenceEvent.objects.exists()


def test_praise_of_a_survey_stays_with_whom_it_was_about(staff):
    answer(staff=staff)
    put_praise_forward(at=NOON)
    praise = Commendation.objects.get()
    other = f.AssignmentFactory().staff
    with pytest.raises(CommendationError, match="somebody else"):
        accept(praise, staff=other)
    praise.answer.is_valid, praise.answer.invalid_reason = False, "A joke"
    praise.answer.save()
    with pytest.raises(CommendationError, match="does not count"):
        accept(praise)


def test_rejection_needs_a_reason(staff):
    praise = f.CommendationFactory(staff=staff)
    with pytest.raises(CommendationError, match="reason"):
        reject_commendation(commendation=praise, reason=" ", by=f.UserFactory(), at=NOON)
    rejected = reject_commendation(commendation=praise, reason="About a shop", by=f.UserFactory(), at=NOON)
    assert rejected.state == "rejected"
    assert not EvidenceEvent.objects.exists()


def test_database_keeps_one_event_a_commendation(staff):
    event = f.EvidenceEventFactory(staff=staff)
    decided = {"reviewed_by": f.UserFactory(), "reviewed_at": NOON}
    f.CommendationFactory(staff=staff, state="accepted", event=event, **decided)
    wrong = [
        {"staff": staff, "state": "accepted", "event": event, **decided},
        {"staff": staff, "state": "accepted", **decided},
        {"staff": staff, "event": f.EvidenceEventFactory()},
        {"staff": staff, "state": "rejected", **decided},
        {"staff": staff, "state": "rejected", "reason": "No"},
        {"staff": staff, "from_staff": staff},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            f.CommendationFactory(**values)
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        PraiseRule.objects.create(pk=2)


# --- the public page -------------------------------------------------------------------------------


def sent(client, *, after=10, **options):
    forget()
    with time_machine.travel(NOON, tick=False):
        page = client.get(reverse("feedback:praise"))
    opened = page.content.decode().split('name="opened" value="')[1].split('"')[0]
    given = {"about": "Li Wei", "words": "So patient!", "happened_on": "2026-10-15", "opened": opened}
    with time_machine.travel(NOON + timedelta(seconds=after), tick=False):
        return client.post(reverse("feedback:praise"), {**given, **options})


def test_customer_praises_without_an_account(client, staff):
    answered = sent(client, from_name="Ms Zhou")
    assert answered.url == reverse("feedback:praise_thanks")
    assert client.get(answered.url).status_code == 200
    praise = Commendation.objects.get()
    assert (praise.staff, praise.source, praise.from_name) == (staff, "public", "Ms Zhou")
    assert praise.state == "waiting"


def test_page_does_not_tell_whether_there_is_such_a_person(client, staff):
    known, unknown = sent(client), sent(client, about="Nobody at all")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Commendation.objects.filter(staff__isnull=True, about="Nobody at all").exists()


def test_namesakes_are_left_to_the_review(client, staff):
    f.StaffFactory(name="Li Wei")
    sent(client)
    assert Commendation.objects.get().staff is None
    sent(client, about=staff.employee_no)
    assert Commendation.objects.filter(staff=staff).exists()


@pytest.mark.parametrize(
    "robot", [{"website": "http://x"}, {"after": 1}, {"opened": "forged"}, {"after": 90_000}]
)
def test_robot_is_asked_again_and_nothing_is_lost(client, robot):
    answered = sent(client, **robot)
    assert answered.status_code == 422
    assert "So patient!" in answered.content.decode()
    assert not Commendation.objects.exists()


def test_wrong_fields_say_so_beside_them(client):
    answered = sent(client, happened_on="2026-10-16", words="")
    assert answered.status_code == 422
    assert "in the future" in answered.content.decode()
    assert not Commendation.objects.exists()


def test_too_many_from_one_network_wait(client):
    from feedback.views import public_form

    forget()
    with time_machine.travel(NOON, tick=False):
        for _time in range(public_form.SENDS_A_MINUTE + 1):
            public_form.within_limit("praise-send:127.0.0.1", public_form.SENDS_A_MINUTE)
        page = client.get(reverse("feedback:praise"))
    opened = page.content.decode().split('name="opened" value="')[1].split('"')[0]
    with time_machine.travel(NOON + timedelta(seconds=5), tick=False):
        given = {"about": "Li", "words": "Good soul", "happened_on": "2026-10-15", "opened": opened}
        answered = client.post(reverse("feedback:praise"), given)
    assert answered.status_code == 429
    assert "Good soul" in answered.content.decode()
    assert not Commendation.objects.exists()


def test_changing_the_language_keeps_what_was_typed(client):
    answered = client.post(reverse("feedback:praise"), {"about": "Li", "words": "", "switch": "zh-hans"})
    assert answered.status_code == 200
    assert 'lang="zh-hans"' in answered.content.decode()
    assert 'value="Li"' in answered.content.decode()


# --- the portal ------------------------------------------------------------------------------------


def test_staff_read_their_accepted_praise_only(client, staff):
    client.force_login(staff.user)
    praise = f.CommendationFactory(staff=staff, words="Her name is Ms Zhou, wonderful")
    address = reverse("feedback:praise_mine")
    assert "wonderful" not in client.get(address).content.decode().lower()
    accepted = accept(praise, shown_words="Wonderful service")
    page = client.get(address).content.decode()
    assert "Wonderful service" in page
    assert "Zhou" not in page
    EvidenceEvent.objects.filter(pk=accepted.event_id).update(withdrawn_at=NOON, withdrawn_reason="Mistake")
    assert "Wonderful service" not in client.get(address).content.decode()


def test_colleague_praises_but_never_oneself(client, staff):
    colleague = f.AssignmentFactory(staff__user=f.UserFactory()).staff
    client.force_login(colleague.user)
    given = {"about": staff.employee_no, "words": "Helped me out", "happened_on": "2026-10-15"}
    assert client.post(reverse("feedback:praise_give"), given).url == reverse("feedback:praise_mine")
    praise = Commendation.objects.get()
    assert (praise.staff, praise.from_staff, praise.source) == (staff, colleague, "staff")
    for oneself in (colleague.employee_no, colleague.name):
        answered = client.post(reverse("feedback:praise_give"), {**given, "about": oneself})
        assert answered.status_code == 422
    with pytest.raises(CommendationError, match="themselves"):
        accept(praise, staff=colleague)


def test_signed_in_staff_do_not_praise_themselves_in_public(client, staff):
    client.force_login(staff.user)
    assert sent(client).status_code == 422
    assert not Commendation.objects.exists()


def test_praise_cannot_be_of_tomorrow():
    with pytest.raises(CommendationError, match="future"):
        receive_praise(about="Li", words="x", happened_on=date(2026, 10, 16), at=NOON)


# --- the review ------------------------------------------------------------------------------------


def test_office_accepts_in_the_admin(client, office, staff):
    praise = f.CommendationFactory(staff=None, about="the lady at desk 3")
    page = client.get(reverse("admin:feedback_commendation_change", args=[praise.pk])).content.decode()
    address = reverse("admin:feedback_commendation_accept", args=[praise.pk])
    assert address in page
    assert "the lady at desk 3" in client.get(address).content.decode()
    assert "choose who is praised" in client.post(address, {"shown_words": "x"}).content.decode()
    client.post(address, {"staff": staff.pk, "shown_words": "Thank you"})
    praise.refresh_from_db()
    assert (praise.state, praise.staff, praise.reviewed_by) == ("accepted", staff, office)
    again = client.post(address, {"staff": staff.pk})
    assert "already" in again.content.decode()


def test_office_enters_praise_and_somebody_else_reviews_it(client, office, staff):
    given = {"staff": staff.pk, "happened_on": "2026-10-15", "words": "Heard in the shop", "from_name": ""}
    client.post(reverse("admin:feedback_commendation_add"), given)
    praise = Commendation.objects.get()
    assert (praise.entered_by, praise.source) == (office, "staff")
    answered = client.post(
        reverse("admin:feedback_commendation_accept", args=[praise.pk]), {"staff": staff.pk}
    )
    assert "Somebody else" in answered.content.decode()
    future = client.post(reverse("admin:feedback_commendation_add"), {**given, "happened_on": "2999-01-01"})
    assert "in the future" in future.content.decode()


def test_review_of_others_praise_is_limited_to_the_departments_of_the_duty(client, staff):
    from people.models import RoleGrant

    clerk = f.UserFactory()
    RoleGrant.objects.create(user=clerk, role="office", department=f.DepartmentFactory())
    client.force_login(clerk)
    praise = f.CommendationFactory(staff=staff)
    address = reverse("admin:feedback_commendation_change", args=[praise.pk])
    assert client.get(address).status_code == 404
    RoleGrant.objects.update(department=staff.assignments.get().department)
    assert client.get(address).status_code == 200


def test_lists_ask_as_often_for_many_rows(client, office, staff, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    f.CommendationFactory()
    accept(f.CommendationFactory(staff=staff))
    admin_list = reverse("admin:feedback_commendation_changelist")
    few = count(admin_list)
    client.force_login(staff.user)
    few_mine = count(reverse("feedback:praise_mine"))
    for _time in range(5):
        f.CommendationFactory()
        accept(f.CommendationFactory(staff=staff))
    assert count(reverse("feedback:praise_mine")) == few_mine
    client.force_login(office)
    assert count(admin_list) == few
