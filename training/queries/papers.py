"""What papers are drawn from, and what was put and answered in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Sum

from people.models import Staff
from training.drawing import Candidate, Part
from training.models import (
    Attempt,
    AttemptQuestion,
    Exam,
    ExamPart,
    PathAssignment,
    PathStep,
    Question,
    RubricMark,
    Topic,
)


@dataclass(frozen=True)
class TopicShare:
    """Points earned of those possible on one topic."""

    topic: Topic
    earned: Decimal
    points: Decimal

    @property
    def percent(self) -> Decimal:
        return 100 * self.earned / self.points


def parts_of(exam: Exam) -> list[ExamPart]:
    """The parts of an exam in their order."""
    return list(exam.parts.select_related("topic").order_by("order", "pk"))


def as_drawn_from(parts: Iterable[ExamPart]) -> list[Part]:
    """The parts as facts for drawing."""
    return [Part(part.topic_id, part.count, part.difficulty, part.kind) for part in parts]


def candidates(topics: Iterable[int]) -> list[Candidate]:
    """What can be drawn of these topics: every question that is ready, with its options in the bank's order."""
    rows = (
        Question.objects.filter(topic__in=set(topics), state=Question.State.READY)
        .annotate(
            shown=ArrayAgg(
                "options", filter=Q(options__isnull=False), order_by=["options__order", "options"], default=[]
            )
        )
        .values_list("pk", "topic", "difficulty", "kind", "shown")
    )
    return [
        Candidate(number, topic, difficulty, kind, tuple(shown))
        for number, topic, difficulty, kind, shown in rows
    ]


def questions_with_options(numbers: Iterable[int]) -> dict[int, Question]:
    """Questions of the bank by number, with their options."""
    rows = Question.objects.filter(pk__in=list(numbers)).prefetch_related("options")
    return {row.pk: row for row in rows}


def exams_open_to(staff: Staff) -> QuerySet[Exam]:
    """Exams somebody may open: of their paths, of no path at all, or begun before; theory that is in use and asks something."""
    on_mine = PathAssignment.objects.filter(staff=staff, cancelled_at=None).values("path")
    steps = PathStep.objects.filter(exam__isnull=False)
    on_some = steps.filter(path__is_active=True).values("exam")
    asks = Exam.objects.filter(kind=Exam.Kind.THEORY, is_active=True, parts__isnull=False).values("pk")
    begun = Attempt.objects.filter(staff=staff).values("exam")
    mine = Q(pk__in=steps.filter(path__in=on_mine).values("exam"))
    open_to_all = ~Q(pk__in=on_some)
    return Exam.objects.filter(
        Q(pk__in=asks) & (mine | open_to_all) | Q(pk__in=begun), kind=Exam.Kind.THEORY
    ).order_by("code")


def asked_in(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """Exams with `asked`, the number of their questions."""
    return exams.annotate(asked=Sum("parts__count"))


def open_attempt_of(staff: Staff) -> Attempt | None:
    """The attempt somebody has in progress; there is at most one."""
    return Attempt.objects.filter(staff=staff, state=Attempt.State.OPEN).select_related("exam").first()


def paper(attempt: Attempt) -> QuerySet[AttemptQuestion]:
    """The questions of an attempt in their order."""
    return attempt.questions.order_by("place")


def marks_of(attempt: Attempt) -> QuerySet[RubricMark]:
    """What an assessor gave, criterion by criterion: of the simulation, or of each text in the paper's order."""
    rows = attempt.marks.select_related("criterion", "question")
    return rows.order_by("question__place", "criterion__order", "criterion")


def topic_shares(attempt: Attempt) -> list[TopicShare]:
    """Points by topic in the order met; withdrawn questions are left out. Two queries."""
    rows = (
        attempt.questions.filter(is_withdrawn=False, earned__isnull=False)
        .values("question__topic")
        .annotate(got=Sum("earned"), most=Sum("points"))
    )
    sums = {row["question__topic"]: (row["got"], row["most"]) for row in rows}
    return [
        TopicShare(topic, *sums[topic.pk]) for topic in Topic.objects.filter(pk__in=sums).order_by("code")
    ]
