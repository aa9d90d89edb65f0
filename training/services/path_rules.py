"""Put staff on paths by rule: who was hired, who took a new position, who failed an exam for the last time."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from training.models import Attempt, LearningPath, PathAssignment, PathRule
from training.queries.path_occasions import occasions_by_rules
from training.services.path_assigning import Occasion, assign_many, path_due_on

Cause = PathAssignment.Cause


@transaction.atomic
def assign_by_rules(*, at: datetime) -> int:
    """Assign the paths of new hires and new positions; return how many are new. Doing it again changes nothing."""
    rows = occasions_by_rules(timezone.localdate(at))
    occasions = (Occasion(row.path_id, row.staff_id, row.cause, row.key, row.due_on) for row in rows)
    return assign_many(occasions=occasions, at=at)


@transaction.atomic
def assign_for_failed_exam(*, attempt: Attempt, at: datetime) -> int:
    """After the last attempt of a round failed, assign what the exam's rules say; return how many are new.

    Who is on that path already follows it for this exam, too: completing it opens the next round of both.
    """
    today = timezone.localdate(at)
    ended = {str(attempt.exam_id): attempt.round}
    new = 0
    rules = PathRule.objects.filter(
        cause=PathRule.Cause.FAILED_EXAM, exam=attempt.exam_id, is_active=True, path__is_active=True
    )
    for rule in rules.select_related("path"):
        key = f"exam:{attempt.exam_id}:{attempt.round}"
        due_on = path_due_on(rule.path, today, rule.days)
        made = assign_many(
            occasions=[
                Occasion(rule.path_id, attempt.staff_id, Cause.FAILED_EXAM, key, due_on, {"exams": ended})
            ],
            at=at,
        )
        new += made
        if not made:
            _follow_too(rule.path, attempt, ended)
    return new


def _follow_too(path: LearningPath, attempt: Attempt, ended: dict[str, int]) -> None:
    running = PathAssignment.objects.select_for_update().filter(
        path=path, staff=attempt.staff_id, completed_at=None, cancelled_at=None
    )
    for assignment in running:
        exams = {**assignment.data.get("exams", {}), **ended}
        assignment.data = {**assignment.data, "exams": exams}
        assignment.save(update_fields=["data"])
