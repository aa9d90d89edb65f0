import pytest

from tests.browser.conftest import DESKTOP, PHONE, sideways_scroll
from tests.factories import UserFactory


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESKTOP, False)])
def test_signin_page_fits_and_speaks_the_readers_language(page_as, width, dark, language):
    page = page_as(width=width, dark=dark, language=language)
    page.goto("/accounts/login/")
    assert page.locator("html").get_attribute("lang").lower() == language
    assert sideways_scroll(page) <= 0
    assert page.locator("input[name=login]").is_visible()


def test_person_signs_in_with_the_keyboard_alone(page_as):
    UserFactory(username="anna", password="a-long-pass-word-1")
    page = page_as()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.type("anna")
    page.keyboard.press("Tab")
    page.keyboard.type("a-long-pass-word-1")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_wrong_password_is_said_and_the_name_kept(page_as):
    page = page_as(width=PHONE)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("anna")
    page.locator("input[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    page.locator("[role=alert], .errorlist, .error").first.wait_for()
    assert page.locator("input[name=login]").input_value() == "anna"
