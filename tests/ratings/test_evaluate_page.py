"""The manager's page: all reports, saved row by row."""

import pytest
from django.urls import reverse

from ratings.models import Evaluation
from starservice.jobs.models import OutboxMessage
from tests.factories import (
    FIRST,
    NOON,
    AssignmentFactory,
    CriterionFactory,
    DimensionFactory,
    RatingMonthFactory,
    StaffFactory,
    SurveyAnswerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/ratings/evaluate/2026-10/"


@pytest.fixture
def month():
    month = RatingMonthFactory(status="collecting")
    dimension = DimensionFactory(policy=month.policy)
    for name in ("Polite", "Quick"):
        CriterionFactory(dimension=dimension, label={"en": name}, code=name.lower())
    return month


@pytest.fixture
def manager(client, month):
    manager = StaffFactory(name="Mona", user=UserFactory(username="mona"))
    client.force_login(manager.user, "django.contrib.auth.backends.ModelBackend")
    return manager


@pytest.fixture
def report(manager):
    return AssignmentFactory(manager=manager, staff__name="Ruth").staff


def marks(month, staff, *stars):
    criteria = month.policy.dimensions.get().criteria.order_by("code")
    given = {f"s{staff.pk}-c{one.pk}": str(number) for one, number in zip(criteria, stars, strict=False)}
    return {"staff": str(staff.pk), **given}


def test_page_lists_reports_with_what_customers_said(client, month, manager, report):
    for score in (3, 4):
        SurveyAnswerFactory(staff=report, score=score)
    page = client.get(ADDRESS).content.decode()
    assert "Ruth" in page
    assert "customers: 3.50 (2 answers)" in page
    assert "Missing" in page
    assert "0 of 1" in page


def test_row_is_saved_as_one_goes(client, month, manager, report):
    answer = client.post(ADDRESS, marks(month, report, 4), headers={"HX-Request": "true"})
    assert "1 of 2 criteria" in answer.content.decode()
    assert [mark.stars for mark in Evaluation.objects.get().marks.all()] == [4]


def test_row_is_submitted_without_script(client, month, manager, report):
    data = marks(month, report, 4, 5) | {f"s{report.pk}-comment": "Calm", "submit": "1"}
    answer = client.post(ADDRESS, data)
    assert answer["Location"] == f"{ADDRESS}#staff-{report.pk}"
    evaluation = Evaluation.objects.get()
    assert evaluation.submitted_at is not None
    assert evaluation.author == manager
    assert evaluation.comment == "Calm"


def test_incomplete_row_keeps_what_was_typed(client, month, manager, report):
    data = marks(month, report, 4) | {f"s{report.pk}-comment": "Half done", "submit": "1"}
    answer = client.post(ADDRESS, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No stars yet." in page
    assert "Half done" in page
    assert 'value="4" checked' in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_six_stars_are_refused(client, month, manager, report, headers):
    answer = client.post(ADDRESS, marks(month, report, 6), headers=headers)
    assert "Give 1 to 5 stars." in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_somebody_elses_report_is_not_found(client, month, manager, report):
    stranger = AssignmentFactory(manager=StaffFactory()).staff
    assert client.post(ADDRESS, marks(month, stranger, 4)).status_code == 404
    assert not Evaluation.objects.exists()


def test_closed_month_is_shown_and_takes_nothing(client, month, manager, report):
    month.status, month.published_at = "published", NOON
    month.save()
    assert "closed for evaluations" in client.get(ADDRESS).content.decode()
    answer = client.post(ADDRESS, marks(month, report, 4), headers={"HX-Request": "true"})
    assert "Not saved" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_all_complete_rows_are_submitted_at_once(client, month, manager, report):
    other = AssignmentFactory(manager=manager).staff
    client.post(ADDRESS, marks(month, report, 4, 4))
    client.post(ADDRESS, marks(month, other, 4))
    client.post(ADDRESS, {"submit_all": "1"})
    submitted = Evaluation.objects.filter(submitted_at__isnull=False)
    assert [evaluation.staff for evaluation in submitted] == [report]


@pytest.mark.parametrize("reports", [1, 10])
def test_page_costs_the_same_queries_for_any_team(
    client, month, manager, report, reports, django_assert_num_queries
):
    for _n in range(reports - 1):
        AssignmentFactory(manager=manager)
    client.get(ADDRESS)
    with django_assert_num_queries(12):
        assert client.get(ADDRESS).status_code == 200


def test_manager_without_reports_is_told_why(client, month, manager):
    AssignmentFactory(manager=manager, ends_on=FIRST.replace(month=9))
    assert "Nobody reports to you" in client.get(ADDRESS).content.decode()


def test_manager_reminds_the_team(client, month, manager, report):
    report.email = "ruth@example.com"
    report.save()
    answer = client.post(reverse("admin:ratings_remind", args=[FIRST]), {"whom": "team"})
    assert answer["Location"] == ADDRESS
    assert OutboxMessage.objects.get().arguments["staff_id"] == report.pk


def test_office_sees_who_is_missing_company_wide(client, month, report):
    client.force_login(UserFactory(roles=["office"]), "django.contrib.auth.backends.ModelBackend")
    answer = client.get(ADDRESS)
    assert answer["Location"] == reverse("admin:ratings_progress", args=[FIRST])
    page = client.get(answer["Location"]).content.decode()
    assert "Mona" in page
    assert "Ruth" in page


@pytest.mark.parametrize("people", [1, 8])
def test_progress_costs_the_same_queries_for_any_company(client, month, people, django_assert_num_queries):
    client.force_login(UserFactory(roles=["office"]), "django.contrib.auth.backends.ModelBackend")
    for _n in range(people):
        AssignmentFactory(manager=StaffFactory())
    address = reverse("admin:ratings_progress", args=[FIRST])
    client.get(address)
    with django_assert_num_queries(7):
        assert client.get(address).status_code == 200
