"""Tell people about their paths."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from people.models import Topic
from people.notices import Notice
from people.services.notifications import notify
from training.models import LearningPath, PathAssignment

HOME = "/learn/"


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
            notices.append(Notice(row.staff.user_id, Topic.LEARNING, "path_assigned", key, facts, HOME))
    return notify(notices=[*notices, *mentor_notices(assignments)], at=at)


def mentor_notices(assignments: Iterable[PathAssignment]) -> list[Notice]:
    """What tells mentors whom they mentor."""
    return [
        Notice(
            row.mentor.user_id,
            Topic.LEARNING,
            "path_mentor",
            f"mentor:{row.pk}:{row.mentor_id}",
            facts_of(row),
            f"{HOME}mentees/",
        )
        for row in assignments
        if row.mentor and row.mentor.user_id
    ]
