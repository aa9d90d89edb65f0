"""One's own bonuses in the portal."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import StaffFactory, UserFactory
from tests.incentives import arrange
from tests.incentives.arrange import NOVEMBER, OCTOBER

pytestmark = pytest.mark.django_db
ADDRESS = "/my/bonuses/"


@pytest.fixture
def ann(client):
    user = UserFactory()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return StaffFactory(user=user, employee_no="E1", hired_on=OCTOBER.replace(day=12))


def test_my_bonuses_shows_coming_and_paid_with_the_why(client, ann):
    october, november = arrange.published(), arrange.published(NOVEMBER)
    arrange.rated(october, 4, staff=ann)
    arrange.rated(november, 5, staff=ann)
    arrange.paid(october)
    arrange.approved(november)
    page = client.get(ADDRESS)
    assert (page.context["totals"].paid, page.context["totals"].coming) == (D("387.10"), D(1000))
    text = " ".join(page.content.decode().split())
    assert "Employed on 20 of 31 days" in text
    assert "5 stars bring" in text


def test_my_bonuses_shows_corrections(client, ann):
    october, november = arrange.published(), arrange.published(NOVEMBER)
    result = arrange.rated(october, 3, staff=ann)
    arrange.rated(november, 4)
    arrange.prepared(october)
    arrange.corrected(result, 4)
    arrange.approved(november)
    assert "3 became 4 stars" in " ".join(client.get(ADDRESS).content.decode().split())


def test_my_bonuses_hides_what_is_not_approved_and_what_is_others(client, ann):
    october, november = arrange.published(), arrange.published(NOVEMBER)
    arrange.rated(october, 4, staff=ann)
    arrange.rated(november, 5, name="Somebody Else")
    arrange.prepared(october)
    arrange.approved(november)
    page = client.get(ADDRESS)
    assert not page.context["runs"]
    assert "No bonus yet" in page.content.decode()


def test_my_bonuses_explains_a_sign_in_without_staff(client):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    assert "does not belong to a member of staff" in client.get(ADDRESS).content.decode()


def test_my_bonuses_asks_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302


def test_my_bonuses_costs_the_same_for_one_month_and_many(client, ann):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    arrange.rated(october := arrange.published(), 4, staff=ann)
    arrange.approved(october)
    queries()
    before = queries()
    arrange.rated(november := arrange.published(NOVEMBER), 4, staff=ann)
    arrange.approved(november)
    assert queries() == before
