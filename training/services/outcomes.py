"""What an attempt comes to: its score, whether it passed, and what follows from that."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from people.models import Staff
from people.services.notifications import notify
from training import marking
from training.models import Attempt, AttemptQuestion, RubricMark
from training.queries.exam_standing import used_of
from training.services import paths
from training.services.exam_telling import result_notices

Pairs = dict[int, list[tuple[Decimal, Decimal]]]


def grade(*, attempt: Attempt, at: datetime, assessor: Staff | None = None) -> Attempt:
    """Grade one attempt that was handed in; it goes on waiting while a text or the simulation is not marked."""
    return grade_many(attempts=[attempt], at=at, assessor=assessor)[0]


@transaction.atomic
def grade_many(*, attempts: Sequence[Attempt], at: datetime, assessor: Staff | None = None) -> list[Attempt]:
    """Grade attempts that were handed in and are locked, and do what follows; as many queries for one as for all."""
    mark_answers(attempts)
    scores = scores_of(attempts)
    graded = [attempt for attempt in attempts if scores[attempt.pk] is not None]
    for attempt in graded:
        attempt.state, attempt.graded_at = Attempt.State.GRADED, at
        attempt.score = scores[attempt.pk]
        attempt.passed = marking.passes(attempt.score, attempt.pass_mark)  # type: ignore[arg-type]
        attempt.assessor = assessor or attempt.assessor
    Attempt.objects.bulk_update(graded, ["state", "graded_at", "score", "passed", "assessor"])
    follow_up(attempts=graded, at=at)
    return list(attempts)


def mark_answers(attempts: Iterable[Attempt]) -> None:
    """Give points to every answer that needs no assessor and has none yet."""
    rows = AttemptQuestion.objects.filter(attempt__in=attempts, earned=None, is_withdrawn=False)
    marked = []
    for row in rows:
        row.earned = marking.earned(row.shown["kind"], row.key, row.answer, row.points)
        if row.earned is not None:
            marked.append(row)
    AttemptQuestion.objects.bulk_update(marked, ["earned"], batch_size=1000)


def scores_of(attempts: Sequence[Attempt]) -> dict[int, Decimal | None]:
    """The percentage of each attempt by its number; None while something is not marked, or nothing can be earned.

    Questions that were withdrawn count neither for nor against anybody.
    """
    pairs, unmarked = _points(attempts), _unmarked(attempts)
    return {
        attempt.pk: None if attempt.pk in unmarked else marking.percent(pairs[attempt.pk])
        for attempt in attempts
    }


def _points(attempts: Sequence[Attempt]) -> Pairs:
    pairs: Pairs = defaultdict(list)
    asked = AttemptQuestion.objects.filter(attempt__in=attempts, is_withdrawn=False, earned__isnull=False)
    for attempt, earned, points in asked.values_list("attempt", "earned", "points"):
        pairs[attempt].append((earned or Decimal(0), points))
    marks = RubricMark.objects.filter(attempt__in=attempts, question=None)
    for attempt, earned, points in marks.values_list("attempt", "points", "most"):
        pairs[attempt].append((earned, points))
    return pairs


def _unmarked(attempts: Sequence[Attempt]) -> set[int]:
    waiting = AttemptQuestion.objects.filter(attempt__in=attempts, is_withdrawn=False, earned=None)
    return set(waiting.values_list("attempt", flat=True))


def follow_up(*, attempts: Sequence[Attempt], at: datetime) -> None:
    """Tell people their results, move their paths on, and retrain whose last attempt failed."""
    left = _left(attempts)
    notify(notices=result_notices(attempts, left, at), at=at)
    passed = [attempt.staff_id for attempt in attempts if attempt.passed]
    if passed:
        paths.progressed(staff_ids=passed, at=at)
    for attempt in attempts:
        if attempt.passed is False and not left[attempt.pk]:
            paths.assign_for_failed_exam(attempt=attempt, at=at)


def _left(attempts: Sequence[Attempt]) -> dict[int, int]:
    """How many attempts remain in the round of each."""
    rows: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    of = Attempt.objects.filter(
        staff__in=[one.staff_id for one in attempts], exam__in=[one.exam_id for one in attempts]
    )
    for row in of.order_by("number"):
        rows[row.staff_id, row.exam_id].append(row)
    return {
        one.pk: max(0, one.exam.attempts_allowed - used_of(rows[one.staff_id, one.exam_id], one.round))
        for one in attempts
    }
