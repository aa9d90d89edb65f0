from datetime import date, timedelta
from decimal import Decimal

import pytest

from ratings.models import EvaluationMark
from ratings.queries.low_dimensions import low_dimensions_of
from ratings.services import publish_month
from ratings.services.retraining import assign_for_low_dimensions
from starservice.jobs.models import OutboxMessage
from tests.factories import (
    NOON,
    AssignmentFactory,
    CriterionFactory,
    DepartmentFactory,
    DimensionFactory,
    EvaluationFactory,
    PositionFactory,
    RatingMonthFactory,
    StaffFactory,
    StarResultFactory,
    SurveyAnswerFactory,
    UserFactory,
)
from tests.training.factories import PathStepFactory
from training.models import PathAssignment, PathRule

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)


@pytest.fixture
def month():
    return RatingMonthFactory(status="published", published_at=NOON)


@pytest.fixture
def rule():
    path = PathStepFactory().path
    return PathRule.objects.create(
        path=path, cause="low_dimension", dimension="attitude", below=Decimal("3.50")
    )


def rated(month, *, stars=None, number=5, marks=None, employed=True, **place):
    """Somebody with a star, so many answers of customers, and the manager's marks of two criteria (weights 1 and 3)."""
    staff = StaffFactory(left_on=None if employed else LATER.date() - timedelta(days=1))
    place = AssignmentFactory(staff=staff, **place)
    StarResultFactory(month=month, staff=staff, department=place.department)
    for _one in range(number if stars else 0):
        SurveyAnswerFactory(
            staff=staff, department=place.department, score=Decimal(stars), stars={"attitude": stars}
        )
    if marks:
        dimension = DimensionFactory(policy=month.policy, code="attitude")
        evaluation = EvaluationFactory(month=month, staff=staff)
        for weight, mark in zip((1, 3), marks, strict=True):
            criterion = CriterionFactory(dimension=dimension, weight=weight)
            EvaluationMark.objects.create(evaluation=evaluation, criterion=criterion, stars=mark)
    return staff


@pytest.mark.parametrize(
    ("facts", "mean"),
    [
        ({"stars": 3}, "3.00"),
        ({"stars": 4}, None),
        ({"stars": 3, "number": 4}, None),  # few are not many
        ({"marks": (4, 3)}, "3.25"),
        ({"marks": (2, 4)}, None),  # exactly 3.50
        ({"stars": 3, "marks": (4, 4)}, "3.44"),  # (50 × 3 + 40 × 4) / 90
        ({"stars": 3, "marks": (5, 5)}, None),
        ({"stars": 3, "number": 4, "marks": (4, 3)}, "3.25"),
        ({"stars": 1, "employed": False}, None),
        ({}, None),
    ],
)
def test_a_dimension_is_low_by_what_customers_and_the_manager_said(month, rule, facts, mean):
    staff = rated(month, **facts)

    found = low_dimensions_of(month, LATER.date())

    assert [(row.staff_id, str(row.mean)) for row in found] == ([(staff.pk, mean)] if mean else [])


def test_it_assigns_once_a_month_and_rule_with_the_reason(month, rule):
    staff = rated(month, stars=2)

    assert assign_for_low_dimensions(month=month, at=LATER) == 1
    assert assign_for_low_dimensions(month=month, at=LATER) == 0
    assignment = PathAssignment.objects.get()
    assert (assignment.staff, assignment.cause) == (staff, "low_dimension")
    assert assignment.data["mean"] == "2.00"
    assert assignment.due_on == LATER.date() + timedelta(days=rule.path.days)

    PathAssignment.objects.update(completed_at=LATER)
    assert assign_for_low_dimensions(month=month, at=LATER) == 0


def test_rules_reach_their_position_and_department(month, rule):
    above = DepartmentFactory()
    rule.position, rule.department = PositionFactory(), above
    rule.save()
    below = DepartmentFactory(parent=above)
    staff = rated(month, stars=2, position=rule.position, department=below)
    rated(month, stars=2, position=rule.position)
    rated(month, stars=2, department=below)

    assert [row.staff_id for row in low_dimensions_of(month, LATER.date())] == [staff.pk]


def test_answers_that_do_not_count_and_other_months_are_left_out(month, rule):
    staff = rated(month, stars=3)
    for day in (date(2026, 9, 30), date(2026, 11, 1)):
        SurveyAnswerFactory(staff=staff, score=Decimal(5), stars={"attitude": 5}, served_on=day)
    SurveyAnswerFactory(
        staff=staff, score=Decimal(5), stars={"attitude": 5}, is_valid=False, invalid_reason="Burst"
    )

    assert [str(row.mean) for row in low_dimensions_of(month, LATER.date())] == ["3.00"]


def test_a_rule_switched_off_and_a_month_not_published_assign_nobody(rule):
    month = RatingMonthFactory(status="calculated")
    rated(month, stars=2)

    assert assign_for_low_dimensions(month=month, at=LATER) == 0
    publish_month(month=month, by=UserFactory(), at=NOON)
    month.refresh_from_db()
    assert OutboxMessage.objects.filter(task="ratings.tasks.assign_low_dimensions").exists()
    rule.is_active = False
    rule.save()
    assert assign_for_low_dimensions(month=month, at=LATER) == 0


def test_many_need_no_more_queries(month, rule, django_assert_max_num_queries):
    place = {"department": DepartmentFactory(), "position": PositionFactory()}
    rated(month, stars=2, **place)
    with django_assert_max_num_queries(25) as one:
        assert assign_for_low_dimensions(month=month, at=LATER) == 1
    for _number in range(6):
        rated(month, stars=2, **place)
    with django_assert_max_num_queries(len(one)):
        assert assign_for_low_dimensions(month=month, at=LATER) == 6
