"""How far people are on their paths: steps done, open, locked or late, and hours of those asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, QuerySet

from people.models import Staff
from training.models import Course, PathAssignment, PathStep
from training.path_plan import Plan
from training.queries.path_plans import plan_with
from training.queries.path_steps import DONE_AT

STATES = f"""
SELECT assignment.id, step.id, ({DONE_AT})
FROM training_pathassignment assignment
JOIN training_learningpath path ON path.id = assignment.path_id
JOIN training_pathstep step ON step.path_id = path.id
WHERE assignment.id = ANY(%(assignments)s)
ORDER BY step.order, step.id
"""  # noqa: S608 - fixed text

Moments = dict[int, datetime | None]
Before = dict[int, list[PathStep]]


@dataclass(frozen=True)
class StepState:
    """One step of somebody's path; `waits_for` are steps that come first and are not done."""

    step: PathStep
    due_on: date
    done_at: datetime | None
    waits_for: tuple[PathStep, ...] = ()

    def on(self, day: date) -> str:
        """What the step is on a day: done, locked, late or open."""
        if self.done_at:
            return "done"
        if self.waits_for:
            return "locked"
        return "late" if self.due_on < day else "open"


@dataclass(frozen=True)
class PathProgress:
    """How far somebody is on a path; `hours` are those of the courses done, beside what the path asks for."""

    assignment: PathAssignment
    steps: tuple[StepState, ...]
    hours: Plan

    @property
    def required(self) -> int:
        return sum(state.step.is_required for state in self.steps)

    @property
    def done(self) -> int:
        """Required steps done."""
        return sum(state.step.is_required and state.done_at is not None for state in self.steps)

    @property
    def is_open(self) -> bool:
        return self.assignment.completed_at is None and self.assignment.cancelled_at is None

    @property
    def lacks_mentor(self) -> bool:
        """Whether the path cannot be finished for want of a mentor."""
        return self.is_open and self.assignment.path.needs_mentor and self.assignment.mentor_id is None

    @property
    def next(self) -> StepState | None:
        """The first required step that can be done now, else the first of the others."""
        ready = [state for state in self.steps if not state.done_at and not state.waits_for]
        return next((state for state in ready if state.step.is_required), ready[0] if ready else None)


def assignments_of(staff: Staff) -> QuerySet[PathAssignment]:
    """Somebody's paths: those to finish by the day they are due, then those finished, the latest first."""
    rows = PathAssignment.objects.filter(staff=staff, cancelled_at=None)
    return rows.select_related("path", "mentor", "staff").order_by(
        F("completed_at").desc(nulls_first=True), "due_on", "pk"
    )


def assignments_mentored_by(staff: Staff) -> QuerySet[PathAssignment]:
    """Paths on which somebody mentors others, those to finish first."""
    rows = PathAssignment.objects.filter(mentor=staff, cancelled_at=None)
    return rows.select_related("path", "mentor", "staff").order_by(
        F("completed_at").desc(nulls_first=True), "due_on", "pk"
    )


def progress_of(assignments: Iterable[PathAssignment]) -> list[PathProgress]:
    """How far each is, in their order; three queries however many they are. Their path, mentor and staff are at hand."""
    rows = list(assignments)
    done = _done_at([row.pk for row in rows])
    steps = _steps({row.path_id for row in rows})
    before = _before(steps)
    return [_progress(row, [steps[pk] for pk in done[row.pk]], done[row.pk], before) for row in rows]


def _progress(row: PathAssignment, steps: Sequence[PathStep], done: Moments, before: Before) -> PathProgress:
    states = tuple(
        StepState(
            step=step,
            due_on=row.due_on,
            done_at=done[step.pk],
            waits_for=tuple(one for one in before.get(step.pk, ()) if done[one.pk] is None),
        )
        for step in steps
    )
    courses = [state.step.course for state in states if state.done_at and state.step.course]
    return PathProgress(row, states, plan_with(row.path, _whole(courses)))


def _whole(courses: Iterable[Course | None]) -> list[Course]:
    return [course for course in courses if course is not None]


def _done_at(assignments: list[int]) -> dict[int, Moments]:
    found: dict[int, Moments] = defaultdict(dict)
    if assignments:
        with connection.cursor() as cursor:
            cursor.execute(STATES, {"assignments": assignments})
            for assignment, step, moment in cursor.fetchall():
                found[assignment][step] = moment
    return found


def _steps(paths: set[int]) -> dict[int, PathStep]:
    rows = PathStep.objects.filter(path__in=paths).select_related("course", "manual", "exam")
    return {row.pk: row for row in rows}


def _before(steps: dict[int, PathStep]) -> Before:
    """The steps before each are of the same path and at hand: only the links are asked for."""
    links = PathStep.after.through.objects.filter(from_pathstep__in=steps)
    before: Before = defaultdict(list)
    for later, earlier in links.order_by("to_pathstep__order", "to_pathstep").values_list(
        "from_pathstep", "to_pathstep"
    ):
        before[later].append(steps[earlier])
    return before
