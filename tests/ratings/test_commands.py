import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ratings.models import RatingMonth, StarResult
from tests import factories as make

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def october():
    policy = make.PolicyFactory(code="three", gate="none")
    make.RatingMonthFactory(first_day=date(2025, 10, 1), policy=policy)
    rated = make.AssignmentFactory(staff__employee_no="A1", staff__name="王芳")
    make.AssignmentFactory(staff__employee_no="B2", staff__name="Dan", department=rated.department)
    for score in (5, 4, 4):
        make.SurveyAnswerFactory(
            staff=rated.staff, department=rated.department, served_on=date(2025, 10, 5), score=Decimal(score)
        )
    return policy


def test_json_has_the_documented_shape(october):
    report = json.loads(run("rate_month", "2025-10", "--json"))
    month = RatingMonth.objects.get()
    assert report == {
        "month": "2025-10",
        "policy": "three v1",
        "digest": month.digest,
        "rated": [
            {
                "employee_no": "A1",
                "name": "王芳",
                "score": "4.33",
                "stars": 4,
                "provisional": True,
                "sources": {
                    "customer": {"n": 3, "raw": "4.33", "adjusted": "4.33", "weight": "100.00"},
                    "manager": {"n": 0, "raw": None, "adjusted": None, "weight": "0.00"},
                    "self": {"n": 0, "raw": None, "adjusted": None, "weight": "0.00"},
                },
            }
        ],
        "not_rated": [{"employee_no": "B2", "name": "Dan", "reason": "no_evidence"}],
    }


def test_dry_run_shows_the_same_and_stores_nothing(october):
    dry = json.loads(run("rate_month", "2025-10", "--dry-run", "--json"))
    assert not StarResult.objects.exists()
    assert RatingMonth.objects.get().status == "open"
    assert dry == json.loads(run("rate_month", "2025-10", "--json"))


def test_text_shows_stars_and_reasons(october):
    text = run("rate_month", "2025-10")
    assert "4.33 ★★★★☆ 王芳 provisional" in text
    assert "not rated: no_evidence Dan" in text


@pytest.mark.parametrize("month", ["2025-13", "october", "2025-1", "25-10"])
def test_what_is_no_month_is_named(month):
    with pytest.raises(CommandError, match=month):
        run("rate_month", month)


def test_month_that_is_not_over_is_a_command_error():
    with pytest.raises(CommandError, match="not over yet"):
        run("rate_month", "2999-01")


def test_publish_month(october):
    run("rate_month", "2025-10")
    user = make.UserFactory()
    assert "published" in run("publish_month", "2025-10", "--by", user.username)
    month = RatingMonth.objects.get()
    assert (month.status, month.published_by) == ("published", user)
    with pytest.raises(CommandError, match="2025-10"):
        run("rate_month", "2025-10")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["2025-10"], "Open|open"), (["2024-01"], "rate_month"), (["2025-10", "--by", "nobody"], "nobody")],
)
def test_publish_says_what_is_missing(october, arguments, message):
    with pytest.raises(CommandError, match=message):
        run("publish_month", *arguments)
