"""Saving, submitting and missing evaluations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ratings.errors import RatingError
from ratings.models import Evaluation, EvaluationMark
from ratings.queries.evaluations import (
    missing_evaluations,
    months_open_for,
    participants,
    reports_of,
)
from ratings.services.evaluations import (
    BadMarkError,
    IncompleteEvaluationError,
    MonthClosedError,
    NotYoursToEvaluateError,
    save_evaluation,
)
from tests.factories import (
    NOON,
    AssignmentFactory,
    CriterionFactory,
    DimensionFactory,
    EvaluationFactory,
    PositionFactory,
    RatingMonthFactory,
    StaffFactory,
    SurveyAnswerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """One manager with one report in October 2026, a policy with two criteria."""
    month = RatingMonthFactory(status="collecting")
    dimension = DimensionFactory(policy=month.policy)
    criteria = [CriterionFactory(dimension=dimension, label={"en": name}) for name in ("Polite", "Quick")]
    manager = StaffFactory(name="Mona")
    report = AssignmentFactory(manager=manager).staff
    return month, criteria, manager, report


def save(month, staff, author, marks, kind="manager", submit=False, comment="", at=NOON):
    return save_evaluation(
        month=month, staff=staff, kind=kind, author=author, marks=marks, comment=comment, submit=submit, at=at
    )


def test_saving_keeps_marks_given_before(team):
    month, (polite, quick), manager, report = team
    save(month, report, manager, {polite.pk: 4})
    evaluation = save(month, report, manager, {quick.pk: 5}, comment="Well done")
    assert dict(evaluation.marks.values_list("criterion_id", "stars")) == {polite.pk: 4, quick.pk: 5}
    assert evaluation.comment == "Well done"
    assert evaluation.submitted_at is None


def test_saving_again_changes_a_mark_and_leaves_a_trail(team):
    month, (polite, _quick), manager, report = team
    save(month, report, manager, {polite.pk: 4})
    save(month, report, manager, {polite.pk: 2})
    mark = EvaluationMark.objects.get()
    assert mark.stars == 2
    assert [event.stars for event in mark.events.all()] == [2]


def test_submitting_needs_every_criterion(team):
    month, (polite, quick), manager, report = team
    with pytest.raises(IncompleteEvaluationError, match="Quick") as refusal:
        save(month, report, manager, {polite.pk: 4}, submit=True)
    assert refusal.value.missing == [quick]
    assert not Evaluation.objects.exists()


def test_submitted_evaluation_stays_submitted_when_changed(team):
    month, (polite, quick), manager, report = team
    save(month, report, manager, {polite.pk: 4, quick.pk: 4}, submit=True)
    later = save(month, report, manager, {polite.pk: 5}, at=NOON + timedelta(hours=1))
    assert later.submitted_at == NOON
    assert later.saved_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_marks_outside_one_to_five_are_refused(team, stars):
    month, (polite, _quick), manager, report = team
    with pytest.raises(BadMarkError, match="Polite") as refusal:
        save(month, report, manager, {polite.pk: stars})
    assert refusal.value.criterion_id == polite.pk
    assert not Evaluation.objects.exists()


def test_database_refuses_six_stars(team):
    month, (polite, _quick), manager, report = team
    evaluation = EvaluationFactory(month=month, staff=report, author=manager)
    with pytest.raises(IntegrityError, match="evaluationmark_1_to_5"), transaction.atomic():
        evaluation.marks.create(criterion=polite, stars=6)


def test_criterion_of_another_policy_is_refused(team):
    month, _criteria, manager, report = team
    with pytest.raises(BadMarkError):
        save(month, report, manager, {CriterionFactory().pk: 3})


@pytest.mark.parametrize("status", ["under_review", "published", "locked"])
def test_closed_months_take_no_evaluation(team, status):
    month, (polite, _quick), manager, report = team
    month.status, month.published_at = status, NOON
    month.save()
    with pytest.raises(MonthClosedError, match="October 2026"):
        save(month, report, manager, {polite.pk: 3})


@pytest.mark.parametrize("status", ["open", "collecting", "calculated"])
def test_running_months_take_evaluations(team, status):
    month, (polite, _quick), manager, report = team
    month.status = status
    month.save()
    assert save(month, report, manager, {polite.pk: 3}).pk


def test_somebody_elses_report_is_refused(team):
    month, (polite, _quick), _manager, report = team
    with pytest.raises(NotYoursToEvaluateError, match="did not report to you"):
        save(month, report, StaffFactory(), {polite.pk: 3})


def test_self_evaluation_for_another_is_refused(team):
    month, (polite, _quick), manager, report = team
    with pytest.raises(NotYoursToEvaluateError, match="alone"):
        save(month, report, manager, {polite.pk: 3}, kind="self")


def test_database_refuses_self_evaluation_by_another(team):
    month, _criteria, manager, report = team
    with pytest.raises(IntegrityError, match="evaluation_self_is_by_oneself"), transaction.atomic():
        EvaluationFactory(month=month, staff=report, author=manager, kind="self")


def test_evaluation_the_policy_does_not_weigh_is_refused(team):
    month, (polite, _quick), _manager, report = team
    month.policy.self_weight = 0
    month.policy.save()
    with pytest.raises(NotYoursToEvaluateError, match="does not ask"):
        save(month, report, report, {polite.pk: 3}, kind="self")


def test_person_who_is_not_rated_is_refused(team):
    month, (polite, _quick), manager, _report = team
    guard = AssignmentFactory(manager=manager, position=PositionFactory(is_rated=False)).staff
    with pytest.raises(RatingError, match="not rated"):
        save(month, guard, manager, {polite.pk: 3})


def test_manager_is_the_one_on_the_last_day_employed():
    month = RatingMonthFactory()
    first, second, third = (StaffFactory() for _n in range(3))
    leaver = StaffFactory(left_on=date(2026, 10, 20))
    AssignmentFactory(staff=leaver, manager=first, ends_on=date(2026, 10, 15))
    AssignmentFactory(staff=leaver, manager=second, starts_on=date(2026, 10, 16))
    mover = AssignmentFactory(manager=first, ends_on=date(2026, 10, 30)).staff
    AssignmentFactory(staff=mover, manager=third, starts_on=date(2026, 10, 31))
    gone = AssignmentFactory(staff__left_on=date(2026, 9, 30)).staff
    coming = AssignmentFactory(staff__hired_on=date(2026, 11, 1), starts_on=date(2026, 11, 1)).staff
    managers = {row.staff: row.manager for row in participants(month)}
    assert managers == {leaver: second, mover: third}
    assert gone not in managers
    assert coming not in managers


def test_months_open_for_skips_months_without_the_person(team):
    month, _criteria, _manager, report = team
    RatingMonthFactory(first_day=date(2026, 9, 1), status="published", published_at=NOON)
    assert months_open_for(report) == [month]
    assert months_open_for(StaffFactory()) == []


def test_missing_evaluations_names_people_and_managers(team):
    month, (polite, quick), manager, report = team
    other = AssignmentFactory(manager=manager).staff
    orphan = AssignmentFactory(manager=None).staff
    marks = {polite.pk: 4, quick.pk: 4}
    save(month, report, manager, marks, submit=True)
    save(month, other, manager, marks)
    save(month, orphan, orphan, marks, kind="self", submit=True)
    missing = missing_evaluations(month)
    assert set(missing.selves) == {report, other}
    assert [(row.manager, row.staff) for row in missing.managers] == [(manager, (other,))]
    assert missing.without_manager == (orphan,)
    assert (missing.participants, missing.count) == (3, 4)


@pytest.mark.parametrize("reports", [1, 12])
def test_missing_and_reports_cost_the_same_queries_for_any_number(team, reports, django_assert_num_queries):
    month, (polite, _quick), manager, report = team
    people = [report, *(AssignmentFactory(manager=manager).staff for _n in range(reports - 1))]
    for person in people:
        save(month, person, manager, {polite.pk: 4})
        SurveyAnswerFactory(staff=person, score=Decimal(4))
    month.policy  # noqa: B018  the policy comes with the month
    with django_assert_num_queries(1):
        assert len(missing_evaluations(month).selves) == reports
    with django_assert_num_queries(4):
        rows = reports_of(month, manager)
        assert [row.marks for row in rows] == [{polite.pk: 4}] * reports
    assert {(row.answers, row.customer_mean) for row in rows} == {(1, Decimal(4))}
