"""How somebody stands with exams: attempts used and left, when the next may begin, and which steps come first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from people.models import Staff
from training.models import Attempt, Exam, PathStep
from training.queries.path_steps import DONE_AT
from training.queries.rounds import rounds_of

# Open paths with the exam among their steps; what was passed before the path was assigned counts unless it says no.
# `waits_for`: steps that come before it and are not done.
ON_PATHS = f"""
SELECT sought.exam_id, assignment.assigned_at,
    path.counts_earlier AND assignment.cause <> 'renewal' AS counts_earlier,
    ARRAY(
        SELECT step.id FROM training_pathstep_after link JOIN training_pathstep step ON step.id = link.to_pathstep_id
        WHERE link.from_pathstep_id = sought.id AND ({DONE_AT}) IS NULL
        ORDER BY step.order, step.id
    ) AS waits_for
FROM training_pathassignment assignment
JOIN training_learningpath path ON path.id = assignment.path_id
JOIN training_pathstep sought ON sought.path_id = path.id AND sought.exam_id = ANY(%(exams)s)
WHERE assignment.staff_id = %(staff)s AND assignment.completed_at IS NULL AND assignment.cancelled_at IS NULL
"""  # noqa: S608 - fixed text


@dataclass(frozen=True)
class OnPath:
    """An open path that has the exam as a step."""

    exam: int
    assigned_at: datetime
    counts_earlier: bool
    waits_for: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """How one member of staff stands with one exam at a moment.

    `round` is the one the next attempt belongs to, `used` its attempts that count; `passed` is a pass that still serves.
    """

    exam: Exam
    round: int
    used: int
    passed: Attempt | None = None
    open: Attempt | None = None
    waiting: Attempt | None = None
    last: Attempt | None = None
    next_at: datetime | None = None
    steps_before: tuple[PathStep, ...] = ()

    @property
    def left(self) -> int:
        """Attempts left in this round."""
        return max(0, self.exam.attempts_allowed - self.used)

    @property
    def is_settled(self) -> bool:
        """Whether right answers may be shown: passed or no attempt left, and nothing in progress."""
        return not (self.open or self.waiting) and (self.passed is not None or not self.left)

    @property
    def may_start(self) -> bool:
        """Whether an attempt could be begun now, if the bank has enough questions."""
        return not (self.passed or self.waiting or self.next_at or self.steps_before) and self.left > 0


def standings(staff: Staff, exams: Sequence[Exam], at: datetime) -> list[Standing]:
    """How somebody stands with these exams, in their order; four queries however many they are."""
    numbers = [exam.pk for exam in exams]
    paths = _on_paths(staff.pk, numbers)
    steps = _steps(one for rows in paths.values() for row in rows for one in row.waits_for)
    rounds = rounds_of(staff=staff.pk)
    attempts = _attempts(staff.pk, numbers)
    return [
        _standing(exam, attempts[exam.pk], rounds.get(exam.pk, 1), paths[exam.pk], steps, at)
        for exam in exams
    ]


def standing(staff: Staff, exam: Exam, at: datetime) -> Standing:
    """How somebody stands with an exam."""
    return standings(staff, [exam], at)[0]


def used_of(attempts: Iterable[Attempt], round: int) -> int:
    """How many attempts of a round count: all that are not void, since the last one that was passed."""
    rows = [row for row in attempts if row.state != Attempt.State.VOID]
    passed = max((row.number for row in rows if row.passed), default=0)
    return sum(row.round == round and row.number > passed for row in rows)


def _standing(
    exam: Exam,
    attempts: Sequence[Attempt],
    round: int,
    paths: Sequence[OnPath],
    steps: Mapping[int, PathStep],
    at: datetime,
) -> Standing:
    counting = [row for row in attempts if row.state != Attempt.State.VOID]
    last = counting[-1] if counting else None
    # An attempt begun in a later round, as when a path was cancelled since, is never counted twice.
    round = max([round, *(row.round for row in counting)])
    return Standing(
        exam=exam,
        round=round,
        used=used_of(counting, round),
        passed=_serving_pass(counting, paths),
        open=last if last and last.state == Attempt.State.OPEN else None,
        waiting=last if last and last.state == Attempt.State.SUBMITTED else None,
        last=last,
        next_at=_cools_until(exam, last, at),
        steps_before=_steps_before(paths, steps),
    )


def _serving_pass(attempts: Sequence[Attempt], paths: Sequence[OnPath]) -> Attempt | None:
    """The newest pass, unless an open path asks for one made since it was assigned."""
    passed = next((row for row in reversed(attempts) if row.passed), None)
    if passed is None:
        return None
    asked_anew = any(not path.counts_earlier and path.assigned_at > passed.started_at for path in paths)
    return None if asked_anew else passed


def _cools_until(exam: Exam, last: Attempt | None, at: datetime) -> datetime | None:
    if last is None or last.passed is not False or last.submitted_at is None:
        return None
    ends = last.submitted_at + timedelta(hours=exam.cooling_off_hours)
    return ends if at < ends else None


def _steps_before(paths: Sequence[OnPath], steps: Mapping[int, PathStep]) -> tuple[PathStep, ...]:
    """What the path that asks least still waits for: one path that lets begin is enough."""
    if not paths:
        return ()
    easiest = min(paths, key=lambda path: len(path.waits_for))
    return tuple(steps[number] for number in easiest.waits_for)


def _on_paths(staff: int, exams: Sequence[int]) -> dict[int, list[OnPath]]:
    found: dict[int, list[OnPath]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ON_PATHS, {"staff": staff, "exams": list(exams)})
        for exam, assigned_at, counts_earlier, waits_for in cursor.fetchall():
            found[exam].append(OnPath(exam, assigned_at, counts_earlier, tuple(waits_for)))
    return found


def _steps(numbers: Iterable[int]) -> dict[int, PathStep]:
    wanted = set(numbers)
    if not wanted:
        return {}
    rows = PathStep.objects.select_related("course", "manual", "exam").filter(pk__in=wanted)
    return {row.pk: row for row in rows}


def _attempts(staff: int, exams: Sequence[int]) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    for row in Attempt.objects.filter(staff=staff, exam__in=exams).order_by("number"):
        found[row.exam_id].append(row)
    return found
