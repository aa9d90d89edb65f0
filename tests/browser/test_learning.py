"""Learning in a real browser: a video goes on where it was left, and wording is two keystrokes away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as f
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, sideways_scroll
from tests.feedback.test_queue import agent, request_of
from tests.training.factories import CourseFactory, CourseUnitFactory, EnrolmentFactory
from training.models import Course, UnitProgress
from training.shipped.media import SAMPLE_SECONDS, sample_video
from training.watching import length, read_ranges


@pytest.fixture
def lin(transactional_db):
    return f.StaffFactory(name="Lin", user=f.UserFactory())


@pytest.fixture
def video(lin):
    course = CourseFactory(code="stars", title={"en": "Counting stars"}, minutes=30)
    EnrolmentFactory(staff=lin, course=course, enrolled_at=timezone.now() - timedelta(days=1))
    unit = CourseUnitFactory(course=course, kind="video", title={"en": "Stars"}, seconds=SAMPLE_SECONDS)
    unit.file.save("0123.webm", sample_video())
    return unit


def played_to(page, seconds):
    page.wait_for_function("s => document.querySelector('video').currentTime >= s", arg=seconds)


def test_video_goes_on_where_it_was_left_on_another_device(lin, video, page_as):
    address = f"/learn/courses/stars/units/{video.pk}/"
    phone, desk = page_as(lin.user, width=PHONE), page_as(lin.user)
    phone.goto(address)
    phone.evaluate("document.querySelector('video').muted = true; document.querySelector('video').play()")
    played_to(phone, 3.2)
    with phone.expect_response(lambda answer: answer.url.endswith("/progress/")) as saved:
        phone.evaluate("document.querySelector('video').pause()")
    assert saved.value.json()["done"] is False
    assert sideways_scroll(phone) == 0

    desk.goto(address)

    played_to(desk, 3)
    assert desk.evaluate("document.querySelector('video').currentTime") < 6
    assert 3 <= length(read_ranges(UnitProgress.objects.get().watched)) <= 5


def test_what_was_watched_without_connection_is_sent_later(lin, video, page_as):
    page = page_as(lin.user, width=PHONE)
    page.goto(f"/learn/courses/stars/units/{video.pk}/")
    page.evaluate("document.querySelector('video').muted = true; document.querySelector('video').play()")
    played_to(page, 0.5)
    page.context.set_offline(True)
    played_to(page, 3.2)
    page.evaluate("document.querySelector('video').pause()")
    page.get_by_text("No connection: what you watch is kept here").wait_for()
    assert not read_ranges(UnitProgress.objects.get().watched)

    with page.expect_response(lambda answer: answer.url.endswith("/progress/")):
        page.context.set_offline(False)

    assert length(read_ranges(UnitProgress.objects.get().watched)) >= 3


def test_jumping_to_the_end_completes_nothing_but_watching_does(lin, video, page_as):
    page = page_as(lin.user)
    page.goto(f"/learn/courses/stars/units/{video.pk}/")
    play = "v => { v.muted = true; v.playbackRate = 2; return v.play() }"
    player = page.locator("video")
    player.evaluate("v => { v.currentTime = 18 }")
    player.evaluate(play)
    page.wait_for_function("() => document.querySelector('video').ended")
    page.get_by_text("Saved").wait_for()
    assert UnitProgress.objects.get().completed_at is None

    player.evaluate("v => { v.currentTime = 0 }")
    player.evaluate(play)
    page.get_by_text("completed", exact=True).first.wait_for(timeout=30_000)

    assert lin.enrolments.get().minutes == 30


def test_courses_are_fit_for_a_phone_and_everybody(lin, video, page_as):
    Course.objects.exclude(code="stars").update(is_active=False)
    page = page_as(lin.user, width=PHONE, bypass_csp=True)
    addresses = ("/learn/courses/", "/learn/courses/stars/", f"/learn/courses/stars/units/{video.pk}/")
    for address in (*addresses, "/cases/", "/cases/five-transfers/", "/wording/"):
        page.goto(address)
        assert sideways_scroll(page) == 0, address
        assert not violations(page), address


def test_wording_is_two_keystrokes_away(transactional_db, page_as):
    lin = agent("Lin")
    one = request_of(lin, contact_name="Liu Yang", language="en")
    page = page_as(lin.user)
    page.goto(f"/requests/{one.pk}/")
    box = page.locator("#composer-text")
    box.focus()

    page.keyboard.type("/r")
    first = page.get_by_role("option").first
    assert first.inner_text().startswith("/refund")
    assert first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")

    assert box.input_value().startswith("I understand that you are disappointed and want your money back.")
    # A Chinese keyboard's sign for the slash.
    box.fill("")
    page.keyboard.type("、d")
    assert page.get_by_role("option").first.inner_text().startswith("/delay")
