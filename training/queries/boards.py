"""Who is where in training: one list of people with their certificate, path, exam and hours, and figures over it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from people.models import Assignment, Staff
from people.queries import with_place
from training.models import Attempt, Certificate, Enrolment, LearningPath, PathAssignment
from training.queries.certificates import CertificationRate

SOON = timedelta(days=60)
OPEN = Q(completed_at=None, cancelled_at=None)


def learners(staff: Any, day: date, since: date) -> QuerySet[Any]:
    """The staff employed on a day with what the board says of each, by joins and subqueries.

    `is_rated`, `is_certified`, `certified_until` (None: without end), `is_renewed`, `path_pk`, `path_title`, `path_due`,
    `exam_score` and `exam_passed` of the last graded attempt, `minutes` credited from `since` to the day.
    """
    valid = Certificate.objects.valid_on(day).filter(staff=OuterRef("pk"))
    longest = valid.order_by(F("valid_until").desc(nulls_first=True))
    later = Certificate.objects.filter(staff=OuterRef("pk"), valid_from__gt=day, revoked_on=None)
    path = PathAssignment.objects.filter(OPEN, staff=OuterRef("pk")).order_by("due_on", "pk")
    sat = Attempt.objects.filter(staff=OuterRef("pk"), state=Attempt.State.GRADED).order_by("-graded_at")
    learned = (
        Enrolment.objects.filter(staff=OuterRef("pk"), completed_at__date__range=(since, day))
        .order_by()
        .values("staff")
        .annotate(total=Sum("minutes"))
    )
    rated = Assignment.objects.on(day).filter(staff=OuterRef("pk"), position__is_rated=True)
    people: Any = with_place(staff.employed_on(day), day)
    return people.annotate(
        is_rated=Exists(rated),
        is_certified=Exists(valid),
        certified_until=Subquery(longest.values("valid_until")[:1]),
        is_renewed=Exists(later),
        path_pk=Subquery(path.values("pk")[:1]),
        path_title=Subquery(path.values("path__title")[:1]),
        path_due=Subquery(path.values("due_on")[:1]),
        exam_score=Subquery(sat.values("score")[:1]),
        exam_passed=Subquery(sat.values("passed")[:1]),
        minutes=Coalesce(Subquery(learned.values("total")[:1]), 0),
    )


def in_state(people: QuerySet[Any], state: str, day: date) -> QuerySet[Any]:
    """Those without a certificate they need, with one that ends soon and is not renewed, late on a path, or all."""
    return {
        "missing": people.filter(is_rated=True, is_certified=False),
        "expiring": people.filter(is_certified=True, is_renewed=False, certified_until__lte=day + SOON),
        "late": people.filter(path_due__lt=day),
        "on_path": people.filter(path_pk__isnull=False),
    }.get(state, people)


@dataclass(frozen=True)
class BoardFigures:
    """The board's figures; the target is everybody certified."""

    rate: CertificationRate
    expiring: int
    late: int
    minutes: int

    @property
    def missing(self) -> int:
        return self.rate.of - self.rate.certified


def board_figures(people: QuerySet[Any], day: date) -> BoardFigures:
    """Count the learners; one query."""
    found: dict[str, Any] = people.order_by().aggregate(
        of=Count("pk", filter=Q(is_rated=True)),
        certified=Count("pk", filter=Q(is_rated=True, is_certified=True)),
        expiring=Count("pk", filter=Q(is_certified=True, is_renewed=False, certified_until__lte=day + SOON)),
        late=Count("pk", filter=Q(path_due__lt=day)),
        total=Sum("minutes"),
    )
    rate = CertificationRate(certified=found["certified"], of=found["of"])
    return BoardFigures(rate, found["expiring"], found["late"], found["total"] or 0)


@dataclass(frozen=True)
class ExamFigures:
    """How an exam went: graded attempts, how many passed, how many people passed at their first, the mean score."""

    title: Any
    pass_mark: Decimal
    attempts: int
    passed: int
    first: int
    first_passed: int
    mean: Decimal | None
    waiting: int

    @property
    def rate(self) -> Decimal | None:
        return _percent(self.passed, self.attempts)

    @property
    def first_rate(self) -> Decimal | None:
        return _percent(self.first_passed, self.first)


def exam_figures(staff: QuerySet[Staff], first: date, last: date) -> list[ExamFigures]:
    """Pass rates by exam of attempts begun between two days, both included, by the staff; one query."""
    graded = Q(state=Attempt.State.GRADED)
    rows: Any = (
        Attempt.objects.filter(staff__in=staff, started_at__date__range=(first, last))
        .exclude(state=Attempt.State.VOID)
        .order_by("exam__code")
        .values_list("exam__title", "exam__pass_mark")
        .annotate(
            attempts=Count("pk", filter=graded),
            passed_count=Count("pk", filter=graded & Q(passed=True)),
            first=Count("pk", filter=graded & Q(number=1)),
            first_passed=Count("pk", filter=graded & Q(number=1, passed=True)),
            mean=Avg("score"),
            waiting=Count("pk", filter=Q(state=Attempt.State.SUBMITTED)),
        )
    )
    return [
        ExamFigures(title, mark, attempts, passed, first, first_passed, _two_places(mean), waiting)
        for title, mark, attempts, passed, first, first_passed, mean, waiting in rows
    ]


@dataclass(frozen=True)
class PathFigures:
    """How many are on a path now, how many of them late, and how many finished between two days, in time or not."""

    path: LearningPath
    on_it: int
    late: int
    finished: int
    in_time: int


def path_figures(staff: QuerySet[Staff], first: date, last: date) -> list[PathFigures]:
    """Figures by path of the staff; those finished between two days, both included; one query."""
    mine = Q(assignments__staff__in=staff)
    is_open = mine & Q(assignments__completed_at=None, assignments__cancelled_at=None)
    finished = mine & Q(assignments__completed_at__date__range=(first, last))
    in_time = finished & Q(assignments__completed_at__date__lte=F("assignments__due_on"))
    paths: Iterable[Any] = LearningPath.objects.annotate(
        on_it=Count("assignments", filter=is_open),
        late=Count("assignments", filter=is_open & Q(assignments__due_on__lt=last)),
        finished=Count("assignments", filter=finished),
        in_time=Count("assignments", filter=in_time),
    ).order_by("code")
    return [
        PathFigures(path, path.on_it, path.late, path.finished, path.in_time)
        for path in paths
        if path.on_it or path.finished
    ]


def _percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _two_places(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
