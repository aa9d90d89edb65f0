"""One reminder to who has not answered, and the way out of all surveys."""

from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.core import mail
from django.urls import reverse

from feedback.models import Invitation
from feedback.services import send_invitation
from feedback.services.invitation_mail import email_invitations, remind_customers
from feedback.services.stopping import stop_token_of
from feedback.tokens import stop_token_for, token_for
from tests import factories

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
LATER = AT + timedelta(days=5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.CustomerFactory(email="li@example.org", name="Li")


@pytest.fixture
def written_to(customer):
    form = factories.SurveyFormFactory(effective_from="2026-10-01")
    factories.SurveyQuestionFactory(form=form)
    staff = factories.AssignmentFactory().staff
    given = {
        "staff": staff,
        "channel": factories.ChannelFactory(),
        "served_on": AT.date(),
        "customer": customer,
    }
    sent, _token = send_invitation(**given, at=AT, seed="seed")
    email_invitations(seed="seed", numbers=(0, 1), at=AT)
    sent.refresh_from_db()
    mail.outbox.clear()
    return sent


def test_reminder_has_the_same_link(written_to, settings):
    assert remind_customers(at=LATER) == 1
    assert token_for(settings.SECRET_KEY, "seed") in mail.outbox[0].body
    written_to.refresh_from_db()
    assert written_to.reminded_at == LATER


def test_reminder_comes_once(written_to):
    remind_customers(at=LATER)
    assert remind_customers(at=LATER + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("change", "moment"),
    [
        ({}, LATER - timedelta(seconds=1)),
        ({}, AT + timedelta(days=14)),
        ({"answered_at": AT}, LATER),
        ({"revoked_at": AT}, LATER),
        ({"emailed_at": None}, LATER),
        ({"seed": ""}, LATER),
        ({"seed": "of another key"}, LATER),
        ({"customer": None}, LATER),
    ],
)
def test_no_reminder(written_to, change, moment):
    Invitation.objects.update(**change)
    assert remind_customers(at=moment) == 0
    assert not mail.outbox


def test_form_can_do_without_reminders(written_to):
    with pgtrigger.ignore("feedback.SurveyForm:freezes_published_form"):
        type(written_to.form).objects.filter(pk=written_to.form_id).update(remind_after_days=0)
    assert remind_customers(at=LATER) == 0


def test_who_wants_no_surveys_is_not_reminded(written_to, customer):
    type(customer).objects.update(no_surveys_since=AT)
    assert remind_customers(at=LATER) == 0


def test_reminder_speaks_the_customers_language(written_to, customer):
    type(customer).objects.update(language="zh-hans")
    remind_customers(at=LATER)
    assert "2026年10月15日" in mail.outbox[0].body


def test_letter_has_a_way_out_that_mail_programs_find(written_to, customer):
    remind_customers(at=LATER)
    letter = mail.outbox[0]
    address = reverse("feedback:survey_stop", args=[stop_token_of(customer)])
    assert address in letter.body
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"{address}>")


def test_way_out_is_no_way_into_the_survey(client, written_to, customer, settings):
    token = stop_token_of(customer)
    assert token != token_for(settings.SECRET_KEY, "seed")
    assert client.get(reverse("feedback:survey", args=[token])).status_code == 404
    survey = token_for(settings.SECRET_KEY, "seed")
    assert client.get(reverse("feedback:survey_stop", args=[survey])).status_code == 404


def test_way_out_stays_the_same_and_needs_the_key(customer, settings):
    assert stop_token_of(customer) == stop_token_of(customer)
    assert stop_token_for("other key", customer.stop_link.seed) != stop_token_of(customer)


def test_opening_the_way_out_changes_nothing(client, customer):
    page = client.get(reverse("feedback:survey_stop", args=[stop_token_of(customer)]))
    customer.refresh_from_db()
    assert page.status_code == 200
    assert customer.no_surveys_since is None


def test_button_stops_surveys_for_the_address_and_takes_it_back(client, customer):
    twin = factories.CustomerFactory(email=customer.email)
    other = factories.CustomerFactory(email="wu@example.org")
    address = reverse("feedback:survey_stop", args=[stop_token_of(customer)])
    assert "Ask me again" in client.post(address, {"action": "stop"}).content.decode()
    for one in (customer, twin, other):
        one.refresh_from_db()
    assert customer.no_surveys_since
    assert twin.no_surveys_since
    assert not other.no_surveys_since
    client.post(address, {"action": "resume"})
    customer.refresh_from_db()
    assert not customer.no_surveys_since


def test_mail_programs_button_stops_surveys(client, customer):
    address = reverse("feedback:survey_stop", args=[stop_token_of(customer)])
    client.post(address, {"List-Unsubscribe": "One-Click"})
    customer.refresh_from_db()
    assert customer.no_surveys_since


def test_unknown_way_out_is_not_there(client):
    assert client.get(reverse("feedback:survey_stop", args=["x" * 32])).status_code == 404
    assert client.post(reverse("feedback:survey_stop", args=["x" * 32])).status_code == 404


def test_one_letter_that_fails_keeps_nobody_elses(written_to, settings, monkeypatch):
    other = factories.InvitationFactory(
        form=written_to.form,
        customer=factories.CustomerFactory(email="wu@example.org"),
        emailed_at=AT,
        sent_at=AT,
        expires_at=AT + timedelta(days=14),
        seed="two",
        token_hash=__import__("hashlib").sha256(token_for(settings.SECRET_KEY, "two").encode()).digest(),
    )
    real = mail.EmailMessage.send

    def send(letter, *args, **options):
        if letter.to == ["li@example.org"]:
            raise OSError("no such host")
        return real(letter, *args, **options)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    assert remind_customers(at=LATER) == 1
    other.refresh_from_db()
    written_to.refresh_from_db()
    assert (other.reminded_at, written_to.reminded_at) == (LATER, None)
