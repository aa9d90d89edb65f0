"""The gate of a month uses what each certificate was on the month's days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ratings.models import StarResult
from ratings.services import publish_month, rate_month, submit_for_review
from tests import factories as make
from tests.training.factories import CertificateKindFactory
from training.queries import certification_rate, uncertified_staff

FIRST, LAST, TODAY = date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1)
AT = datetime(2026, 11, 1, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def october(day):
    return date(2026, 9, 30) + timedelta(days=day)


@pytest.fixture
def staff():
    staff = make.StaffFactory()
    place = make.AssignmentFactory(staff=staff)
    make.SurveyAnswerFactory(staff=staff, department=place.department, served_on=LAST)
    return staff


@pytest.fixture
def month():
    return make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="every_day"))


def gate():
    """The reason of the only result of the month, calculated anew."""
    rate_month(first_day=FIRST, at=AT, today=TODAY)
    return StarResult.objects.get()


DAYS = {
    "from the first": ({"valid_from": october(1)}, [], True),
    "from the second": ({"valid_from": october(2)}, [], False),
    "until the last": ({"valid_until": october(31)}, [], True),
    "until the last but one": ({"valid_until": october(30)}, [], False),
    "suspended on one day": ({}, [(12, 12)], False),
    "suspended on the first": ({}, [(1, 1)], False),
    "suspended on the last, still": ({}, [(31, None)], False),
    "lifted the day before": ({}, [(-20, 0)], True),
    "suspended the day after": ({}, [(-20, 0), (32, None)], True),
    "revoked in the month": ({"revoked_on": october(15), "revoked_reason": "x"}, [], False),
    "revoked on the last": ({"revoked_on": october(31), "revoked_reason": "x"}, [], False),
    "revoked the day after": ({"revoked_on": october(32), "revoked_reason": "x"}, [], True),
}


@pytest.mark.parametrize(("days", "suspended", "certified"), DAYS.values(), ids=DAYS.keys())
def test_every_day_of_the_month_must_be_certified(staff, month, days, suspended, certified):
    certificate = make.CertificateFactory(staff=staff, **days)
    for first, last in suspended:
        last_on = None if last is None else october(last)
        certificate.suspensions.create(first_on=october(first), last_on=last_on, reason="x")
    assert uncertified_staff(FIRST, LAST).exists() is not certified
    result = gate()
    assert result.reason == ("" if certified else "not_certified")
    assert result.steps["gate"]["certified"] is certified


def test_another_certificate_certifies_while_one_is_suspended(staff, month):
    paused = make.CertificateFactory(staff=staff)
    paused.suspensions.create(first_on=october(10), last_on=october(12), reason="x")
    make.CertificateFactory(staff=staff, valid_from=october(10), valid_until=october(12))
    assert not uncertified_staff(FIRST, LAST).exists()
    assert gate().reason == ""


def test_evidence_counts_from_the_day_the_suspension_ended(staff):
    make.RatingMonthFactory(first_day=FIRST, policy=make.PolicyFactory(gate="since_certification"))
    certificate = make.CertificateFactory(staff=staff)
    certificate.suspensions.create(first_on=october(5), last_on=october(9), reason="x")
    assert gate().steps["gate"]["evidence_from"] == "2026-10-10"


@pytest.mark.parametrize("opens", [True, False])
def test_only_kinds_that_open_the_rating_count(staff, month, opens):
    make.CertificateFactory(staff=staff, kind=CertificateKindFactory(opens_gate=opens))
    assert uncertified_staff(FIRST, LAST).exists() is not opens
    assert certification_rate(LAST).certified == int(opens)
    assert gate().reason == ("" if opens else "not_certified")


def test_rate_of_a_day_leaves_out_the_suspended(staff):
    make.CertificateFactory(staff=staff).suspensions.create(
        first_on=october(5), last_on=october(9), reason="x"
    )
    assert [certification_rate(october(day)).certified for day in (4, 5, 9, 10)] == [1, 0, 0, 1]


def test_published_month_keeps_what_it_was_calculated_with(staff, month):
    certificate = make.CertificateFactory(staff=staff)
    before = gate()
    submit_for_review(month=month, by=None, at=AT)
    publish_month(month=month, by=None, at=AT)
    certificate.suspensions.create(first_on=october(5), reason="Found out later")
    after = StarResult.objects.get()
    assert (after.steps, after.stars, after.digest) == (before.steps, before.stars, before.digest)
    assert after.reason == ""
