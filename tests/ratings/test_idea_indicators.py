"""Praise and adopted ideas as indicators of the month, where a policy asks for them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from feedback.services.suggestions import adopt_suggestion, reopen_suggestion
from ratings.models import StarResult
from ratings.services import rate_month
from tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = date(2026, 10, 1)
AT = datetime(2026, 10, 15, 4, tzinfo=UTC)


@pytest.fixture
def staff():
    weights = {"customer_weight": 0, "manager_weight": 0, "self_weight": 0, "indicators_weight": 100}
    policy = make.PolicyFactory(gate="none", min_days_employed=1, **weights)
    steps = {"two_from": 1, "three_from": 2, "four_from": 3, "five_from": 4}
    for code in ("commendations", "adopted_suggestions"):
        policy.indicators.create(code=code, weight=1, **steps)
    make.RatingMonthFactory(first_day=FIRST, policy=policy)
    return make.AssignmentFactory().staff


def figures(staff):
    rate_month(first_day=FIRST, at=datetime(2026, 11, 1, 2, tzinfo=UTC), today=date(2026, 11, 1))
    result = StarResult.objects.get(staff=staff)
    items = {item["code"]: item["value"] for item in result.steps["indicators"]["items"]}
    return items["commendations"], items["adopted_suggestions"], result.score


def adopt(staff, at=AT):
    idea = make.SuggestionFactory(author=staff)
    level = make.SuggestionLevelFactory()
    return adopt_suggestion(suggestion=idea, level=level, answer="Yes", by=make.UserFactory(), at=at)


def test_none_is_a_figure_too(staff):
    assert figures(staff) == ("0.00", "0.00", Decimal("1.00"))


def test_praise_and_ideas_of_the_month_count(staff):
    for day in (FIRST, date(2026, 10, 31), date(2026, 9, 30), date(2026, 11, 1)):
        make.EvidenceEventFactory(staff=staff, happened_on=day)
    make.EvidenceEventFactory(staff=staff, withdrawn_at=AT, withdrawn_reason="Mistake")
    make.EvidenceEventFactory(staff=staff, kind="complaint")
    adopt(staff)
    adopt(staff, at=datetime(2026, 10, 31, 15, 59, tzinfo=UTC))  # the last minute of October in Shanghai
    adopt(staff, at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    adopt(make.StaffFactory())
    assert figures(staff) == ("2.00", "2.00", Decimal("3.00"))


def test_an_adoption_taken_back_does_not_count(staff):
    idea = adopt(staff)
    reopen_suggestion(suggestion=idea, by=make.UserFactory(), at=AT)
    assert figures(staff)[1] == "0.00"
