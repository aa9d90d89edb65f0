"""Tell people about their paths."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from people.models import Topic
from people.notices import Notice
from people.services.notifications import notify
from training.models import LearningPath, PathAssignment


def learning_home() -> str:
    """Where people see their paths."""
    return reverse("training:learn")


def mentees_page() -> str:
    """Where mentors see whom they mentor."""
    return reverse("training:mentees")


def facts_of(assignment: PathAssignment) -> dict[str, Any]:
    """What notices about an assignment say; texts in all languages, the reader's is chosen when read."""
    return {
        "path": named(assignment.path),
        "due_on": assignment.due_on.isoformat(),
        "name": assignment.staff.name,
        "cause": assignment.cause,
    }


def named(path: LearningPath) -> dict[str, str]:
    """The path's title in each language, its code where it has none."""
    return dict(path.title) or {"en": path.code}


def tell_assigned(assignments: list[PathAssignment], at: datetime) -> int:
    """Tell who was put on a path, and who was made a mentor."""
    notices = []
    for row in assignments:
        key, facts = f"path:{row.pk}", facts_of(row)
        if row.staff.user_id:
            notices.append(
                Notice(row.staff.user_id, Topic.LEARNING, "path_assigned", key, facts, learning_home())
            )
    return notify(notices=[*notices, *mentor_notices(assignments)], at=at)


def tell_completed(assignments: Iterable[int], at: datetime) -> int:
    """Tell who finished a path, and the mentor who helped."""
    rows = PathAssignment.objects.filter(pk__in=list(assignments)).select_related("path", "staff", "mentor")
    notices = []
    for row in rows:
        code = "retraining_done" if row.path.kind == LearningPath.Kind.RETRAINING else "path_done"
        facts, key = facts_of(row), f"path-done:{row.pk}"
        if row.staff.user_id:
            notices.append(Notice(row.staff.user_id, Topic.LEARNING, code, key, facts, learning_home()))
        if row.mentor and row.mentor.user_id:
            notices.append(
                Notice(row.mentor.user_id, Topic.LEARNING, "mentee_done", key, facts, mentees_page())
            )
    return notify(notices=notices, at=at)


def mentor_notices(assignments: Iterable[PathAssignment]) -> list[Notice]:
    """What tells mentors whom they mentor."""
    return [
        Notice(
            row.mentor.user_id,
            Topic.LEARNING,
            "path_mentor",
            f"mentor:{row.pk}:{row.mentor_id}",
            facts_of(row),
            mentees_page(),
        )
        for row in assignments
        if row.mentor and row.mentor.user_id
    ]


def tell_extended(assignment: PathAssignment, at: datetime) -> int:
    """Tell somebody that they have more time."""
    return _tell(assignment, "path_extended", assignment.data["extended"][-1]["reason"], at)


def tell_cancelled(assignment: PathAssignment, at: datetime) -> int:
    """Tell somebody that they need not finish a path."""
    return _tell(assignment, "path_cancelled", assignment.cancelled_reason, at)


def _tell(row: PathAssignment, code: str, reason: str, at: datetime) -> int:
    if not row.staff.user_id:
        return 0
    key, facts = f"{code}:{row.pk}:{row.due_on}", {**facts_of(row), "reason": reason}
    return notify(
        notices=[Notice(row.staff.user_id, Topic.LEARNING, code, key, facts, learning_home())], at=at
    )
