"""The public survey page, as a customer, a mail scanner, a robot and a curious colleague meet it."""

import time
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from feedback.models import Invitation, SurveyAnswer, SurveyForm
from feedback.queries.draws import open_draw_on
from feedback.queries.surveys import asked_form
from feedback.services import record_answer, send_invitation
from starservice.web import rate_limit
from tests import factories

pytestmark = pytest.mark.django_db
REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
FINE = {
    "stars-attitude": "5",
    "stars-quality": "4",
    "stars-efficiency": "3",
    "nps": "9",
    "words": "Danke & <b>",
}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    rate_limit.forget()
    yield
    rate_limit.forget()


@pytest.fixture
def staff():
    return factories.AssignmentFactory(staff__name="Li Wei").staff


def send(staff, days_ago=1, sent_days_ago=0, **options):
    at = timezone.now() - timedelta(days=sent_days_ago)
    given = {
        "channel": factories.ChannelFactory(),
        "served_on": timezone.localdate() - timedelta(days=days_ago),
    }
    return send_invitation(staff=staff, at=at, **{**given, **options})


@pytest.fixture
def token(staff):
    return send(staff)[1]


def address(token):
    return reverse("feedback:survey", args=[token])


def everything():
    return list(Invitation.objects.values()), list(SurveyAnswer.objects.values())


def test_page_says_who_served_and_asks_the_questions(client, token):
    page = client.get(address(token))
    assert page.status_code == 200
    for text in ("Li Wei", "Attitude", "Quality", "Speed", 'name="nps"', 'name="words"'):
        assert text in page.content.decode()


def test_form_without_questions_takes_no_answer(client, staff):
    invitation, token = send(staff)
    Invitation.objects.filter(pk=invitation.pk).update(form=factories.SurveyFormFactory())
    page = client.post(address(token), {"words": "Hello"})
    assert page.status_code == 404
    assert not SurveyAnswer.objects.exists()


def test_page_keeps_the_name_back_where_the_form_says_so(client, token):
    form = factories.SurveyFormFactory(names_staff=False)
    factories.SurveyQuestionFactory(form=form)
    Invitation.objects.update(form=form)
    assert "Li Wei" not in client.get(address(token)).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_records_nothing(client, token, method):
    before = everything()
    assert getattr(client, method)(address(token), FINE).status_code == 200
    assert everything() == before


def test_only_opening_and_sending_are_allowed(client, token):
    assert client.put(address(token)).status_code == 405


def test_page_leaves_no_trace(client, token):
    page = client.get(address(token))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]
    assert not page.cookies
    assert not client.post(address(token), FINE).cookies


def test_answer_is_recorded_without_cookies_or_csrf_token(staff):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    _invitation, token = send(staff)
    assert strict.post(address(token), FINE).status_code == 200
    answer = SurveyAnswer.objects.get()
    assert (answer.stars, answer.nps, answer.words) == (
        {"attitude": 5, "quality": 4, "efficiency": 3},
        9,
        "Danke & <b>",
    )
    assert (answer.via, answer.entered_by, answer.network_hash is None) == ("web", None, False)


def test_queries_of_the_page(client, token, django_assert_num_queries):
    form = asked_form(Invitation.objects.get().form_id)
    with django_assert_num_queries(1):
        client.get(address(token))
    minute = int(time.time() // 60)
    for asked_once in (minute, minute + 1):
        open_draw_on(timezone.localdate(), asked_once)
    with django_assert_num_queries(1):
        client.post(address(token), {**FINE, "form": form.pk, "receipt": "r"})
    assert SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("stars-quality", "6", "One to five whole stars"),
        ("stars-quality", "", "Please choose one to five stars"),
        ("nps", "11", "from 0 to 10"),
        ("words", "x" * 2001, "at most 2000"),
    ],
)
def test_wrong_field_is_named_and_the_rest_is_kept(client, token, field, value, message):
    page = client.post(address(token), {**FINE, field: value})
    text = page.content.decode()
    assert page.status_code == 422
    assert message in text
    assert 'id="stars-attitude_5" value="5" checked' in text
    if field != "words":
        assert "Danke &amp; &lt;b&gt;" in text
    assert not SurveyAnswer.objects.exists()


def test_sending_twice_from_one_page_shows_the_first(client, token):
    client.post(address(token), {**FINE, "receipt": "one"})
    again = client.post(address(token), {**FINE, "stars-attitude": "1", "receipt": "one", "words": "worse"})
    text = again.content.decode()
    assert again.status_code == 200
    assert "The first one counts" in text
    assert "5 of 5 stars" in text
    assert "Danke &amp; &lt;b&gt;" in text
    assert "worse" not in text
    assert SurveyAnswer.objects.get().stars["attitude"] == 5


def test_first_answer_is_not_shown_to_another_page(client, token):
    client.post(address(token), {**FINE, "receipt": "one"})
    for receipt in ({"receipt": "two"}, {"receipt": ""}, {}):
        page = client.post(address(token), {**FINE, **receipt})
        assert page.status_code == 404
        assert "Danke" not in page.content.decode()


def test_unknown_used_expired_and_revoked_look_the_same(client, staff):
    used = send(staff)
    record_answer(token=used[1], stars={"attitude": 5, "quality": 5, "efficiency": 5}, at=timezone.now())
    expired = send(staff, days_ago=30, sent_days_ago=15)
    revoked = send(staff)
    Invitation.objects.filter(pk=revoked[0].pk).update(revoked_at=timezone.now())
    links = [used[1], expired[1], revoked[1], "x" * 32, "short", "\u661f"]
    for method in (client.get, lambda url: client.post(url, {**FINE, "receipt": "guess"})):
        pages = [method(address(token)) for token in links]
        assert {page.status_code for page in pages} == {404}
        assert len({page.content for page in pages}) == 1
        assert {page.headers["X-Robots-Tag"] for page in pages} == {"noindex, nofollow"}
    assert SurveyAnswer.objects.count() == 1


def test_answers_of_another_survey_are_asked_again(client, staff, token):
    old, old_token = send(
        staff, served_on=SurveyForm.objects.get(version=1).effective_from.replace(year=2024)
    )
    page = client.post(address(token), {"stars-overall": "5", "form": old.form_id})
    assert page.status_code == 422
    assert "questions of another survey" in page.content.decode()
    assert 'name="stars-attitude"' in page.content.decode()
    page = client.post(address(old_token), {**FINE, "form": Invitation.objects.get(form__version=2).form_id})
    assert page.status_code == 422
    assert 'name="stars-overall"' in page.content.decode()
    for nonsense in ("0", "999999", "9" * 30, "x", "²"):
        assert client.post(address(token), {"stars-overall": "5", "form": nonsense}).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_robot_that_fills_every_field_is_flagged_not_dropped(client, token):
    assert client.post(address(token), {**FINE, "website": "http://spam"}).status_code == 200
    assert (SurveyAnswer.objects.get().flag, SurveyAnswer.objects.get().is_valid) == ("robot", True)


def test_signed_in_staff_cannot_answer_about_themselves(client, staff, token):
    staff.user = factories.UserFactory()
    staff.save()
    client.force_login(staff.user)
    page = client.post(address(token), FINE)
    assert page.status_code == 403
    assert "about themselves" in page.content.decode()
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("asked", "accepts", "language", "shown"),
    [
        ("", "", "", "en"),
        ("", "zh-TW,zh;q=0.8", "", "zh-hant"),
        ("", "zh-TW,zh;q=0.8", "zh-hans", "zh-hans"),
        ("en", "zh-TW", "zh-hans", "en"),
        ("xx", "zh-CN", "", "zh-hans"),
    ],
)
def test_language_is_the_chosen_then_the_customers_then_the_browsers(
    client, staff, asked, accepts, language, shown
):
    _invitation, token = send(staff, customer=factories.CustomerFactory(language=language))
    page = client.get(address(token), {"lang": asked}, headers={"accept-language": accepts})
    assert f'<html lang="{shown}"' in page.content.decode()
    label = {"en": "Attitude", "zh-hans": "服务态度", "zh-hant": "服務態度"}[shown]
    assert label in page.content.decode()
    assert page.headers["Content-Language"] == shown


def test_changing_the_language_keeps_what_was_typed_and_records_nothing(client, token):
    page = client.post(address(token), {**FINE, "switch": "zh-hant", "receipt": "mine"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "服務態度" in text
    assert 'id="stars-quality_4" value="4" checked' in text
    assert 'value="mine"' in text
    assert not SurveyAnswer.objects.exists()


def test_too_many_answers_from_one_network_must_wait_and_lose_nothing(client, staff, monkeypatch):
    monkeypatch.setattr("feedback.views.survey.SENDS_A_MINUTE", 2)
    for _ in range(2):
        assert client.post(address(send(staff)[1]), FINE).status_code == 200
    token = send(staff)[1]
    page = client.post(address(token), FINE)
    assert page.status_code == 429
    assert "Danke &amp; &lt;b&gt;" in page.content.decode()
    assert client.post(address(token), FINE, REMOTE_ADDR="203.0.113.5").status_code == 200


def test_guessing_is_slowed_down(client, monkeypatch):
    monkeypatch.setattr("feedback.views.survey.OPENS_A_MINUTE", 3)
    assert [client.get(address(f"guess{n}")).status_code for n in range(4)] == [404, 404, 404, 429]


def test_survey_is_accepted_with_cache_and_broker_down(client, token, settings, monkeypatch):
    nowhere = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("feedback.views.survey.OPENS_A_MINUTE", 1)
    monkeypatch.setattr("feedback.views.survey.SENDS_A_MINUTE", 1)
    monkeypatch.setattr("feedback.views.survey.SENDS_A_MINUTE_WITH_A_LINK", 1)
    settings.CACHES = {"default": {**REDIS, "LOCATION": nowhere, "OPTIONS": settings.REDIS_OPTIONS}}
    settings.CELERY_BROKER_URL = nowhere
    begun = timezone.now()
    assert client.get(address(token)).status_code == 200
    assert client.post(address(token), FINE).status_code == 200
    assert timezone.now() - begun < timedelta(seconds=2)
    assert SurveyAnswer.objects.exists()


REASONS = [{"code": code, "label": {"en": code.title()}} for code in ("price", "wait", "other")]


@pytest.fixture
def long_form(staff):
    """A link to a form with every kind of question, two of them after others, and its address."""
    form = factories.SurveyFormFactory(effective_from=timezone.localdate() - timedelta(days=30))
    ask = partial(factories.SurveyQuestionFactory, form=form)
    ask(code="care", label={"en": "Care"})
    ask(code="nps", kind="nps", label={"en": "Recommend?"}, required=False)
    low = {"asked_after": "care", "comparison": "at_most", "compared_with": "2"}
    ask(code="reason", kind="single", label={"en": "Main reason"}, options=REASONS, **low)
    other = {"asked_after": "reason", "comparison": "is", "compared_with": "other"}
    ask(code="which", kind="text", label={"en": "Which other?"}, help={"en": "In a few words."}, **other)
    ask(code="used", kind="multiple", label={"en": "What did you use?"}, options=REASONS, required=False)
    return address(send(staff)[1])


def test_every_kind_of_question_is_shown_with_its_condition(client, long_form):
    text = client.get(long_form).content.decode()
    for part in (
        'name="stars-care"',
        'name="nps"',
        'type="radio" name="reply-reason" id="reply-reason_price" value="price"',
        '<textarea id="reply-which"',
        'type="checkbox" name="reply-used"',
        "In a few words.",
        "Only if the answer to “Care” is at most: 2 stars.",
        "Only if the answer to “Main reason” is: Other.",
        'data-asked-after="reply-reason" data-comparison="is" data-value="other" data-insists',
    ):
        assert part in text
    assert 'value="price" required' not in text


def test_answers_to_every_kind_are_recorded(client, long_form):
    typed = {"stars-care": "1", "nps": "3", "reply-reason": "other", "reply-which": "Rude"}
    page = client.post(long_form, {**typed, "reply-used": ["wait", "price"], "receipt": "one"})
    assert page.status_code == 200
    answer = SurveyAnswer.objects.get()
    assert (answer.stars, answer.nps) == ({"care": 1}, 3)
    assert answer.replies == {"reason": "other", "which": "Rude", "used": ["price", "wait"]}
    again = client.post(long_form, {**typed, "receipt": "one"}).content.decode()
    for shown in ("Main reason", "Other", "Rude", "Price · Wait", "3 of 10"):
        assert shown in again


def test_answer_to_a_hidden_question_is_dropped(client, long_form):
    client.post(long_form, {"stars-care": "5", "reply-reason": "other", "reply-which": "Rude"})
    assert SurveyAnswer.objects.get().replies == {}


def test_question_that_is_asked_must_be_answered_and_keeps_the_rest(client, long_form):
    page = client.post(
        long_form, {"stars-care": "2", "reply-used": ["price", "other"], "reply-which": "Rude"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert 'id="reply-reason_error"' in text
    assert 'id="reply-used_price" value="price" checked' in text
    assert 'id="reply-used_other" value="other" checked' in text
    assert 'id="reply-used_wait" value="wait">' in text
    assert not SurveyAnswer.objects.exists()


def test_old_link_shows_the_questions_of_its_version(client, token, long_form):
    text = client.get(address(token)).content.decode()
    assert 'name="stars-attitude"' in text
    assert "Main reason" not in text


def test_key_of_the_customer_reaches_no_audit_trail(client, token):
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address(token), FINE).status_code == 200
    assert queries.captured_queries
    assert not [one["sql"] for one in queries if token in one["sql"]]
