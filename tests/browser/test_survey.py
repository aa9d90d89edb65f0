"""A customer on a phone: stars by thumb or keyboard, interrupted, resumed, sent once."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from feedback.models import SurveyAnswer
from feedback.tokens import hash_of
from tests.browser.conftest import DESKTOP, PHONE, sideways_scroll
from tests.factories import InvitationFactory, SurveyFormFactory, SurveyQuestionFactory

TOKEN = "t" * 32
ADDRESS = f"/s/{TOKEN}/"


@pytest.fixture
def invitation(transactional_db):
    form = SurveyFormFactory()
    for code in ("attitude", "quality"):
        SurveyQuestionFactory(form=form, code=code)
    SurveyQuestionFactory(form=form, code="words", kind="text", label={"en": "In words?"}, required=False)
    until = timezone.now() + timedelta(days=1)
    return InvitationFactory(form=form, staff__name="Li Wei", token_hash=hash_of(TOKEN), expires_at=until)


def test_started_answer_is_resumed_and_forgotten_once_sent(invitation, page_as):
    page = page_as(width=PHONE)
    page.goto(ADDRESS)
    page.check("#stars-attitude_4", force=True)
    page.fill("#words", "Started on the train")
    page.goto("about:blank")
    page.goto(ADDRESS)
    assert page.is_checked("#stars-attitude_4")
    assert page.input_value("#words") == "Started on the train"
    assert not SurveyAnswer.objects.exists()
    page.check("#stars-quality_5", force=True)
    page.click("button[type=submit]")
    page.wait_for_selector("[data-survey-done]")
    answer = SurveyAnswer.objects.get()
    assert (answer.stars, answer.words) == ({"attitude": 4, "quality": 5}, "Started on the train")
    assert page.evaluate("localStorage.length") == 0


def test_second_tab_of_the_same_browser_shows_the_first_answer(invitation, page_as):
    first = page_as(width=PHONE)
    first.goto(ADDRESS)
    for question in ("attitude", "quality"):
        first.check(f"#stars-{question}_5", force=True)
    second = first.context.new_page()
    second.goto(ADDRESS)
    assert second.is_checked("#stars-quality_5")
    for tab in (first, second):
        tab.click("button[type=submit]")
        tab.wait_for_selector("[data-survey-done]")
    assert "The first one counts" in second.content()
    assert SurveyAnswer.objects.count() == 1


def test_stars_are_given_with_the_keyboard_alone(invitation, page_as):
    page = page_as(width=DESKTOP, dark=True)
    page.goto(ADDRESS)
    for question in ("attitude", "quality"):
        page.focus(f"#stars-{question}_1")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    page.focus("button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-survey-done]")
    assert set(SurveyAnswer.objects.get().stars.values()) == {3}


def test_questions_come_and_go_with_the_answers_before_them_and_are_resumed(invitation, page_as):
    options = [{"code": code, "label": {"en": code.title()}} for code in ("wait", "other")]
    low = {"asked_after": "attitude", "comparison": "at_most", "compared_with": "2"}
    ask = partial(SurveyQuestionFactory, form=invitation.form)
    ask(code="reason", kind="multiple", options=options, label={"en": "Why?"}, required=False, **low)
    other = {"asked_after": "reason", "comparison": "is", "compared_with": "other"}
    ask(code="which", kind="text", label={"en": "Which?"}, **other)
    page = page_as(width=PHONE)
    page.goto(ADDRESS)
    assert not page.is_visible("text=Why?")
    page.check("#stars-attitude_2", force=True)
    page.check("#reply-reason_wait")
    page.check("#reply-reason_other")
    page.fill("#reply-which", "The tone")
    page.goto("about:blank")
    page.goto(ADDRESS)
    assert page.is_checked("#reply-reason_wait")
    assert page.input_value("#reply-which") == "The tone"
    assert sideways_scroll(page) <= 0
    page.check("#stars-attitude_4", force=True)
    assert not page.is_visible("text=Why?")
    assert not page.is_visible("text=Which?")
    page.check("#stars-attitude_1", force=True)
    page.check("#stars-quality_5", force=True)
    page.click("button[type=submit]")
    page.wait_for_selector("[data-survey-done]")
    assert SurveyAnswer.objects.get().replies == {"reason": ["wait", "other"], "which": "The tone"}


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_survey_fits_a_phone_and_speaks_the_customers_language(invitation, page_as, language):
    page = page_as(width=PHONE, language=language)
    page.goto(ADDRESS)
    assert page.locator("html").get_attribute("lang") == language
    assert sideways_scroll(page) <= 0
    box = page.locator(".star-input__star").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
