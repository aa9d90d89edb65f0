"""Invitations, answers, forms, events and results in the admin: doors, actions and figures."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone

from feedback.models import EvidenceEvent, Interaction, Invitation, SurveyAnswer, SurveyForm
from starservice.jobs.models import OutboxMessage
from tests import factories

pytestmark = pytest.mark.django_db
ANSWERS = "/admin/feedback/surveyanswer/"
INVITATIONS = "/admin/feedback/invitation/"
INTERACTIONS = "/admin/feedback/interaction/"
FORMS = "/admin/feedback/surveyform/"
EVENTS = "/admin/feedback/evidenceevent/"
RESULTS = "/admin/feedback/results/"


@pytest.fixture
def sign_in(client):
    def as_(*roles):
        user = factories.UserFactory(roles=roles)
        client.force_login(user)
        return user

    return as_


@pytest.fixture
def team(client):
    """A manager signed in, with one report; returns (manager, report)."""
    manager = factories.AssignmentFactory(staff__user=factories.UserFactory()).staff
    report = factories.AssignmentFactory(manager=manager).staff
    client.force_login(manager.user)
    return manager, report


def act(client, url, action, rows, **more):
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    return client.post(url, {**chosen, **more})


def words(response):
    return response.content.decode()


def test_a_survey_form_shows_its_questions_in_words(client, sign_in):
    sign_in("office")
    form = SurveyForm.objects.get(version=2)
    page = words(client.get(f"{FORMS}{form.pk}/change/"))
    assert "<strong>Attitude</strong>" in page
    assert "zh-hans&quot;" not in page


@pytest.mark.parametrize("url", [ANSWERS, INVITATIONS, FORMS, EVENTS, RESULTS])
@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (["office"], True),
        (["customer_service"], True),
        (["leading_group"], True),
        (["auditor"], True),
        (["training"], False),
        (["finance"], False),
    ],
)
def test_doors(client, sign_in, url, roles, allowed):
    sign_in(*roles)
    assert (client.get(url).status_code == 200) is allowed


@pytest.mark.parametrize("url", [ANSWERS, INVITATIONS, FORMS, EVENTS, RESULTS])
def test_staff_have_no_door(client, url):
    staff = factories.AssignmentFactory(staff__user=factories.UserFactory()).staff
    factories.SurveyAnswerFactory(staff=staff)
    client.force_login(staff.user)
    assert client.get(url).status_code in (302, 403, 404)


def test_managers_see_their_reports_answers_alone(client, team):
    manager, report = team
    own, others = factories.SurveyAnswerFactory(staff=manager), factories.SurveyAnswerFactory()
    seen = factories.SurveyAnswerFactory(staff=report, words="Kind")
    listed = words(client.get(ANSWERS))
    assert "Kind" in listed
    assert f"{ANSWERS}{own.pk}/" not in listed
    assert f"{ANSWERS}{others.pk}/" not in listed
    page = client.get(f"{ANSWERS}{seen.pk}/change/")
    assert page.status_code == 200
    assert "customer" not in words(page).split("field-served_on")[1].split("field-given_stars")[0]
    for hidden in (own, others):
        assert client.get(f"{ANSWERS}{hidden.pk}/change/").status_code == 404
    assert "does_not_count" not in listed
    act(client, ANSWERS, "does_not_count", [seen], apply="1", reason="Unfair")
    assert SurveyAnswer.objects.filter(is_valid=False).count() == 0


def test_answer_is_left_out_with_a_reason(client, sign_in):
    sign_in("customer_service")
    answer = factories.SurveyAnswerFactory()
    asked = act(client, ANSWERS, "does_not_count", [answer])
    assert asked.status_code == 200
    assert 'name="reason"' in words(asked)
    assert "This field is required" in words(
        act(client, ANSWERS, "does_not_count", [answer], apply="1", reason="")
    )
    assert act(client, ANSWERS, "does_not_count", [answer], apply="1", reason="A test").status_code == 302
    answer.refresh_from_db()
    assert (answer.is_valid, answer.invalid_reason) == (False, "A test")
    assert act(client, ANSWERS, "counts_again", [answer], apply="1").status_code == 302
    answer.refresh_from_db()
    assert answer.is_valid
    assert "A test" in words(client.get(f"{ANSWERS}{answer.pk}/history/"))


def test_follow_up_is_closed_with_a_note(client, sign_in):
    user = sign_in("customer_service")
    answer = factories.SurveyAnswerFactory(needs_follow_up=True, words="Slow")
    assert "Slow" in words(client.get(ANSWERS, {"follow_up": "open"}))
    act(client, ANSWERS, "followed_up", [answer], apply="1", note="Called, sorry said")
    answer.refresh_from_db()
    assert (answer.followed_up_by, answer.follow_up_note) == (user, "Called, sorry said")
    assert "Slow" not in words(client.get(ANSWERS, {"follow_up": "open"}))
    assert "Slow" in words(client.get(ANSWERS, {"follow_up": "done"}))


def test_bursts_are_shown_whole_and_judged(client, sign_in):
    sign_in("office")
    first = factories.SurveyAnswerFactory(network_hash=b"n" * 16, words="first of the burst")
    last = factories.SurveyAnswerFactory(network_hash=b"n" * 16, flag="burst", words="last of it")
    factories.SurveyAnswerFactory(network_hash=b"m" * 16, words="elsewhere")
    burst = words(client.get(ANSWERS, {"noticed": "burst"}))
    assert "first of the burst" in burst
    assert "elsewhere" not in burst
    assert "first of the burst" not in words(client.get(ANSWERS, {"noticed": "open"}))
    act(client, ANSWERS, "looks_fine", [first, last], apply="1")
    last.refresh_from_db()
    assert (last.flag, last.is_valid) == ("judged", True)


def test_refused_judgement_says_why(client, sign_in):
    user = sign_in("office")
    answer = factories.SurveyAnswerFactory(staff__user=user)
    page = act(client, ANSWERS, "does_not_count", [answer], apply="1", reason="Unfair")
    assert "about themselves" in words(page)
    answer.refresh_from_db()
    assert answer.is_valid


@pytest.mark.parametrize("words_", ["Danke", "E77"])
def test_answers_are_found_by_words_and_number(client, sign_in, words_):
    sign_in("office")
    factories.SurveyAnswerFactory(words="Vielen Danke!", staff__employee_no="E77")
    factories.SurveyAnswerFactory(words="Other")
    listed = words(client.get(ANSWERS, {"q": words_}))
    assert "Vielen" in listed
    assert "Other" not in listed


@pytest.mark.parametrize("url", [ANSWERS, INVITATIONS, EVENTS])
def test_lists_take_the_same_queries(client, sign_in, url):
    sign_in("office")

    def make(count):
        for _ in range(count):
            factories.SurveyAnswerFactory()
            factories.EvidenceEventFactory()

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        return len(captured)

    make(1)
    few = queries()
    make(15)
    assert queries() == few


def test_invitations_are_sent_for_chosen_interactions_and_shown_once(client, sign_in):
    sign_in("customer_service")
    customers = [factories.CustomerFactory(name="=1+1", email="a@example.com"), factories.CustomerFactory()]
    calls = [factories.InteractionFactory(customer=customer) for customer in customers]
    asked = act(client, INTERACTIONS, "send_survey_invitations", calls)
    assert "2 customers were served" in words(asked)
    sent = act(client, INTERACTIONS, "send_survey_invitations", calls, apply="1", email="on")
    page = client.get(sent.url)
    links = re.findall(r"/s/([\w-]{32})/", words(page))
    assert len(set(links)) == 2
    assert "<svg" in words(page)
    assert not any(link in sent.url for link in links)
    assert client.get(reverse("feedback:survey", args=[links[0]])).status_code == 200
    assert OutboxMessage.objects.get().task == "feedback.tasks.email_invitations"
    assert not any(link in str(OutboxMessage.objects.get().arguments) for link in links)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{sent.url}links.xlsx"))))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][1] == "=1+1"
    assert links[0] in rows[1][-1]
    assert "Send survey invitations" in words(client.get(INTERACTIONS))
    again = act(client, INTERACTIONS, "send_survey_invitations", calls, apply="1")
    assert Invitation.objects.count() == 2
    assert "nothing was sent" in words(again)


def test_links_are_shown_to_their_sender_for_an_hour(client, sign_in):
    sign_in("office")
    sent = act(client, INTERACTIONS, "send_survey_invitations", [factories.InteractionFactory()], apply="1")
    assert client.get(sent.url).status_code == 200
    sign_in("office")
    assert client.get(sent.url).status_code == 404
    sign_in("auditor")
    assert client.get(sent.url).status_code == 404


def test_links_are_gone_after_an_hour(client, sign_in):
    sign_in("office")
    sent = act(client, INTERACTIONS, "send_survey_invitations", [factories.InteractionFactory()], apply="1")
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert client.get(sent.url).status_code == 404


def test_who_only_looks_cannot_send_or_revoke(client, sign_in):
    sign_in("auditor")
    call, open_one = factories.InteractionFactory(), factories.InvitationFactory()
    act(client, INTERACTIONS, "send_survey_invitations", [call], apply="1")
    act(client, INVITATIONS, "revoke", [open_one], apply="1")
    assert not Invitation.objects.filter(interaction=call).exists()
    assert not Invitation.objects.filter(revoked_at__isnull=False).exists()
    assert Interaction.objects.exists()


def test_open_links_are_revoked_and_answered_ones_stay(client, sign_in):
    sign_in("office")
    open_one = factories.InvitationFactory()
    used = factories.SurveyAnswerFactory().invitation
    act(client, INVITATIONS, "revoke", [open_one, used], apply="1")
    assert list(Invitation.objects.filter(revoked_at__isnull=False)) == [open_one]
    assert "revoked" in words(client.get(INVITATIONS, {"state": "revoked"}))


def test_event_is_recorded_and_withdrawn(client, sign_in):
    user = sign_in("customer_service")
    staff = factories.AssignmentFactory().staff
    event = {
        "staff": staff.pk,
        "kind": "complaint",
        "happened_on": "2026-10-15",
        "reference": "C-1",
        "note": "Rude",
    }
    assert client.get(f"{EVENTS}add/").status_code == 200
    assert client.post(f"{EVENTS}add/", event).status_code == 302
    recorded = EvidenceEvent.objects.get()
    assert (recorded.staff, recorded.recorded_by, recorded.note) == (staff, user, "Rude")
    withdraw = f"{EVENTS}{recorded.pk}/withdraw/"
    assert withdraw in words(client.get(f"{EVENTS}{recorded.pk}/change/"))
    assert "This field is required" in words(client.post(withdraw, {"reason": ""}))
    assert client.post(withdraw, {"reason": "Mixed up"}).status_code == 302
    recorded.refresh_from_db()
    assert recorded.withdrawn_reason == "Mixed up"
    assert client.post(f"{EVENTS}{recorded.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("day", [date.today() + timedelta(days=2), date(2019, 1, 1)])  # noqa: DTZ011
def test_impossible_event_is_refused_beside_the_day(client, sign_in, day):
    sign_in("office")
    staff = factories.AssignmentFactory().staff
    page = client.post(
        f"{EVENTS}add/", {"staff": staff.pk, "kind": "complaint", "happened_on": day.isoformat()}
    )
    assert page.status_code == 200
    assert "future" in words(page) or "not employed" in words(page)
    assert not EvidenceEvent.objects.exists()


def test_managers_see_reports_events_and_withdraw_none(client, team):
    manager, report = team
    seen, own = factories.EvidenceEventFactory(staff=report), factories.EvidenceEventFactory(staff=manager)
    assert client.get(f"{EVENTS}{seen.pk}/change/").status_code == 200
    assert client.get(f"{EVENTS}{own.pk}/change/").status_code == 404
    assert client.post(f"{EVENTS}{seen.pk}/withdraw/", {"reason": "No"}).status_code == 404
    assert client.get(f"{EVENTS}add/").status_code == 403


@pytest.mark.parametrize("by", ["department", "person", "channel", "dimension", "month"])
def test_results_show_figures_and_no_data(client, sign_in, by):
    sign_in("leading_group")
    days = {"first": "2026-10-01", "last": "2026-10-31", "by": by}
    assert "No data" in words(client.get(RESULTS, days))
    form = factories.SurveyFormFactory()
    factories.SurveyQuestionFactory(form=form, code="overall", label={"en": "Overall"})
    factories.SurveyAnswerFactory(invitation__form=form)
    factories.InvitationFactory(form=form)
    page = words(client.get(RESULTS, days))
    assert "50" in page
    assert "no data" in page


def test_results_of_managers_are_their_reports(client, team):
    factories.SurveyAnswerFactory(staff=team[1])
    factories.SurveyAnswerFactory()
    page = words(client.get(RESULTS, {"first": "2026-10-01", "last": "2026-10-31", "by": "person"}))
    assert team[1].name in page
    assert page.count('<th scope="row">') == 2


def test_wrong_days_are_told_beside_the_field(client, sign_in):
    sign_in("office")
    page = words(client.get(RESULTS, {"first": "2026-10-31", "last": "2026-10-01"}))
    assert "before the first" in page
