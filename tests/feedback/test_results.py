"""Satisfaction, mean, recommendation and response rate, with the same filters above and below the line."""

from datetime import date
from decimal import Decimal

import pytest

from feedback.models import Invitation
from feedback.queries.results import asked_between, overall, results_by
from tests import factories

pytestmark = pytest.mark.django_db
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def form():
    form = factories.SurveyFormFactory()
    for code, label in (("attitude", "Attitude"), ("speed", "Speed")):
        factories.SurveyQuestionFactory(form=form, code=code, label={"en": label})
    return form


@pytest.fixture
def staff():
    return factories.StaffFactory(name="Li", employee_no="E1")


def answered(staff, form, attitude, speed, nps=None, **options):
    stars = {"attitude": attitude, "speed": speed}
    given = {"score": Decimal(attitude + speed) / 2, "stars": stars, "nps": nps, "invitation__form": form}
    return factories.SurveyAnswerFactory(staff=staff, **{**given, **options})


def asked(**filters):
    return asked_between(Invitation.objects.all(), *OCTOBER, **filters)


def test_no_answers_is_no_data(staff, form):
    assert overall(asked()).satisfaction is None
    factories.InvitationFactory(staff=staff, form=form)
    tally = overall(asked())
    assert (tally.mean, tally.nps, tally.response_rate) == (None, None, Decimal("0.00"))


def test_figures_of_some_answers(staff, form):
    answered(staff, form, 5, 5, 10)
    answered(staff, form, 4, 4, 8)
    answered(staff, form, 4, 3, 0)
    answered(staff, form, 1, 1)
    factories.InvitationFactory.create_batch(4, staff=staff, form=form)
    tally = overall(asked())
    assert (tally.asked, tally.answered) == (8, 4)
    assert (tally.satisfaction, tally.mean) == (Decimal("50.00"), Decimal("3.38"))
    assert (tally.nps, tally.response_rate) == (Decimal("0.00"), Decimal("50.00"))


def test_what_does_not_count_is_on_neither_side_of_the_line(staff, form):
    answered(staff, form, 5, 5)
    answered(staff, form, 1, 1, is_valid=False, invalid_reason="a test")
    factories.InvitationFactory(staff=staff, form=form, revoked_at=factories.NOON)
    answered(staff, form, 1, 1, served_on=date(2026, 11, 1))
    tally = overall(asked())
    assert (tally.asked, tally.answered, tally.mean) == (1, 1, Decimal("5.00"))


def test_filters_are_the_same_on_both_sides(staff, form):
    answered(staff, form, 5, 5)
    factories.InvitationFactory(staff=staff, form=form)
    answered(factories.StaffFactory(), form, 1, 1)
    tally = overall(asked(staff=staff))
    assert (tally.asked, tally.answered, tally.response_rate) == (2, 1, Decimal("50.00"))


def test_groups(staff, form):
    department = factories.DepartmentFactory(name="Care")
    answered(staff, form, 5, 3, department=department)
    answered(factories.StaffFactory(name="Wu", employee_no="E2"), form, 1, 1, department=department)
    shown = {
        group: [(str(row.label), str(row.tally.mean)) for row in results_by(group, asked())]
        for group in ("person", "department", "channel", "month", "dimension")
    }
    assert shown == {
        "person": [("Li (E1)", "4.00"), ("Wu (E2)", "1.00")],
        "department": [("Care", "2.50")],
        "channel": [("Phone", "2.50")],
        "month": [("2026-10-01", "2.50")],
        "dimension": [("Attitude", "3.00"), ("Speed", "2.00")],
    }


def test_question_is_measured_against_forms_that_ask_it(staff, form):
    other = factories.SurveyFormFactory()
    factories.SurveyQuestionFactory(form=other, code="speed", label={"en": "Speed"})
    answered(staff, form, 5, 2)
    factories.InvitationFactory(staff=staff, form=other)
    rates = {row.key: (row.tally.asked, row.tally.answered) for row in results_by("dimension", asked())}
    assert rates == {"attitude": (1, 1), "speed": (2, 1)}


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("group", "queries"), [("person", 1), ("department", 1), ("channel", 1), ("month", 1), ("dimension", 2)]
)
def test_groups_take_the_same_queries(form, group, queries, count, django_assert_num_queries):
    for _ in range(count):
        answered(factories.StaffFactory(), form, 4, 4)
    with django_assert_num_queries(queries):
        results_by(group, asked())
