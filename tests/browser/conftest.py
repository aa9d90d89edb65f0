"""A real browser against a real server: sign in by cookie, look as a person would."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 360, 1280
ACCEPT = {"en": "en", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}
# Playwright's loop runs in this thread; the ORM of a test is not called from inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PageMaker = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once for all tests; a machine without it fails loudly."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_as(browser: Browser, live_server: Any, settings: Any) -> Iterator[PageMaker]:
    """Open pages as somebody: `page_as(user, width=360, dark=True, language="zh-hans")`; None is a stranger.

    Addresses given to `page.goto` may be paths. A script error or a broken content policy fails the test.
    """
    settings.MFA_REQUIRED = False
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(
        user: Any = None,
        *,
        width: int = DESKTOP,
        dark: bool = False,
        language: str = "en",
        bypass_csp: bool = False,
    ) -> Page:
        context = browser.new_context(
            bypass_csp=bypass_csp,
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale=ACCEPT[language],
            has_touch=width < 600,
        )
        context.set_default_timeout(20_000)
        context.add_cookies(_cookies(live_server.url, user, language))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda line: _note(complaints, line))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def sideways_scroll(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def _note(complaints: list[str], line: Any) -> None:
    if line.type == "error" and "Content Security Policy" in line.text:
        complaints.append(line.text)


def _cookies(url: str, user: Any, language: str) -> list[dict[str, str]]:
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if user is not None:
        cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)
    return [{"name": name, "value": value, "url": url} for name, value in cookies.items()]


def _session_of(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
