"""Invitations and their one answer."""

import hashlib
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from feedback import errors
from feedback.models import Interaction, Invitation, SurveyAnswer, SurveyForm
from feedback.queries import form_in_force
from feedback.services import (
    publish_survey_form,
    record_answer,
    record_call_back,
    revoke_invitation,
    send_invitation,
    send_invitations,
)
from feedback.tokens import network_of, token_for
from tests import factories

AT = datetime(2026, 10, 15, 4, tzinfo=UTC)
DAY = AT.date()
FIVE = {"attitude": 5, "quality": 5, "efficiency": 5}
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return factories.AssignmentFactory().staff


@pytest.fixture
def sent(staff):
    return send_invitation(staff=staff, channel=factories.ChannelFactory(), served_on=DAY, at=AT)


def send(staff, **options):
    given = {"channel": factories.ChannelFactory(), "served_on": DAY, "at": AT}
    return send_invitation(staff=staff, **{**given, **options})


def answer(token, **options):
    return record_answer(**{"token": token, "stars": FIVE, "at": AT, **options})


def test_token_is_long_and_stored_hashed(sent):
    invitation, token = sent
    assert len(token) == 32
    assert bytes(invitation.token_hash) == hashlib.sha256(token.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM feedback_invitation i")
        assert token not in cursor.fetchone()[0]


def test_token_needs_the_key_and_the_seed():
    assert (
        len(
            {
                token_for("key", "seed"),
                token_for("other", "seed"),
                token_for("key", "two"),
                token_for("key", "seed", 1),
            }
        )
        == 4
    )


def test_invitation_keeps_department_and_form_of_the_day(staff):
    first = staff.assignments.get()
    first.ends_on = date(2026, 10, 14)
    first.save()
    later = factories.AssignmentFactory(staff=staff, starts_on=date(2026, 10, 15))
    before, _token = send(staff, served_on=date(2026, 10, 14))
    after, _token = send(staff)
    old, _token = send(staff, served_on=date(2024, 12, 31))
    assert (before.department, after.department) == (first.department, later.department)
    assert (old.form.version, after.form.version) == (1, 2)
    assert after.expires_at == AT + timedelta(days=14)


@pytest.mark.parametrize("served_on", [date(2019, 12, 31), date(2026, 10, 13)])
def test_invitation_is_refused_when_not_employed(staff, served_on):
    staff.left_on = date(2026, 10, 12)
    staff.save()
    with pytest.raises(errors.NotEmployedError, match=staff.name):
        send(staff, served_on=served_on)


def test_invitation_is_refused_for_a_day_to_come(staff):
    with pytest.raises(errors.InvitationError, match="future"):
        send(staff, served_on=DAY + timedelta(days=1))


def test_invitation_is_refused_without_a_form(staff):
    with pgtrigger.ignore(
        "feedback.SurveyForm:freezes_published_form", "feedback.SurveyQuestion:freezes_with_form"
    ):
        SurveyForm.objects.all().delete()
    with pytest.raises(errors.NoFormError, match="2026-10-15"):
        send(staff)


def test_answer_is_recorded_with_its_score(sent):
    invitation, token = sent
    made = answer(token, stars={"attitude": 5, "quality": 4, "efficiency": 1}, nps=9, words="Danke")
    recorded = SurveyAnswer.objects.get()
    assert made == recorded.pk == invitation.pk
    assert recorded.score == Decimal("3.8")
    assert (recorded.nps, recorded.words, recorded.via) == (9, "Danke", "web")
    assert (recorded.staff_id, recorded.department_id, recorded.served_on) == (
        invitation.staff_id,
        invitation.department_id,
        DAY,
    )
    assert Invitation.objects.get().answered_at == recorded.answered_at == AT


def test_answer_is_one_statement(sent, django_assert_num_queries):
    answer(sent[1], form_id=sent[0].form_id, stars=FIVE)  # the form is in memory from now on
    token = send(sent[0].staff)[1]
    with django_assert_num_queries(1):
        answer(token, form_id=sent[0].form_id)


def test_second_answer_is_refused_and_the_first_stays(sent):
    answer(sent[1])
    with pytest.raises(errors.AnsweredError):
        answer(sent[1], stars=dict.fromkeys(FIVE, 1))
    assert SurveyAnswer.objects.get().score == 5


def test_six_stars_write_nothing(sent):
    with pytest.raises(errors.AnswerFieldsError) as refused:
        answer(sent[1], stars={**FIVE, "quality": 6})
    assert refused.value.fields.keys() == {"stars-quality"}
    assert not SurveyAnswer.objects.exists()
    assert Invitation.objects.get().answered_at is None


def test_unknown_token_is_refused(sent):
    with pytest.raises(errors.ClosedInvitationError):
        answer("x" * 32, form_id=sent[0].form_id)
    with pytest.raises(errors.ClosedInvitationError):
        answer("\udc80" * 32)


def test_token_of_another_survey_is_refused(sent):
    _old, old_token = send(sent[0].staff, served_on=date(2024, 12, 31))
    with pytest.raises(errors.OtherFormError):
        answer(old_token, form_id=sent[0].form_id)
    with pytest.raises(errors.AnswerFieldsError):
        answer(old_token)
    assert not SurveyAnswer.objects.exists()


def test_window_ends_at_the_minute(sent):
    with pytest.raises(errors.ClosedInvitationError):
        answer(sent[1], at=AT + timedelta(days=14))
    assert answer(sent[1], at=AT + timedelta(days=14, microseconds=-1))


def test_revoked_invitation_is_closed_and_an_answered_one_stays(sent):
    revoke_invitation(invitation=sent[0], at=AT)
    with pytest.raises(errors.ClosedInvitationError):
        answer(sent[1])
    with pytest.raises(errors.InvitationError):
        revoke_invitation(invitation=sent[0], at=AT)
    used, token = send(sent[0].staff)
    answer(token)
    with pytest.raises(errors.InvitationError):
        revoke_invitation(invitation=used, at=AT)


def test_nobody_answers_about_themselves(sent):
    user = factories.UserFactory()
    sent[0].staff.user = user
    sent[0].staff.save()
    with pytest.raises(errors.OwnAnswerError):
        answer(sent[1], by=user)
    with pytest.raises(errors.OwnAnswerError):
        record_answer(invitation=sent[0], stars=FIVE, at=AT, via="call_back", by=user)
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("stars", "nps", "low"), [(2, None, True), (3, None, False), (5, 6, True), (5, 7, False), (1, 10, True)]
)
def test_low_score_opens_a_follow_up(sent, stars, nps, low):
    answer(sent[1], stars=dict.fromkeys(FIVE, stars), nps=nps)
    assert SurveyAnswer.objects.get().needs_follow_up is low


def test_burst_from_one_network_is_flagged_and_counts(staff):
    for minute in range(6):
        answer(send(staff)[1], at=AT + timedelta(minutes=minute), address=f"2001:db8::{minute}")
    answer(send(staff)[1], at=AT, address="2001:db8:0:1::1")
    answer(send(staff)[1], at=AT + timedelta(hours=3), address="2001:db8::7")
    flags = SurveyAnswer.objects.order_by("pk").values_list("flag", "is_valid")
    assert list(flags) == [("", True)] * 4 + [("burst", True)] * 2 + [("", True)] * 2


def test_network_is_not_stored_and_differs_by_day(staff):
    for day in (AT, AT, AT + timedelta(days=1)):
        answer(send(staff, at=day)[1], at=day, address="203.0.113.9")
    marks = [
        bytes(mark) for mark in SurveyAnswer.objects.order_by("pk").values_list("network_hash", flat=True)
    ]
    assert marks[0] == marks[1] != marks[2]
    assert (network_of("203.0.113.9"), network_of("2001:db8::1")) == ("203.0.113.9", "2001:db8::/64")


def test_form_is_published_as_the_next_version_with_the_rules_of_the_latest():
    with pgtrigger.ignore("feedback.SurveyForm:freezes_published_form"):
        SurveyForm.objects.filter(version=2).update(window_days=7)
    form = publish_survey_form(
        dimensions=[("a", {"en": "A"}, Decimal(1)), ("b", {"en": "B"}, Decimal(2))],
        effective_from=date(2026, 11, 1),
        at=AT,
    )
    assert (form.version, form.window_days) == (3, 7)
    assert list(form.dimensions.values_list("code", flat=True)) == ["a", "b"]
    assert form_in_force(date(2026, 11, 1)) == form
    assert form_in_force(date(2026, 10, 31)).version == 2
    assert form_in_force(date(1999, 12, 31)) is None


@pytest.mark.parametrize(
    "dimensions", [[], [("a", {}, Decimal(0))], [("a", {}, Decimal(1)), ("a", {}, Decimal(1))]]
)
def test_form_that_gives_no_score_is_refused(dimensions):
    with pytest.raises(errors.SurveyFormError):
        publish_survey_form(dimensions=dimensions, effective_from=DAY, at=AT)


def test_sending_to_many_skips_the_asked_and_the_unanswered(staff, settings):
    calls = [factories.InteractionFactory(staff=staff) for _ in range(3)]
    factories.InteractionFactory(answered=False, resolved=False)
    send(staff, interaction=calls[1])
    assert send_invitations(interactions=Interaction.objects.all(), at=AT, seed="s") == 2
    assert send_invitations(interactions=Interaction.objects.all(), at=AT) == 0
    numbered = {bytes(i.token_hash): i.interaction for i in Invitation.objects.all()}
    for number, call in enumerate([calls[0], calls[2]]):
        token = token_for(settings.SECRET_KEY, "s", number)
        assert numbered[hashlib.sha256(token.encode()).digest()] == call


def test_sending_to_many_takes_the_same_queries(staff, django_assert_num_queries):
    factories.InteractionFactory(staff=staff)
    send_invitations(interactions=Interaction.objects.all(), at=AT)
    factories.InteractionFactory.create_batch(20, staff=staff)
    with django_assert_num_queries(5):
        assert send_invitations(interactions=Interaction.objects.all(), at=AT) == 20


def test_call_back_is_entered_for_a_service_nobody_was_asked_about(staff):
    user = factories.UserFactory()
    call = factories.InteractionFactory(staff=staff)
    record_call_back(interaction=call, stars=FIVE, nps=10, words="Gut", at=AT, by=user)
    recorded = SurveyAnswer.objects.get()
    assert (recorded.via, recorded.entered_by, recorded.invitation.interaction) == ("call_back", user, call)
    with pytest.raises(errors.AnsweredError):
        record_call_back(interaction=call, stars=FIVE, at=AT, by=user)


def test_call_back_with_wrong_stars_leaves_no_invitation(staff):
    call = factories.InteractionFactory(staff=staff)
    with pytest.raises(errors.AnswerFieldsError):
        record_call_back(interaction=call, stars={}, at=AT, by=factories.UserFactory())
    assert not Invitation.objects.exists()


def test_call_back_may_come_after_the_link_ran_out(sent):
    late = AT + timedelta(days=20)
    record_answer(invitation=sent[0], stars=FIVE, at=late, via="call_back", by=factories.UserFactory())
    assert SurveyAnswer.objects.get().answered_at == late


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(staff):
    publish_survey_form(dimensions=[("a", {"en": "A"}, Decimal(1))], effective_from=DAY, at=AT)
    invitation, token = send(staff)
    outcomes, start = [], threading.Barrier(8)

    def answer_once(stars):
        try:
            start.wait()
            record_answer(token=token, form_id=invitation.form_id, stars={"a": stars}, at=AT)
            outcomes.append("recorded")
        except errors.AnsweredError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer_once, args=[1 + number % 5]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["recorded"] + ["refused"] * 7
    assert SurveyAnswer.objects.count() == 1


def test_published_form_keeps_the_latest_other_questions_that_can_still_be_asked():
    latest = SurveyForm.objects.get(version=2)
    options = [{"code": "yes", "label": {"en": "Yes"}}, {"code": "no", "label": {"en": "No"}}]
    low = {"asked_after": "efficiency", "comparison": "at_most", "compared_with": "2"}
    slow = factories.SurveyQuestionFactory(
        form=latest, code="slow", kind="single", options=options, order=2000, **low
    )
    on_slow = {"asked_after": slow.code, "comparison": "is", "compared_with": "yes"}
    factories.SurveyQuestionFactory(form=latest, code="why", kind="text", order=2001, **on_slow)
    care, speed = ("care", {"en": "Care"}, Decimal(1)), ("efficiency", {"en": "Speed"}, Decimal(1))
    day = date(2026, 11, 1)
    with_speed = publish_survey_form(dimensions=[care, speed], effective_from=day, at=AT)
    assert [one.code for one in with_speed.questions.order_by("order")] == [
        *("care", "efficiency", "nps", "words", "slow", "why")
    ]
    without = publish_survey_form(dimensions=[care], effective_from=day, at=AT)
    assert [one.code for one in without.questions.order_by("order")] == ["care", "nps", "words"]


def test_published_form_and_its_questions_are_frozen_in_the_database():
    form = SurveyForm.objects.get(version=2)
    changes = [
        lambda: SurveyForm.objects.filter(pk=form.pk).update(window_days=3),
        lambda: SurveyForm.objects.filter(pk=form.pk).update(
            published_at=None, version=None, effective_from=None
        ),
        lambda: form.questions.filter(code="attitude").update(weight=1),
        lambda: form.questions.filter(code="words").delete(),
        lambda: form.questions.create(code="more", weight=1),
        lambda: form.delete(),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="survey_form_published_is_frozen"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"weight": None}, "stars_have_weight"),
        ({"weight": 0}, "stars_have_weight"),
        ({"kind": "text", "weight": 1}, "stars_have_weight"),
        ({"kind": "nps", "weight": None, "code": "other"}, "nps_is_called_nps"),
        ({"code": "nps"}, "nps_is_called_nps"),
        ({"code": "words"}, "words_are_text"),
        ({"options": [{"code": "a"}]}, "options_of_choices"),
        ({"asked_after": "a"}, "condition_is_whole"),
        ({"asked_after": "a", "comparison": "is", "compared_with": "1"}, "condition_is_whole"),
    ],
)
def test_question_that_makes_no_sense_is_refused_by_the_database(wrong, constraint):
    draft = SurveyForm.objects.create()
    with pytest.raises(IntegrityError, match=f"surveyquestion_{constraint}"):
        draft.questions.create(**{"code": "care", "weight": 1, **wrong})


@pytest.mark.parametrize("replies", [[], "a", {"a": 1}, {"a": None}, {"a": ["b", 2]}, {"a": {"b": "c"}}])
def test_replies_are_texts_and_lists_of_texts(replies):
    factories.SurveyAnswerFactory(replies={"a": "b", "c": ["d", "e"], "f": []})
    with pytest.raises(IntegrityError, match="surveyanswer_replies_are_texts"):
        factories.SurveyAnswerFactory(replies=replies)
