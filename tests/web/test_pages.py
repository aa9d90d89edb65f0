"""What holds on every page: the policy against inline code, both languages of the shell, errors that help."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from people.models import Role
from tests.factories import UserFactory

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>")
INLINE_STYLE = re.compile(r"<style|\sstyle=|\son\w+=\"")
pytestmark = pytest.mark.django_db


def assert_no_inline_code(html):
    assert not INLINE_SCRIPT.findall(html)
    assert not INLINE_STYLE.findall(html)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_page_before_sign_in_holds_to_the_policy(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert_no_inline_code(answer.content.decode())


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_logout", "mfa_index", "account_reauthenticate"]
)
def test_page_of_the_account_holds_to_the_policy(client, name):
    client.force_login(UserFactory())
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert_no_inline_code(answer.content.decode())


def test_sign_in_has_no_sign_up(client):
    assert "signup" not in client.get(reverse("account_login")).content.decode()


def test_sign_in_keeps_the_name_and_says_what_is_wrong(client):
    answer = client.post(reverse("account_login"), {"login": "chen.xiaolin", "password": "wrong"})
    html = answer.content.decode()
    assert 'value="chen.xiaolin"' in html
    assert 'role="alert"' in html
    assert "wrong" not in re.findall(r'name="password"[^>]*', html)[0]


def test_portal_shell_shows_the_admin_only_to_those_who_may_enter(client):
    url = reverse("account_change_password")
    client.force_login(UserFactory())
    assert reverse("admin:index") not in client.get(url).content.decode()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert reverse("admin:index") in client.get(url).content.decode()


def test_missing_page_says_so(client, settings):
    settings.DEBUG = False
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_page_not_yours_says_whom_to_ask(client, settings):
    settings.DEBUG = False
    client.force_login(UserFactory())
    answer = client.get(reverse("admin:login"))
    assert answer.status_code == 403
    assert "programme office" in answer.content.decode()


def test_expired_form_says_how_to_go_on():
    answer = Client(enforce_csrf_checks=True).post(reverse("web:theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "403_csrf"])
def test_error_page_needs_no_database_and_no_request(code, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(f"{code}.html")
    assert_no_inline_code(html)
    assert "<h1>" in html


def test_locked_out_people_learn_how_long(rf):
    html = render_to_string("account/lockout.html", request=rf.get("/"))
    assert "an hour" in html


def test_style_guide_shows_every_component(rf, settings):
    from django.contrib.messages.storage.fallback import FallbackStorage

    from starservice.web.styleguide import styleguide

    request = rf.get("/styleguide/")
    request.user = UserFactory()
    request.session = {}
    request._messages = FallbackStorage(request)
    html = styleguide(request).content.decode()
    assert_no_inline_code(html)
    for css in (
        "star-input",
        "data-table--cards",
        "chart--waterfall",
        "chart--line",
        "checklist__line--blocked",
    ):
        assert css in html
