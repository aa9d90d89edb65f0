"""Complete paths whose steps are done."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from people.services.trail import acting
from training.queries.path_steps import DONE_AT
from training.services.issuing import issue_by_rule
from training.services.path_telling import tell_completed

COMPLETE = f"""
UPDATE training_pathassignment assignment SET completed_at = %(at)s
FROM training_learningpath path
WHERE path.id = assignment.path_id AND assignment.staff_id = ANY(%(staff)s)
    AND assignment.completed_at IS NULL AND assignment.cancelled_at IS NULL
    AND (assignment.mentor_id IS NOT NULL OR NOT path.needs_mentor)
    AND EXISTS (SELECT FROM training_pathstep step WHERE step.path_id = path.id AND step.is_required)
    AND NOT EXISTS (
        SELECT FROM training_pathstep step
        WHERE step.path_id = path.id AND step.is_required AND ({DONE_AT}) IS NULL
    )
RETURNING assignment.id
"""  # noqa: S608 - fixed text


@transaction.atomic
def progressed(*, staff_ids: Iterable[int], at: datetime) -> int:
    """Complete the open paths of these staff whose required steps are done, then issue what that earns.

    Return how many were completed. The hours asked for are held by the path when it is put in use (its courses add up
    to them), so that required steps done means hours reached.
    """
    staff = sorted(set(staff_ids))
    if not staff:
        return 0
    with acting(None, at), connection.cursor() as cursor:
        cursor.execute(COMPLETE, {"staff": staff, "at": at})
        completed = [pk for (pk,) in cursor.fetchall()]
    if completed:
        tell_completed(completed, at)
    issue_by_rule(staff_ids=staff, at=at)
    return len(completed)
