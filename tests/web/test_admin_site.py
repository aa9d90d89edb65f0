import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from starservice.web.admin_nav import MONEY, PEOPLE, RULES, SYSTEM, NavPage, group_of, navigation
from starservice.web.admin_site import StarAdminSite
from tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def test_admin_sends_strangers_to_the_one_sign_in(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_admin_password_and_logout_are_the_site_s_own(client, boss):
    assert client.get(reverse("admin:password_change")).url == reverse("account_change_password")
    assert client.post(reverse("admin:logout")).url == reverse("account_logout")


def test_admin_home_groups_by_task(client, boss):
    html = client.get(reverse("admin:people_staff_changelist")).content.decode()
    assert html.index("nav-people") < html.index("nav-system")
    assert 'aria-current="page">Staff' in html


@pytest.mark.parametrize("app", ["people", "training"])
def test_each_app_has_a_page_for_the_breadcrumbs(client, boss, app):
    assert client.get(reverse("admin:app_list", args=[app])).status_code == 200


def test_admin_navigation_shows_only_what_one_may_open(client):
    client.force_login(UserFactory(roles=[Role.AUDITOR]))
    html = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:people_user_changelist") not in html


def test_group_is_the_admin_s_own_word_before_ours():
    from feedback.models import Channel
    from incentives.models import Scheme
    from people.models import Staff, User

    class Own:
        nav_group = MONEY

    assert group_of(Staff, None) == PEOPLE
    assert group_of(Channel, None) == RULES
    assert group_of(Scheme, None) == RULES
    assert group_of(User, None) == SYSTEM
    assert group_of(Staff, Own()) == MONEY


def test_pages_of_ours_stand_in_their_group_when_allowed(rf):
    request = rf.get(reverse("admin:index"))
    pages = [
        NavPage("admin:index", "Checklist", MONEY, lambda _request: True),
        NavPage("admin:index", "Hidden", PEOPLE, lambda _request: False),
        NavPage("no:such", "Missing", PEOPLE, lambda _request: True),
    ]
    groups = navigation(request, [], {}, pages)
    assert [(group.code, [item.label for item in group.items]) for group in groups] == [
        (MONEY, ["Checklist"])
    ]
    assert groups[0].current


def test_site_takes_pages():
    site = StarAdminSite()
    site.add_page("admin:index", "Checklist", MONEY, lambda _request: True)
    assert [page.label for page in site._pages] == ["Checklist"]


def test_navigation_costs_no_query(rf, boss):
    request = rf.get("/admin/")
    request.user = boss
    apps = admin.site.get_app_list(request)
    with CaptureQueriesContext(connection) as queries:
        assert navigation(request, apps, admin.site._registry, [])
    assert len(queries) == 0


def test_empty_list_says_what_to_do(client, boss):
    html = client.get(reverse("admin:people_staff_changelist")).content.decode()
    assert "No staff yet" in html
    assert reverse("admin:people_staff_add") in html


def test_list_without_matches_offers_everything_again(client, boss):
    StaffFactory()
    html = client.get(reverse("admin:people_staff_changelist"), {"q": "nobody-is-called-so"}).content.decode()
    assert "Nothing matches" in html
    assert f'href="{reverse("admin:people_staff_changelist")}"' in html


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_admin_follows_the_chosen_theme(client, boss, theme):
    client.cookies["theme"] = theme
    assert f'data-theme="{theme}"' in client.get(reverse("admin:index")).content.decode()


def test_every_list_and_form_is_free_of_inline_code(client, boss):
    from tests.web.test_pages import assert_no_inline_code

    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add"):
            answer = client.get(reverse(f"{name}_{page}"), follow=True)
            if page == "changelist" or answer.status_code == 200:
                assert answer.status_code == 200, (model_admin, page)
                assert_no_inline_code(answer.content.decode())


@pytest.mark.parametrize("key", [7, "a/b c", "员工_1", "x?y#z"])
def test_list_links_rows_as_django_would(rf, boss, key):
    from django.contrib.admin.views.main import ChangeList

    from people.models import Staff
    from starservice.web.admin_list import StarChangeList

    request = rf.get("/admin/people/staff/")
    request.user = boss
    ours = admin.site._registry[Staff].get_changelist_instance(request)
    row = Staff(pk=key)
    assert isinstance(ours, StarChangeList)
    assert ours.url_for_result(row) == ChangeList.url_for_result(ours, row)
