"""What an assessor may mark: attempts handed in by staff in reach, never one's own and never those one mentors."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Staff
from training.access import TRAINS, trains
from training.models import (
    Attempt,
    AttemptQuestion,
    DevelopmentPlan,
    Exam,
    PathAssignment,
    Question,
    RubricCriterion,
    RubricMark,
)
from training.rubric_marks import Given, running_percent, text_earned


def assesses(user: Any) -> bool:
    """Whether marking can be somebody's work: trainers, and managers for their team."""
    return trains(user) or (user.is_authenticated and user.is_manager)


def mentored_by(assessor: Staff) -> QuerySet[Staff]:
    """Staff somebody is the mentor of now: on an open learning path, or in a development plan that is not closed."""
    paths = PathAssignment.objects.filter(
        staff=OuterRef("pk"), mentor=assessor, completed_at=None, cancelled_at=None
    )
    plans = DevelopmentPlan.objects.filter(staff=OuterRef("pk"), mentor=assessor).exclude(
        state=DevelopmentPlan.State.CLOSED
    )
    return Staff.objects.filter(Exists(paths) | Exists(plans))


def staff_assessed_by(user: Any, assessor: Staff) -> QuerySet[Staff]:
    """Staff whom the user may mark."""
    if not assesses(user):
        return Staff.objects.none()
    reach = Staff.objects.in_reach_of(user, *TRAINS).exclude(pk=assessor.pk)
    return reach.exclude(pk__in=mentored_by(assessor).values("pk"))


def attempts_to_assess(user: Any, assessor: Staff) -> QuerySet[Attempt]:
    """Attempts that wait for an assessor and that the user may mark, the longest waiting first."""
    unread = AttemptQuestion.objects.filter(
        attempt=OuterRef("pk"), shown__kind=Question.Kind.TEXT, earned=None, is_withdrawn=False
    )
    return (
        Attempt.objects.filter(state=Attempt.State.SUBMITTED, staff__in=staff_assessed_by(user, assessor))
        .filter(Q(exam__kind=Exam.Kind.SIMULATION) | Exists(unread))
        .select_related("exam", "exam__rubric", "staff", "assessor")
        .order_by("submitted_at", "pk")
    )


@dataclass(frozen=True)
class Line:
    """One criterion with what was given on it so far."""

    criterion: RubricCriterion
    mark: RubricMark | None

    @property
    def most(self) -> Decimal:
        return self.mark.most if self.mark else self.criterion.points

    @property
    def given(self) -> Given:
        return Given(self.mark.points if self.mark else None, self.most)


@dataclass(frozen=True)
class Sheet:
    """The criteria of one text, or of a simulation (no question)."""

    question: AttemptQuestion | None
    lines: list[Line]

    @property
    def key(self) -> int:
        return self.question.pk if self.question else 0

    @property
    def words(self) -> str:
        """What the candidate wrote."""
        return (self.question.answer or {}).get("text", "") if self.question else ""

    @property
    def most(self) -> Decimal:
        return sum((line.most for line in self.lines), Decimal(0))

    @property
    def earned(self) -> Decimal:
        """Points so far: a text's share of its question, a simulation's sum."""
        marks = [line.given for line in self.lines]
        if self.question:
            return text_earned(self.question.points, marks)
        return sum((mark.points or Decimal(0) for mark in marks), Decimal(0))


@dataclass(frozen=True)
class Marking:
    """Everything an assessor needs on one page, from three queries."""

    attempt: Attempt
    sheets: list[Sheet]
    fixed: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    @property
    def fixed_earned(self) -> Decimal:
        return sum((earned for earned, _points in self.fixed), Decimal(0))

    @property
    def possible(self) -> Decimal:
        """All points of the attempt."""
        asked = sum((points for _earned, points in self.fixed), Decimal(0))
        return asked + sum(
            (sheet.question.points if sheet.question else sheet.most for sheet in self.sheets), Decimal(0)
        )

    @property
    def percent(self) -> Decimal | None:
        texts = [
            (sheet.question.points, [line.given for line in sheet.lines])
            for sheet in self.sheets
            if sheet.question
        ]
        held = [line.given for sheet in self.sheets if not sheet.question for line in sheet.lines]
        return running_percent(self.fixed, texts, held)


def marking_of(attempt: Attempt) -> Marking:
    """The sheets of an attempt that waits, with the marks given so far."""
    marks = {(mark.question_id, mark.criterion_id): mark for mark in attempt.marks.all()}

    def lines(question: int | None, criteria: Any) -> list[Line]:
        return [Line(criterion, marks.get((question, criterion.pk))) for criterion in criteria]

    if attempt.exam.kind == Exam.Kind.SIMULATION:
        rubric: Any = attempt.exam.rubric
        return Marking(attempt, [Sheet(None, lines(None, rubric.criteria.all()))])
    asked = attempt.questions.filter(is_withdrawn=False).select_related("question__rubric")
    rows = list(asked.prefetch_related("question__rubric__criteria"))
    fixed = [(row.earned, row.points) for row in rows if row.earned is not None]
    texts = [row for row in rows if row.earned is None]
    return Marking(
        attempt,
        [
            Sheet(row, lines(row.pk, row.question.rubric.criteria.all() if row.question.rubric else []))
            for row in texts
        ],
        fixed,
    )
