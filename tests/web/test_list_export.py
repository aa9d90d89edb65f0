"""Every list of the admin goes into a file: the rows one sees, as one has filtered them, and no secret."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from people.models import Role
from starservice.sheets import open_table
from starservice.web import list_export
from starservice.web.list_export import exported_fields
from starservice.web.model_admin import StarModelAdmin
from tests import factories as f
from tests.permission_world import build_world

pytestmark = pytest.mark.django_db

ADMINS = [model_admin for model_admin in admin.site._registry.values() if model_admin.model is not None]
GENERIC = [model_admin for model_admin in ADMINS if not getattr(model_admin, "own_export", "")]
CERTIFICATES = "admin:training_certificate"


def name_of(model_admin):
    return model_admin.opts.label_lower


def address(model_admin, kind):
    return reverse(
        f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_export_list", args=[kind]
    )


def own_address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=["xlsx"])


@pytest.fixture
def administrator():
    return f.UserFactory(is_superuser=True, is_staff=True)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def csv_rows(client, name=CERTIFICATES, **query):
    answer = client.get(reverse(f"{name}_export_list", args=["csv"]), query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def xlsx_rows(client, name):
    answer = client.get(reverse(f"{name}_export_list", args=["xlsx"]))
    with open_table(io.BytesIO(body(answer)), name="list.xlsx") as table:
        return [dict(zip(table.headings, row.cells, strict=False)) for row in table.rows]


@pytest.mark.parametrize("model_admin", ADMINS, ids=name_of)
def test_every_list_offers_an_export_or_names_its_own(model_admin):
    assert isinstance(model_admin, StarModelAdmin)
    assert own_address(model_admin.own_export) if model_admin.own_export else address(model_admin, "xlsx")


@pytest.mark.parametrize("model_admin", GENERIC, ids=name_of)
def test_no_list_exports_a_secret_and_each_exports_something(model_admin, administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    names = exported_fields(model_admin, request)
    secrets = ("password", "token", "secret", "hash", "digest", "key", "stored_path")
    assert names
    assert not [name for name in names if any(word in name for word in secrets) and name != "keywords"]


def test_secret_columns_stay_out_even_where_a_page_shows_them(client, administrator, monkeypatch):
    users = next(model_admin for model_admin in ADMINS if name_of(model_admin) == "people.user")
    monkeypatch.setattr(users, "export_also", ("password", "date_joined"))
    client.force_login(administrator)
    row = csv_rows(client, "admin:people_user")[0]
    assert "Date joined" in row
    assert "Password" not in row


def test_queries_do_not_grow_with_rows_on_any_list(client):
    """With rows an export asks no more than without: nothing is fetched row by row."""
    world, grown = build_world(), []
    client = world.clients["administrator"]
    for model_admin in GENERIC:
        counts, lengths = [], []
        for query in ({"pk__in": "-1"}, {}):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(address(model_admin, "csv"), query)
                lengths.append(len(body(answer).decode().splitlines()))
            counts.append(len(queries))
        assert lengths[0] == 1 < lengths[1], model_admin
        if counts[0] != counts[1]:
            grown.append((name_of(model_admin), counts))
    assert not grown


@pytest.mark.parametrize("count", [1, 30])
def test_queries_are_as_few_for_many_rows(client, administrator, count, django_assert_max_num_queries):
    client.force_login(administrator)
    f.CertificateFactory.create_batch(count)
    with django_assert_max_num_queries(7):
        assert len(csv_rows(client)) == count


def test_manager_exports_only_own_reports(client):
    manager = f.StaffFactory(user=f.UserFactory())
    report = f.AssignmentFactory(manager=manager).staff
    own, _other = f.CertificateFactory(staff=report), f.CertificateFactory()
    client.force_login(manager.user)
    assert [row["Number"] for row in csv_rows(client)] == [own.number]


def test_manager_does_not_learn_which_customer_answered(client):
    manager = f.StaffFactory(user=f.UserFactory())
    report = f.AssignmentFactory(manager=manager).staff
    f.SurveyAnswerFactory(staff=report, words="Thank you")
    client.force_login(manager.user)
    (row,) = csv_rows(client, "admin:feedback_surveyanswer")
    assert row["Words"] == "Thank you"
    assert {"Customer", "Invitation", "Request"}.isdisjoint(row)


def test_search_and_filters_narrow_the_file_and_pages_do_not(client, administrator):
    client.force_login(administrator)
    wanted = f.CertificateFactory(number="ABC-1", valid_until=None)
    f.CertificateFactory(number="ABC-2", revoked_on=date(2026, 1, 1), revoked_reason="Misuse")
    f.CertificateFactory(number="XYZ-3", valid_until=None)
    asked = {"q": "ABC", "state": "valid", "p": "7", "all": ""}
    assert [row["Number"] for row in csv_rows(client, **asked)] == [wanted.number]


@pytest.mark.parametrize("user", [{}, {"roles": [Role.PUBLICITY]}])
def test_who_may_not_see_the_list_gets_the_same_answer(client, user):
    client.force_login(f.UserFactory(**user))
    listed = client.get(reverse("admin:incentives_payrate_changelist"))
    exported = client.get(reverse("admin:incentives_payrate_export_list", args=["csv"]))
    assert (exported.status_code, exported.get("Location", "").split("?")[0]) == (
        listed.status_code,
        listed.get("Location", "").split("?")[0],
    )
    assert exported.status_code != 200


def test_formulas_stay_text(client, administrator):
    client.force_login(administrator)
    f.PositionFactory(code="evil", name="=HYPERLINK(1)", duties="@SUM(A1)")
    (row,) = csv_rows(client, "admin:people_position", q="evil")
    assert (row["Name"], row["Duties"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")
    (row,) = [row for row in xlsx_rows(client, "admin:people_position") if row["Code"] == "evil"]
    assert (row["Name"], row["Duties"]) == ("=HYPERLINK(1)", "@SUM(A1)")


def test_workbook_holds_numbers_days_truths_and_what_keys_point_to(client, administrator):
    client.force_login(administrator)
    staff = f.StaffFactory()
    f.StarResultFactory(staff=staff, score=Decimal("4.04"), stars=4, provisional=True)
    (row,) = xlsx_rows(client, "admin:ratings_starresult")
    assert (row["Score"], row["Stars"], row["Provisional"]) == (4.04, 4, True)
    assert row["Staff"] == str(staff)
    f.CertificateFactory(valid_from=date(2026, 10, 1))
    (row,) = xlsx_rows(client, CERTIFICATES)
    assert str(row["Valid from"]).startswith("2026-10-01")


def test_moments_are_local_and_headings_in_the_reader_s_language(client, administrator, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    administrator.language = "zh-hans"
    administrator.save()
    client.force_login(administrator)
    event = f.EvidenceEventFactory(kind="complaint")
    type(event).objects.update(recorded_at=datetime(2026, 10, 31, 20, tzinfo=UTC))
    (row,) = csv_rows(client, "admin:feedback_evidenceevent")
    assert row["员工"] == str(event.staff)
    assert "2026-11-01 04:00:00" in row.values()
    assert "complaint" not in row.values()


def test_file_name_survives_any_language(client, administrator):
    administrator.language = "zh-hans"
    administrator.save()
    client.force_login(administrator)
    f.CertificateFactory()
    answer = client.get(reverse(f"{CERTIFICATES}_export_list", args=["csv"]))
    assert "filename*=utf-8''%" in answer["Content-Disposition"]


def test_list_that_is_too_long_asks_to_narrow_it(client, administrator, monkeypatch):
    monkeypatch.setattr(list_export, "MOST_ROWS", 2)
    client.force_login(administrator)
    f.CertificateFactory.create_batch(3)
    address = reverse(f"{CERTIFICATES}_export_list", args=["xlsx"])
    page = client.get(address, {"state": "valid", "q": ""}, follow=True)
    assert page.redirect_chain[0][0].startswith(reverse(f"{CERTIFICATES}_changelist") + "?state=valid")
    assert "more than 2 rows" in page.content.decode()


def test_unknown_formats_and_filters_are_refused_like_on_the_list(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse(f"{CERTIFICATES}_export_list", args=["pdf"])).status_code == 404
    wrong = client.get(reverse(f"{CERTIFICATES}_export_list", args=["csv"]), {"valid_from__year": "x"})
    assert wrong.url == reverse(f"{CERTIFICATES}_changelist")


def test_list_shows_one_pair_of_buttons_with_its_filters(client, administrator):
    client.force_login(administrator)
    f.CertificateFactory(valid_until=None)
    f.InteractionFactory()
    html = client.get(reverse(f"{CERTIFICATES}_changelist"), {"state": "valid", "p": "1"}).content.decode()
    for kind in ("xlsx", "csv"):
        assert html.count(f'href="{reverse(f"{CERTIFICATES}_export_list", args=[kind])}?state=valid"') == 1
    html = client.get(reverse("admin:feedback_interaction_changelist")).content.decode()
    assert html.count("format=xlsx") == 1
    assert "/export/xlsx/" not in html


def test_empty_list_offers_no_export(client, administrator):
    client.force_login(administrator)
    assert "/export/xlsx/" not in client.get(reverse(f"{CERTIFICATES}_changelist")).content.decode()
