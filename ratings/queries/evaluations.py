"""Who takes part in a month, who evaluates whom, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import (
    Avg,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest, Least

from feedback.models import SurveyAnswer
from people.models import Assignment, Staff
from ratings.models import Criterion, Evaluation, EvaluationMark, RatingMonth
from starservice.lib.months import last_of

EDITABLE = (RatingMonth.Status.OPEN, RatingMonth.Status.COLLECTING, RatingMonth.Status.CALCULATED)


def participants(month: RatingMonth) -> QuerySet[Assignment]:
    """Who is rated in a month, each with the assignment in force at the end of the days employed in it."""
    last = last_of(month.first_day)
    # LEAST skips NULL, so somebody who has not left is looked at on the month's last day.
    within = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=Greatest("staff__hired_on", Value(month.first_day))),
        Q(staff__left_on__isnull=True) | Q(staff__left_on__gte=month.first_day),
        starts_on__lte=Least("staff__left_on", Value(last)),
        staff__hired_on__lte=last,
        position__is_rated=True,
    )
    latest = within.order_by("staff_id", "-starts_on").distinct("staff_id").values("pk")
    return (
        Assignment.objects.filter(pk__in=latest)
        .select_related("staff", "department", "manager")
        .order_by("staff__employee_no")
    )


def criteria_of(month: RatingMonth) -> list[Criterion]:
    """Return what the month's policy has marked with stars, dimension by dimension."""
    return list(
        Criterion.objects.filter(dimension__policy=month.policy_id)
        .select_related("dimension")
        .order_by("dimension__order", "dimension_id", "order", "id")
    )


def asked_kinds(month: RatingMonth) -> frozenset[str]:
    """Return the evaluations the month's policy weighs."""
    policy = month.policy
    weights = {Evaluation.Kind.MANAGER: policy.manager_weight, Evaluation.Kind.SELF: policy.self_weight}
    return frozenset(kind for kind, weight in weights.items() if weight)


def months_open_for(staff: Staff) -> list[RatingMonth]:
    """Return the months, newest first, for which this person can still evaluate themselves."""
    months = RatingMonth.objects.filter(status__in=EDITABLE, policy__self_weight__gt=0)
    spells = list(staff.assignments.filter(position__is_rated=True))
    return [
        month
        for month in months.select_related("policy").order_by("-first_day")
        if _is_rated_in(month, staff, spells)
    ]


def _is_rated_in(month: RatingMonth, staff: Staff, spells: list[Assignment]) -> bool:
    last = last_of(month.first_day)
    start = max(staff.hired_on, month.first_day)
    end = min(staff.left_on or last, last)
    return start <= end and any(
        spell.starts_on <= end and (spell.ends_on is None or spell.ends_on >= start) for spell in spells
    )


def months_evaluated_by(manager: Staff) -> QuerySet[RatingMonth]:
    """Months a manager can still evaluate in, newest first."""
    return RatingMonth.objects.filter(status__in=EDITABLE, policy__manager_weight__gt=0).order_by(
        "-first_day"
    )


def evaluations_with_marks(month: RatingMonth) -> QuerySet[Evaluation]:
    """The month's evaluations with their marks at hand."""
    return Evaluation.objects.filter(month=month).prefetch_related(
        Prefetch("marks", queryset=EvaluationMark.objects.order_by("criterion_id"))
    )


@dataclass(frozen=True)
class Report:
    """One person on the manager's page, with what customers said for comparison."""

    staff: Staff
    department: str
    evaluation: Evaluation | None
    self_submitted: bool
    answers: int
    customer_mean: Decimal | None

    @property
    def marks(self) -> dict[int, int]:
        return (
            {mark.criterion_id: mark.stars for mark in self.evaluation.marks.all()} if self.evaluation else {}
        )

    @property
    def is_submitted(self) -> bool:
        return self.evaluation is not None and self.evaluation.submitted_at is not None


def customer_means(month: RatingMonth, staff: Iterable[Staff]) -> dict[int, tuple[int, Decimal]]:
    """Return number and mean of the month's valid survey answers by staff id."""
    rows = (
        SurveyAnswer.objects.filter(
            is_valid=True,
            staff__in=[person.pk for person in staff],
            served_on__range=(month.first_day, last_of(month.first_day)),
        )
        .order_by()
        .values_list("staff_id")
        .annotate(Count("pk"), Avg("score"))
    )
    return {staff_id: (count, mean) for staff_id, count, mean in rows}


def reports_of(month: RatingMonth, manager: Staff) -> list[Report]:
    """Return everybody a manager evaluates in a month; the number of queries does not grow with them."""
    people = list(participants(month).filter(manager=manager))
    staff = [assignment.staff for assignment in people]
    written = {
        (evaluation.staff_id, evaluation.kind): evaluation
        for evaluation in evaluations_with_marks(month).filter(staff__in=staff)
    }
    means = customer_means(month, staff)
    return [_report(assignment, written, means) for assignment in people]


def _report(
    assignment: Assignment,
    written: dict[tuple[int, str], Evaluation],
    means: dict[int, tuple[int, Decimal]],
) -> Report:
    answers, mean = means.get(assignment.staff_id, (0, None))
    own = written.get((assignment.staff_id, Evaluation.Kind.SELF))
    return Report(
        staff=assignment.staff,
        department=assignment.department.name,
        evaluation=written.get((assignment.staff_id, Evaluation.Kind.MANAGER)),
        self_submitted=own is not None and own.submitted_at is not None,
        answers=answers,
        customer_mean=mean,
    )


@dataclass(frozen=True)
class ManagerMissing:
    """A manager and the reports whose evaluation is not submitted."""

    manager: Staff
    staff: tuple[Staff, ...]


@dataclass(frozen=True)
class MissingEvaluations:
    """What a month still waits for, and how much it waits for in all."""

    selves: tuple[Staff, ...]
    managers: tuple[ManagerMissing, ...]
    without_manager: tuple[Staff, ...]
    participants: int
    asks_self: bool
    asks_manager: bool

    @property
    def selves_in(self) -> int:
        return self.participants - len(self.selves)

    @property
    def managers_in(self) -> int:
        return self.participants - self.manager_count

    @property
    def manager_count(self) -> int:
        return sum(len(missing.staff) for missing in self.managers) + len(self.without_manager)

    @property
    def count(self) -> int:
        return len(self.selves) + self.manager_count


def with_submissions(month: RatingMonth) -> QuerySet[Assignment]:
    """The month's participants with `has_self` and `has_manager`: whether that evaluation is submitted."""
    submitted = Evaluation.objects.filter(month=month, staff=OuterRef("staff"), submitted_at__isnull=False)
    return participants(month).annotate(
        has_self=Exists(submitted.filter(kind=Evaluation.Kind.SELF)),
        has_manager=Exists(submitted.filter(kind=Evaluation.Kind.MANAGER)),
    )


def missing_evaluations(month: RatingMonth, manager: Staff | None = None) -> MissingEvaluations:
    """Return who has not submitted what, company-wide or of one manager's reports; one query for the people."""
    asked = asked_kinds(month)
    people = with_submissions(month)
    rows: list[Any] = list(people if manager is None else people.filter(manager=manager))
    asks_self, asks_manager = Evaluation.Kind.SELF in asked, Evaluation.Kind.MANAGER in asked
    unmarked = [row for row in rows if asks_manager and not row.has_manager]
    return MissingEvaluations(
        selves=tuple(row.staff for row in rows if asks_self and not row.has_self),
        managers=_by_manager(row for row in unmarked if row.manager_id),
        without_manager=tuple(row.staff for row in unmarked if not row.manager_id),
        participants=len(rows),
        asks_self=asks_self,
        asks_manager=asks_manager,
    )


def _by_manager(rows: Iterable[Assignment]) -> tuple[ManagerMissing, ...]:
    ordered = sorted(rows, key=lambda row: (row.manager.employee_no, row.manager_id))  # type: ignore[union-attr]
    return tuple(
        ManagerMissing(manager=manager, staff=tuple(row.staff for row in group))
        for manager, group in groupby(ordered, key=lambda row: row.manager)
    )
