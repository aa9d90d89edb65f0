"""An agent at work on a phone: wording by keyboard, a dropped connection, a colleague who writes too."""

import pytest

from tests import factories as f
from tests.browser.conftest import PHONE, sideways_scroll
from tests.feedback.test_queue import agent, request_of


@pytest.fixture
def desk(transactional_db):
    lin, wang = agent("Lin"), agent("Wang")
    one = request_of(lin, contact_name="Liu Yang", language="en")
    return lin, wang, one


def test_reply_survives_a_dropped_connection(desk, page_as):
    lin, _wang, one = desk
    page = page_as(lin.user, width=PHONE, dark=True)
    page.goto("/queue/")
    page.get_by_role("link", name=one.subject).click()
    page.get_by_role("combobox", name="Text").fill("It left today.")
    page.reload()
    assert page.locator("#composer-text").input_value() == "It left today."
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Not sent yet").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Your reply is sent.").wait_for()
    assert page.locator("#composer-text").input_value() == ""
    assert one.timeline.filter(kind="reply").count() == 1


def test_request_fits_a_phone(desk, page_as):
    lin, _wang, one = desk
    page = page_as(lin.user, width=PHONE)
    for address in ("/queue/", f"/requests/{one.pk}/", f"/requests/{one.pk}/hand-over/"):
        page.goto(address)
        assert sideways_scroll(page) == 0, address


def test_two_do_not_answer_unknowingly(desk, page_as):
    lin, _wang, one = desk
    boss = f.StaffFactory(name="Chen", user=f.UserFactory())
    lin.assignments.update(manager=boss)
    mine, theirs = page_as(lin.user, width=PHONE), page_as(boss.user)
    for page in (mine, theirs):
        page.goto(f"/requests/{one.pk}/")
    mine.locator("#composer-text").press_sequentially("Mine /gre")
    theirs.get_by_text("Lin is writing…").wait_for()
    mine.keyboard.press("Enter")
    assert "Liu Yang" in mine.locator("#composer-text").input_value()
    theirs.locator("#composer-text").fill("From above")
    theirs.get_by_role("button", name="Send").click()
    theirs.get_by_text("Your reply is sent.").wait_for()
    mine.get_by_role("button", name="Send", exact=True).click()
    mine.get_by_text("Chen has replied in the meantime").wait_for()
    assert mine.locator("#composer-text").input_value().startswith("Mine ")
    mine.get_by_role("button", name="Send mine anyway").click()
    mine.get_by_text("Your reply is sent.").wait_for()
    assert one.timeline.filter(kind="reply").count() == 2
