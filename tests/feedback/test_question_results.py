"""What customers chose, recommended and wrote, and the pages that show it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import Invitation
from feedback.queries.question_results import question_results
from feedback.queries.results import asked_between, overall, results_by
from feedback.queries.surveys import asked_form
from feedback.queries.words import answers_with_words, spoken
from tests import factories

pytestmark = pytest.mark.django_db
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
REASONS = [{"code": code, "label": {"en": code.title()}} for code in ("speed", "price", "kind")]
DAYS = {"first": "2026-10-01", "last": "2026-10-31"}


def make_form(**options):
    form = factories.SurveyFormFactory(**options)
    questions = [
        {"code": "attitude", "kind": "stars"},
        {"code": "nps", "kind": "nps", "label": {"en": "Recommend?"}},
        {"code": "reason", "kind": "single", "options": REASONS, "label": {"en": "Why?"}},
        {"code": "liked", "kind": "multiple", "options": REASONS, "label": {"en": "Liked?"}},
        {"code": "more", "kind": "text", "label": {"en": "Tell us more"}},
        {"code": "words", "kind": "text", "label": {"en": "In general"}},
    ]
    for order, question in enumerate(questions):
        required = question["kind"] == "stars"
        factories.SurveyQuestionFactory(form=form, order=order, required=required, **question)
    return form


@pytest.fixture
def form():
    return make_form()


def answered(form, **options):
    given = {"stars": {"attitude": 4}, "score": Decimal(4), "invitation__form": form}
    return factories.SurveyAnswerFactory(**{**given, **options})


def asked():
    return asked_between(Invitation.objects.all(), *OCTOBER)


def test_choices_are_counted_over_those_who_answered_the_question(form):
    answered(form, replies={"reason": "speed", "liked": ["speed", "kind"]}, nps=10)
    answered(form, replies={"reason": "speed", "liked": ["kind"]}, nps=10)
    answered(form, replies={"more": "much"}, nps=0, words="Fine")
    answered(form, replies={"reason": "price"}, is_valid=False, invalid_reason="a test")
    factories.InvitationFactory(form=form)
    found = {one.code: one for one in question_results(asked())}
    assert list(found) == ["nps", "reason", "liked", "more", "words"]
    counts = {code: (one.asked, one.answered) for code, one in found.items()}
    assert counts == {"nps": (3, 3), "reason": (3, 2), "liked": (3, 2), "more": (3, 1), "words": (3, 1)}
    reasons = [(str(bar.label), bar.count, str(bar.share)) for bar in found["reason"].bars]
    assert reasons == [("Speed", 2, "100.00"), ("Price", 0, "0.00"), ("Kind", 0, "0.00")]
    assert [(bar.code, bar.count) for bar in found["liked"].bars] == [("speed", 1), ("price", 0), ("kind", 2)]
    assert {bar.code: bar.count for bar in found["nps"].bars if bar.count} == {"10": 2, "0": 1}
    assert found["more"].bars == []


def test_an_option_of_an_earlier_version_stays_counted(form):
    answered(form, replies={"reason": "weather"})
    bars = {
        bar.code: bar.count for one in question_results(asked()) if one.code == "reason" for bar in one.bars
    }
    assert bars["weather"] == 1


def test_no_answers_make_no_questions(form):
    factories.InvitationFactory(form=form)
    assert question_results(asked()) == []


@pytest.mark.parametrize("count", [1, 12])
def test_questions_take_the_same_queries(form, count, django_assert_num_queries):
    for _ in range(count):
        answered(form, replies={"reason": "speed", "liked": ["kind"], "more": "x"}, nps=9)
    with django_assert_num_queries(3):
        question_results(asked())


def test_links_wait_or_run_out(form):
    answered(form)
    factories.InvitationFactory(form=form, expires_at=timezone.now() + timedelta(days=1))
    factories.InvitationFactory.create_batch(2, form=form, expires_at=factories.NOON + timedelta(days=1))
    tally = overall(asked())
    assert (tally.asked, tally.answered, tally.waiting, tally.expired) == (4, 1, 1, 2)


def test_results_by_form(form):
    answered(form)
    factories.InvitationFactory(form=make_form())
    rows = [(row.key, row.tally.asked, row.tally.answered) for row in results_by("form", asked())]
    assert rows == [(form.pk, 1, 1), (form.pk + 1, 1, 0)]


@pytest.mark.parametrize(
    ("search", "found"),
    [("", 3), ("态度", 1), ("SLOW", 1), ("slow phone", 1), ("slow 态度", 0), ("late", 1), ("100%", 0)],
)
def test_words_are_searched_in_all_texts(form, search, found):
    answered(form, words="服务态度很好")
    answered(form, words="Slow", replies={"more": "the phone rang"})
    answered(form, replies={"more": "came late"})
    answered(form, replies={"reason": "speed"})
    answered(form, words="slow 态度", is_valid=False, invalid_reason="a test")
    assert answers_with_words(asked(), search).count() == found


def test_texts_come_with_their_questions(form):
    answered(form, words="Fine", replies={"more": "Very", "reason": "speed"})
    [one] = spoken(answers_with_words(asked()))
    assert [(str(saying.question), saying.text) for saying in one.sayings] == [
        ("Tell us more", "Very"),
        ("In general", "Fine"),
    ]


def office(client):
    client.force_login(factories.UserFactory(roles=["office"]))


def test_page_by_question_shows_bars(client, form):
    office(client)
    answered(form, replies={"reason": "speed"}, nps=10)
    page = client.get(reverse("admin:feedback_results"), {**DAYS, "by": "dimension"}).content.decode()
    assert "Why?" in page
    assert "Answered by 1 of 1" in page


def test_page_draws_the_course_over_months(client, form):
    office(client)
    answered(form)
    address = reverse("admin:feedback_results")
    assert "Mean by month" not in client.get(address, DAYS).content.decode()
    answered(form, served_on=date(2026, 9, 30))
    assert "Mean by month" in client.get(address, {**DAYS, "first": "2026-09-01"}).content.decode()


@pytest.mark.parametrize("by", ["department", "dimension", "form"])
def test_page_takes_the_same_queries(client, form, by):
    office(client)
    counts = []
    for number in (1, 10):
        for _ in range(number):
            answered(form, replies={"reason": "speed"}, staff=factories.StaffFactory())
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("admin:feedback_results"), {**DAYS, "by": by})
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_export_has_the_groups_and_the_choices(client, form):
    office(client)
    answered(form, replies={"reason": "speed"})
    address = reverse("admin:feedback_results_export", args=["csv"])
    response = client.get(address, {**DAYS, "by": "dimension"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "Attitude,,1,1,0,0,100.00,100.00,4.00,,\r\n" in text
    assert "Why?,Speed,1,1,,,,,,,100.00" in text


def test_words_page_and_export(client, form):
    office(client)
    answered(form, words="态度很好 <b>")
    page = client.get(reverse("admin:feedback_words"), {**DAYS, "q": "态度"}).content.decode()
    assert "态度很好 &lt;b&gt;" in page
    empty = client.get(reverse("admin:feedback_words"), {**DAYS, "q": "rude"}).content.decode()
    assert "Nobody wrote that" in empty
    sheet = client.get(reverse("admin:feedback_words_export", args=["csv"]), DAYS)
    assert "In general,态度很好 <b>" in b"".join(sheet.streaming_content).decode()


def test_words_of_low_scores_alone(client, form):
    office(client)
    answered(form, words="Terrible", needs_follow_up=True)
    answered(form, words="Lovely")
    page = client.get(reverse("admin:feedback_words"), {**DAYS, "low": "on"}).content.decode()
    assert "Terrible" in page
    assert "Lovely" not in page


def test_a_manager_reads_words_about_reports_alone(client, form):
    manager = factories.StaffFactory(user=factories.UserFactory())
    report = factories.AssignmentFactory(manager=manager).staff
    answered(form, staff=report, words="about a report")
    answered(form, words="about another")
    answered(form, staff=manager, words="about the manager")
    client.force_login(manager.user)
    page = client.get(reverse("admin:feedback_words"), DAYS).content.decode()
    assert "about a report" in page
    assert "about another" not in page
    assert "about the manager" not in page


@pytest.mark.parametrize("kind", ["pdf", "html"])
def test_other_formats_are_not_written(client, kind):
    office(client)
    assert client.get(reverse("admin:feedback_words_export", args=[kind])).status_code == 404


def test_words_page_takes_the_same_queries(client, form):
    office(client)
    at = datetime(2026, 10, 20, tzinfo=UTC)
    counts = []
    asked_form(form.pk)
    for number in (1, 15):
        for _ in range(number):
            answered(form, words="x", answered_at=at, staff=factories.StaffFactory())
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("admin:feedback_words"), DAYS)
        counts.append(len(counted))
    assert counts[0] == counts[1]
