"""Arrangements the tests of money share."""

from datetime import UTC, date, datetime
from decimal import Decimal

from incentives.models import Fund
from incentives.services import add_budget, approve_run, export_run, mark_run_paid, prepare_run
from people.models import Role
from ratings.models import StarCorrection
from tests.factories import RatingMonthFactory, SchemeFactory, StaffFactory, StarResultFactory, UserFactory

AFTER = datetime(2026, 11, 5, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 5, 4, 0, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def published(first_day=OCTOBER, **facts):
    return RatingMonthFactory(first_day=first_day, **{"status": "published", "published_at": AFTER} | facts)


def rated(month, stars=4, score=None, staff=None, **facts):
    staff = staff or StaffFactory(**facts)
    score = Decimal(score) if score else Decimal(stars)
    return StarResultFactory(month=month, staff=staff, stars=stars, score=score)


def corrected(result, stars, score=None, at=AFTER):
    return StarCorrection.objects.create(
        result=result,
        stars=stars,
        score=Decimal(score or stars),
        reason="counted twice",
        corrected_by=UserFactory(),
        corrected_at=at,
    )


def scheme(**facts):
    """The scheme in force instead of the shipped one."""
    return SchemeFactory(is_active=True, effective_from=date(2020, 1, 1), **facts)


def default_fund():
    return Fund.objects.get(code="programme")


def set_left(amount):
    """Leave exactly this much in the shipped fund."""
    fund = default_fund()
    add_budget(fund=fund, amount=Decimal(amount) - 100_000, note="", by=None, at=AFTER)
    return fund


def hr():
    return UserFactory(roles=[Role.HR])


def finance():
    return UserFactory(roles=[Role.FINANCE])


def prepared(month, **options):
    return prepare_run(month=month, by=hr(), at=LATER, **options)


def approved(month):
    return approve_run(run=prepared(month), by=finance(), at=LATER)


def exported(month):
    return export_run(run=approved(month), at=LATER)


def paid(month):
    return mark_run_paid(run=exported(month), by=finance(), at=LATER)


def amounts(run):
    """By employee number and kind."""
    return {(line.staff.employee_no, line.kind): line.amount for line in run.lines.select_related("staff")}
