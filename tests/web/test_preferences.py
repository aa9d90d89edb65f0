import pytest
from django.urls import reverse

from tests.factories import UserFactory

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


def test_language_is_remembered_for_visitors(client):
    answer = client.post(reverse("web:language"), {"language": "zh-hans", "next": LOGIN})
    assert answer.status_code == 302
    assert answer.url == LOGIN
    assert 'lang="zh-hans"' in client.get(LOGIN).content.decode()


def test_language_is_remembered_in_the_account(client):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("web:language"), {"language": "zh-hant", "next": "/accounts/password/change/"})
    user.refresh_from_db()
    assert user.language == "zh-hant"
    client.cookies.pop("django_language")
    assert 'lang="zh-hant"' in client.get("/accounts/password/change/").content.decode()


def test_language_unknown_changes_nothing(client):
    user = UserFactory(language="en")
    client.force_login(user)
    client.post(reverse("web:language"), {"language": "tlh"})
    user.refresh_from_db()
    assert user.language == "en"


@pytest.mark.parametrize("name", ["web:language", "web:theme"])
@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_preferences_never_lead_off_the_site(client, name, evil):
    answer = client.post(reverse(name), {"language": "en", "theme": "dark", "next": evil})
    assert answer.status_code == 302
    assert answer.url == "/"


@pytest.mark.parametrize("name", ["web:language", "web:theme"])
def test_preferences_are_changed_by_post_only(client, name):
    assert client.get(reverse(name)).status_code == 405


def test_theme_is_remembered_and_forgotten(client):
    client.post(reverse("web:theme"), {"theme": "dark", "next": LOGIN})
    assert 'data-theme="dark"' in client.get(LOGIN).content.decode()
    client.post(reverse("web:theme"), {"theme": "auto", "next": LOGIN})
    assert "data-theme" not in client.get(LOGIN).content.decode()


def test_theme_made_up_is_ignored(client):
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get(LOGIN).content.decode()


def test_address_can_ask_for_a_language_and_it_stays(client):
    assert 'lang="zh-hant"' in client.get(LOGIN, {"lang": "zh-hant"}).content.decode()
    assert 'lang="zh-hant"' in client.get(LOGIN).content.decode()


def test_address_asking_for_no_language_of_ours_is_ignored(client):
    answer = client.get(LOGIN, {"lang": "tlh"})
    assert 'lang="en"' in answer.content.decode()
    assert "django_language" not in answer.cookies


def test_account_language_costs_no_query_without_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("web:theme"))
