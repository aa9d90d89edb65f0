"""Customers asked by themselves after a service: decided once, with the reason kept."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from feedback.models import Invitation, SamplingDecision
from feedback.queries.sampling_preview import preview_of
from feedback.queries.surveys import asked_form, form_in_force
from feedback.services.invitation_mail import email_invitations
from feedback.services.sampling import decide_batch, decide_whom_to_ask
from starservice.jobs.models import OutboxMessage
from tests import factories

AT = datetime(2026, 10, 20, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    form = factories.SurveyFormFactory()
    factories.SurveyQuestionFactory(form=form)
    return form


def served(hours_ago=3, **options):
    moment = AT - timedelta(hours=hours_ago)
    given = {"occurred_at": moment, "served_on": moment.date()}
    return factories.InteractionFactory(**{**given, "customer": customer(), **options})


def customer(**options):
    return factories.CustomerFactory(**{"email": "a@example.org", "phone": "123", **options})


def rule(**options):
    return factories.SamplingRuleFactory(**options)


def outcomes():
    return dict(SamplingDecision.objects.values_list("interaction__external_id", "outcome"))


def test_customer_is_invited_and_written_to(form):
    one = served(external_id="X", customer=customer(email="li@example.org"))
    rule()
    assert decide_whom_to_ask(at=AT) == {"invited": 1}
    sent = Invitation.objects.get(interaction=one)
    assert (sent.way, sent.staff, sent.department, sent.sent_at) == ("email", one.staff, one.department, AT)
    arguments = OutboxMessage.objects.get().arguments
    email_invitations(seed=arguments["seed"], numbers=tuple(arguments["numbers"]), at=AT)
    assert mail.outbox[0].to == ["li@example.org"]


def test_a_service_is_decided_once(form):
    served()
    rule()
    decide_whom_to_ask(at=AT)
    assert not decide_whom_to_ask(at=AT + timedelta(hours=1))
    assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_database_keeps_one_decision_a_service(form):
    one = served()
    made = {"rule": rule(), "interaction": one, "outcome": "quiet", "decided_at": AT}
    SamplingDecision.objects.create(**made)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamplingDecision.objects.create(**made)


def test_reasons_are_kept(form):
    li = customer()
    served(9, external_id="first", customer=li)
    served(8, external_id="again", customer=li)
    served(external_id="nobody", customer=None)
    served(external_id="no mail", customer=customer(email=""))
    served(external_id="stopped", customer=customer(no_surveys_since=AT))
    factories.InvitationFactory(interaction=served(external_id="by hand"))
    served(external_id="missed", answered=False, resolved=False)
    rule()
    decide_whom_to_ask(at=AT)
    assert outcomes() == {
        "first": "invited",
        "again": "quiet",
        "nobody": "no_address",
        "no mail": "no_address",
        "stopped": "opted_out",
        "by hand": "asked_already",
    }


def test_quiet_period_counts_across_channels_and_ways(form):
    li = customer()
    factories.InvitationFactory(customer=li, sent_at=AT - timedelta(days=29), channel__code="shop")
    served(external_id="X", customer=li)
    rule(quiet_days=30)
    decide_whom_to_ask(at=AT)
    assert outcomes() == {"X": "quiet"}


def test_delay_and_end_of_the_time_to_ask(form):
    for hours in (1, 2, 3, 167, 168):
        served(hours, external_id=f"{hours} h")
    rule(delay_hours=2, within_days=7)
    decide_whom_to_ask(at=AT)
    assert set(outcomes()) == {"2 h", "3 h", "167 h"}


def test_services_before_the_rule_began_are_not_asked_about(form):
    served(5, external_id="before")
    served(3, external_id="after")
    rule(starts_at=AT - timedelta(hours=4))
    decide_whom_to_ask(at=AT)
    assert set(outcomes()) == {"after"}


def test_first_rule_that_fits_decides_even_while_it_waits(form):
    shop = factories.ChannelFactory(code="shop", name={"en": "Shop"})
    served(3, external_id="shop", channel=shop)
    served(3, external_id="phone")
    slow = rule(order=1, delay_hours=24)
    slow.channels.add(shop)
    rule(order=2, delay_hours=2)
    rule(order=0, is_active=False)
    decide_whom_to_ask(at=AT)
    assert set(outcomes()) == {"phone"}
    decide_whom_to_ask(at=AT + timedelta(hours=21))
    assert SamplingDecision.objects.get(interaction__external_id="shop").rule == slow


def test_department_means_all_below_it(form):
    top = factories.DepartmentFactory()
    below = factories.DepartmentFactory(parent=top)
    served(external_id="below", department=below)
    served(external_id="elsewhere")
    rule().departments.add(top)
    decide_whom_to_ask(at=AT)
    assert set(outcomes()) == {"below"}


def test_nobody_is_asked_where_no_form_is_in_force():
    served(external_id="X", occurred_at=AT - timedelta(hours=3), served_on="1999-01-01")
    rule()
    decide_whom_to_ask(at=AT)
    assert outcomes() == {"X": "no_form"}


def resolved(hours_ago=3, **options):
    moment = AT - timedelta(hours=hours_ago)
    given = {"status": "resolved", "created_at": moment - timedelta(hours=1), "resolved_at": moment}
    return factories.ServiceRequestFactory(**{**given, "customer": customer(), **options})


def test_request_is_asked_about_with_who_resolved_it_and_where_they_worked(form):
    place = factories.AssignmentFactory(ends_on=AT.date())
    factories.AssignmentFactory(staff=place.staff, starts_on=AT.date() + timedelta(days=1))
    one = resolved(agent=place.staff)
    rule(after="request")
    assert decide_whom_to_ask(at=AT) == {"invited": 1}
    sent = Invitation.objects.get(request=one)
    assert (sent.staff, sent.department, sent.served_on) == (place.staff, place.department, AT.date())
    assert not decide_whom_to_ask(at=AT)


def test_request_nobody_handled_or_still_open_is_not_asked_about(form):
    resolved()
    resolved(agent=factories.StaffFactory())
    factories.ServiceRequestFactory(agent=factories.AssignmentFactory().staff, customer=customer())
    rule(after="request")
    assert decide_whom_to_ask(at=AT) == {"no_person": 2}


def test_closed_request_in_a_department_of_the_rule(form):
    place = factories.AssignmentFactory()
    inside = resolved(agent=place.staff, status="closed", closed_at=AT)
    resolved(agent=factories.AssignmentFactory().staff)
    rule(after="request").departments.add(place.department)
    decide_whom_to_ask(at=AT)
    assert [one.request for one in SamplingDecision.objects.all()] == [inside]


def test_quiet_period_covers_requests_and_interactions(form):
    li = customer()
    served(customer=li)
    resolved(agent=factories.AssignmentFactory().staff, customer=li)
    rule()
    rule(after="request")
    assert sorted(decide_whom_to_ask(at=AT)) == ["invited", "quiet"]


def test_preview_of_requests(form, client):
    one = resolved(agent=factories.AssignmentFactory().staff)
    made = preview_of(rule(after="request"), AT)
    assert (made.services, made.invited, made.examples) == (1, 1, [one])


def test_decision_is_about_one_service(form):
    both = {"interaction": served(), "request": resolved()}
    with pytest.raises(IntegrityError), transaction.atomic():
        SamplingDecision.objects.create(rule=rule(), outcome="quiet", decided_at=AT, **both)
    with pytest.raises(IntegrityError), transaction.atomic():
        SamplingDecision.objects.create(rule=rule(), outcome="quiet", decided_at=AT)


@pytest.mark.parametrize("count", [1, 15])
def test_a_batch_takes_the_same_queries(form, count, django_assert_num_queries):
    for _ in range(count):
        served()
    rule()
    asked_form(form_in_force(AT.date()).pk)
    with django_assert_num_queries(10):
        decide_batch(after="interaction", at=AT)
    assert Invitation.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once():
    form = factories.SurveyFormFactory()
    factories.SurveyQuestionFactory(form=form)
    for _ in range(20):
        served()
    rule()
    together = threading.Barrier(2)

    def work():
        together.wait()
        decide_whom_to_ask(at=AT)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (SamplingDecision.objects.count(), Invitation.objects.count()) == (20, 20)


def test_chosen_for_a_call_stand_on_the_call_back_list(client, form):
    chosen = served(customer=customer(name="Frau Wu", phone="5551234"))
    rule(way="call_back")
    now = timezone.now()
    decide_whom_to_ask(at=AT)
    Invitation.objects.update(sent_at=now, expires_at=now + timedelta(days=3))
    assert not OutboxMessage.objects.exists()
    client.force_login(factories.UserFactory(roles=["customer_service"]))
    page = client.get(reverse("feedback:call_backs")).content.decode()
    invited = Invitation.objects.get(interaction=chosen)
    address = reverse("feedback:call_back_invitation", args=[invited.pk])
    assert "Frau Wu" in page
    assert address in page
    client.post(address, {"wants_none": "1"})
    assert (
        "Frau Wu"
        not in client.get(reverse("feedback:call_backs"))
        .content.decode()
        .partition("<main")[2]
        .partition("</h1>")[2]
        .partition("By day")[2]
    )
    chosen.customer.refresh_from_db()
    assert chosen.customer.no_surveys_since


def test_preview_shows_last_week_and_keeps_nothing(form):
    li = customer()
    served(48, customer=li)
    served(24, customer=li)
    served(24, customer=None)
    served(24 * 8)
    made = preview_of(rule(is_active=False, starts_at=AT + timedelta(days=30)), AT)
    assert (made.services, made.invited) == (3, 1)
    assert {row.outcome: row.count for row in made.outcomes} == {"invited": 1, "quiet": 1, "no_address": 1}
    assert [(str(row.channel), row.services, row.invited) for row in made.channels] == [("Phone", 3, 1)]
    assert not SamplingDecision.objects.exists()
    assert not Invitation.objects.exists()


def test_preview_forgets_who_was_asked_in_the_week_itself(form):
    one = served(24)
    factories.InvitationFactory(interaction=one, customer=one.customer, sent_at=AT - timedelta(hours=20))
    assert preview_of(rule(), AT).invited == 1


def test_preview_page(client, form):
    moment = timezone.now() - timedelta(days=1)
    served(occurred_at=moment, served_on=moment.date())
    client.force_login(factories.UserFactory(roles=["auditor"]))
    page = client.get(reverse("admin:feedback_samplingrule_preview", args=[rule().pk]))
    assert page.status_code == 200
    assert "Would have been asked" in page.content.decode()


def test_preview_page_without_services_says_what_to_do(client):
    client.force_login(factories.UserFactory(roles=["office"]))
    page = client.get(reverse("admin:feedback_samplingrule_preview", args=[rule().pk]))
    assert "No service of the last week" in page.content.decode()


def test_a_duty_limited_to_a_department_sees_its_decisions(client):
    inside, outside = served(), served()
    for one in (inside, outside):
        SamplingDecision.objects.create(rule=rule(), interaction=one, outcome="quiet", decided_at=AT)
    user = factories.UserFactory()
    user.role_grants.create(role="customer_service", department=inside.department)
    client.force_login(user)
    page = client.get(reverse("admin:feedback_samplingdecision_changelist")).content.decode()
    assert inside.external_id in page
    assert outside.external_id not in page
