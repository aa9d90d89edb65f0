from datetime import date
from urllib.parse import urlparse

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache

from people import services
from people.models import User
from tests.factories import AssignmentFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
DOOR = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    """Limits per address live in the cache, which outlives a test."""
    cache.clear()


def sign_in(client, login, password="pass-word-1", **more):
    return client.post(DOOR, {"login": login, "password": password, **more})


def test_staff_land_in_the_portal_and_duties_in_the_admin(client):
    UserFactory(username="finance", roles=["finance"])
    StaffFactory(user=UserFactory(username="agent"))
    StaffFactory(user=UserFactory(username="both", roles=["hr"]))
    for name, place in (("finance", "/admin/"), ("agent", "/"), ("both", "/")):
        assert sign_in(client, name)["Location"] == place
        client.post("/accounts/logout/")


def test_sign_in_goes_on_to_where_one_wanted_to_go(client):
    UserFactory(username="finance", roles=["finance"])
    assert sign_in(client, "finance", next="/admin/people/staff/")["Location"] == "/admin/people/staff/"
    client.post("/accounts/logout/")
    assert sign_in(client, "finance", next="https://elsewhere.example/")["Location"] == "/admin/"


def test_sign_in_works_with_the_email_address(client):
    UserFactory(username="x", email="chen@example.com")
    assert sign_in(client, "chen@example.com").status_code == 302


def test_who_has_left_stays_out(client):
    StaffFactory(user=UserFactory(username="gone"), left_on=date(2020, 2, 1))
    assert urlparse(sign_in(client, "gone")["Location"]).path == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_admin_has_no_door_of_its_own(client):
    answer = client.get("/admin/people/staff/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(DOOR)
    answer = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert answer["Location"].startswith(DOOR)


def test_signed_in_staff_get_no_loop_at_the_admins_door(client):
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


def test_nobody_signs_up(client):
    client.post("/accounts/signup/", {"username": "me", "password1": "correct-horse-9"})
    assert not User.objects.exists()


@pytest.mark.parametrize("login", ["victim", "VICTIM", "victim@example.com"])
def test_repeated_failures_lock_out_until_lifted(client, settings, login):
    settings.AXES_FAILURE_LIMIT = 3
    user = UserFactory(username="victim", email="victim@example.com")
    answers = [sign_in(client, login, "wrong").status_code for _attempt in range(4)]
    assert answers[0] == 200
    assert answers[-1] == 429
    locked = sign_in(client, login)
    assert locked.status_code == 429
    assert "account/lockout.html" in [template.name for template in locked.templates]
    assert services.lift_lockout(user=user)
    assert sign_in(client, login).status_code in (302, 200)
    assert sign_in(client, "victim").status_code == 302


def test_lockout_of_one_leaves_others_alone(client, settings):
    settings.AXES_FAILURE_LIMIT = 2
    UserFactory(username="other")
    for _attempt in range(3):
        sign_in(client, "victim", "wrong")
    assert sign_in(client, "other").status_code == 302


@pytest.mark.parametrize("roles", [["hr"], ["office"], ["finance"], ["leading_group"], ["auditor"]])
def test_duties_must_set_up_a_second_factor_first(client, settings, roles):
    settings.MFA_REQUIRED = True
    user = UserFactory(roles=roles)
    client.force_login(user)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/admin/").status_code == 200


def test_managers_and_administrators_must_too_but_staff_need_not(client, settings):
    settings.MFA_REQUIRED = True
    manager, agent = StaffFactory(user=UserFactory()), StaffFactory(user=UserFactory())
    AssignmentFactory(staff=agent, manager=manager)
    for user in (manager.user, UserFactory(is_superuser=True)):
        client.force_login(user)
        assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    client.force_login(agent.user)
    assert client.get("/accounts/email/").status_code == 200
    assert "2fa" not in client.get("/admin/").headers.get("Location", "")


def test_second_factor_is_asked_at_the_next_sign_in(client):
    user = UserFactory(username="hr", roles=["hr"])
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert sign_in(client, "hr")["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_password_is_reset_by_email(client):
    UserFactory(username="chen", email="chen@example.com")
    client.post("/accounts/password/reset/", {"email": "chen@example.com"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get(urlparse(link).path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "correct-horse-9", "password2": "correct-horse-9"})
    assert sign_in(client, "chen", "correct-horse-9").status_code == 302


def test_language_is_remembered_for_the_user(client):
    user = UserFactory()
    client.force_login(user)
    client.post("/preferences/language/", {"language": "zh-hant", "next": "/"})
    client.post("/preferences/language/", {"language": "xx", "next": "/"})
    user.refresh_from_db()
    assert user.language == "zh-hant"
