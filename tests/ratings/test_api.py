from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from ratings.models import StarCorrection
from tests import factories as f
from tests.factories import NOON

pytestmark = pytest.mark.django_db
STARS = "/api/v1/months/2026-10/stars/"


def client_of(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def published():
    return f.RatingMonthFactory(status="published", published_at=NOON)


@pytest.fixture
def office():
    return client_of(f.UserFactory(roles=["office"]))


def test_months_are_listed_newest_first(office):
    f.RatingMonthFactory(policy__code="standard", policy__version=3)
    f.RatingMonthFactory(first_day="2026-09-01")
    found = office.get("/api/v1/months/").json()["results"]
    assert [one["month"] for one in found] == ["2026-10", "2026-09"]
    assert found[0]["policy"] == "standard v3"
    assert office.get("/api/v1/months/2026-10/").json()["status"] == "open"


@pytest.mark.parametrize("month", ["2026-11", "0000-01", "2026-13", "x"])
def test_unknown_month_is_not_found(office, month):
    assert office.get(f"/api/v1/months/{month}/").status_code == 404
    assert office.get(f"/api/v1/months/{month}/stars/").status_code == 404


def test_stars_have_scores_as_text_and_steps_in_detail(office, published):
    result = f.StarResultFactory(
        month=published, staff__employee_no="A1", score=Decimal("4.20"), steps={"score": "4.20"}
    )
    listed = office.get(STARS).json()["results"]
    assert listed == [
        {
            "employee_no": "A1",
            "name": result.staff.name,
            "department": result.department.code,
            "score": "4.20",
            "stars": 4,
            "provisional": False,
            "reason": "",
            "correction": None,
            "digest": "0" * 64,
        }
    ]
    assert office.get(f"{STARS}A1/").json()["steps"] == {"score": "4.20"}


def test_correction_stands_beside_the_original(office, published):
    result = f.StarResultFactory(month=published, staff__employee_no="A1")
    StarCorrection.objects.create(
        result=result,
        score=Decimal("4.50"),
        stars=5,
        reason="wrong team",
        corrected_by=f.UserFactory(),
        corrected_at=NOON,
    )
    found = office.get(f"{STARS}A1/").json()
    assert (found["score"], found["correction"]["score"], found["correction"]["stars"]) == ("4.20", "4.50", 5)


def test_not_rated_is_told_with_its_reason(office, published):
    f.StarResultFactory(month=published, score=None, stars=None, reason="not_certified")
    (found,) = office.get(STARS).json()["results"]
    assert (found["score"], found["stars"], found["reason"]) == (None, None, "not_certified")


def test_staff_see_their_own_published_stars_alone(published):
    me = f.StaffFactory(employee_no="A1", user=f.UserFactory())
    f.StarResultFactory(month=published, staff=me)
    f.StarResultFactory(month=published, staff__employee_no="A2")
    client = client_of(me.user)
    assert [one["employee_no"] for one in client.get(STARS).json()["results"]] == ["A1"]
    assert client.get(f"{STARS}A2/").status_code == 404


@pytest.mark.parametrize("status", ["open", "collecting", "calculated", "under_review"])
def test_unpublished_stars_are_for_those_who_see_the_company(status, office):
    me = f.StaffFactory(employee_no="A1", user=f.UserFactory())
    f.StarResultFactory(month=f.RatingMonthFactory(status=status), staff=me)
    assert client_of(me.user).get(f"{STARS}A1/").status_code == 404
    assert client_of(me.user).get(STARS).json()["results"] == []
    assert office.get(f"{STARS}A1/").status_code == 200


def test_stars_need_the_same_queries_for_many(published, django_assert_num_queries):
    for people, start in ((1, 0), (12, 1)):
        f.StarResultFactory.create_batch(people - start, month=published)
        client = client_of(f.UserFactory(roles=["office"]))
        with django_assert_num_queries(3):
            assert len(client.get(STARS).json()["results"]) == people


def test_stars_come_in_pages_by_employee_number(published, office):
    for number in range(5):
        f.StarResultFactory(month=published, staff__employee_no=f"A{4 - number}")
    first = office.get(f"{STARS}?page_size=3").json()
    rest = office.get(first["next"]).json()
    assert [one["employee_no"] for one in first["results"] + rest["results"]] == [
        "A0",
        "A1",
        "A2",
        "A3",
        "A4",
    ]
