"""What people decide about answers and events."""

from datetime import date

import pghistory.models
import pytest
from django.core import mail
from django.utils import timezone

from feedback.errors import EvidenceError, JudgementError
from feedback.models import EvidenceEvent, Interaction, Invitation, SurveyAnswer
from feedback.services import send_invitations
from feedback.services.evidence import record_event, withdraw_event
from feedback.services.invitation_mail import email_invitations
from feedback.services.judging import (
    accept_flagged,
    count_answers_again,
    discount_answers,
    follow_up_answers,
)
from starservice.celery import app
from starservice.jobs.models import OutboxMessage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return factories.UserFactory(roles=["office"])


def test_answer_stops_and_begins_to_count_with_a_trail(office):
    answer = factories.SurveyAnswerFactory()
    assert (
        discount_answers(answers=SurveyAnswer.objects.all(), reason="  A test ", by=office, at=factories.NOON)
        == 1
    )
    answer.refresh_from_db()
    assert (answer.is_valid, answer.invalid_reason) == (False, "A test")
    assert (
        discount_answers(answers=SurveyAnswer.objects.all(), reason="Again", by=office, at=factories.NOON)
        == 0
    )
    assert count_answers_again(answers=SurveyAnswer.objects.all(), by=office, at=factories.NOON) == 1
    answer.refresh_from_db()
    assert (answer.is_valid, answer.invalid_reason) == (True, "")
    trail = pghistory.models.Events.objects.tracks(answer).values_list("pgh_label", flat=True)
    assert list(trail) == ["update", "update"]


def test_reason_and_note_are_needed(office):
    factories.SurveyAnswerFactory(needs_follow_up=True)
    with pytest.raises(JudgementError):
        discount_answers(answers=SurveyAnswer.objects.all(), reason=" ", by=office, at=factories.NOON)
    with pytest.raises(JudgementError):
        follow_up_answers(answers=SurveyAnswer.objects.all(), note="", by=office, at=factories.NOON)


def test_nobody_decides_about_themselves(office):
    answer = factories.SurveyAnswerFactory(staff__user=office, flag="burst", needs_follow_up=True)
    decisions = [
        lambda rows: discount_answers(answers=rows, reason="Unfair", by=office, at=factories.NOON),
        lambda rows: count_answers_again(answers=rows, by=office, at=factories.NOON),
        lambda rows: accept_flagged(answers=rows, by=office, at=factories.NOON),
        lambda rows: follow_up_answers(answers=rows, note="Called", by=office, at=factories.NOON),
    ]
    for decide in decisions:
        with pytest.raises(JudgementError):
            decide(SurveyAnswer.objects.filter(pk=answer.pk))
    answer.refresh_from_db()
    assert (answer.is_valid, answer.flag, answer.followed_up_at) == (True, "burst", None)


def test_flag_is_judged_and_follow_up_closed_once(office):
    factories.SurveyAnswerFactory(flag="burst", needs_follow_up=True)
    factories.SurveyAnswerFactory()
    everything = SurveyAnswer.objects.all()
    assert accept_flagged(answers=everything, by=office, at=factories.NOON) == 1
    assert follow_up_answers(answers=everything, note="Called", by=office, at=factories.NOON) == 1
    assert follow_up_answers(answers=everything, note="Called", by=office, at=factories.NOON) == 0
    followed = SurveyAnswer.objects.get(needs_follow_up=True)
    assert (followed.flag, followed.followed_up_by, followed.follow_up_note) == ("judged", office, "Called")


def test_event_is_recorded_and_withdrawn_with_a_reason(office):
    staff = factories.AssignmentFactory().staff
    event = record_event(
        staff=staff, kind="complaint", happened_on=date(2026, 10, 15), by=office, at=factories.NOON
    )
    withdraw_event(event=event, reason="Wrong person", by=office, at=factories.NOON)
    event.refresh_from_db()
    assert (event.withdrawn_at, event.withdrawn_reason) == (factories.NOON, "Wrong person")
    with pytest.raises(EvidenceError):
        withdraw_event(event=event, reason="Again", by=office, at=factories.NOON)


@pytest.mark.parametrize(
    ("day", "message"), [(date(2026, 10, 16), "future"), (date(2019, 12, 31), "not employed")]
)
def test_event_is_refused_on_impossible_days(office, day, message):
    staff = factories.AssignmentFactory().staff
    with pytest.raises(EvidenceError, match=message):
        record_event(staff=staff, kind="complaint", happened_on=day, by=office, at=factories.NOON)
    assert not EvidenceEvent.objects.exists()


def test_nobody_commends_themselves(office):
    staff = factories.AssignmentFactory(staff__user=office).staff
    with pytest.raises(EvidenceError):
        record_event(
            staff=staff, kind="commendation", happened_on=date(2026, 10, 15), by=office, at=factories.NOON
        )


def test_customers_with_an_address_are_written_to_once(client):
    staff = factories.AssignmentFactory(staff__name="Li Wei").staff
    customers = [
        factories.CustomerFactory(name="Ann", email="ann@example.com"),
        factories.CustomerFactory(email="", name="Bo"),
        None,
    ]
    for customer in customers:
        factories.InteractionFactory(staff=staff, customer=customer)
    send_invitations(interactions=Interaction.objects.all(), at=factories.NOON, seed="s", email=True)
    message = OutboxMessage.objects.get()
    assert message.arguments == {"seed": "s", "numbers": [0, 3]}
    assert email_invitations(**message.arguments, at=factories.NOON) == 1
    assert email_invitations(**message.arguments, at=factories.NOON) == 0
    letter = mail.outbox[0]
    assert letter.to == ["ann@example.com"]
    assert "Li Wei" in letter.body
    token = letter.body.split("/s/")[1].split("/")[0]
    Invitation.objects.update(expires_at="2100-01-01T00:00Z")
    assert client.get(f"/s/{token}/").status_code == 200


def test_task_of_the_outbox_writes_the_letters():
    factories.InteractionFactory(customer=factories.CustomerFactory(email="a@example.com"))
    send_invitations(interactions=Interaction.objects.all(), at=timezone.now(), seed="s", email=True)
    message = OutboxMessage.objects.get()
    app.loader.import_default_modules()
    app.tasks[message.task](**message.arguments)
    assert len(mail.outbox) == 1


def test_revoked_and_answered_are_not_written_to():
    for state in ({"revoked_at": factories.NOON}, {"answered_at": factories.NOON}):
        factories.InteractionFactory(customer=factories.CustomerFactory(email="a@example.com"))
        send_invitations(interactions=Interaction.objects.all(), at=factories.NOON, seed="s", email=True)
        Invitation.objects.update(**state)
    assert email_invitations(seed="s", numbers=(0, 1), at=factories.NOON) == 0
    assert mail.outbox == []
