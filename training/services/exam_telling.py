"""Tell people the results of their exams."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from people.models import Topic
from people.notices import Notice
from training.models import Attempt


def result_notices(attempts: Iterable[Attempt], left: Mapping[int, int], at: datetime) -> list[Notice]:
    """What tells each person how an attempt ended; a result that changes later is told anew."""
    return [
        Notice(
            attempt.staff.user_id,
            Topic.LEARNING,
            "exam_passed" if attempt.passed else "exam_failed",
            f"exam:{attempt.pk}:{at.isoformat()}",
            _facts(attempt, left[attempt.pk]),
            f"/exams/attempts/{attempt.pk}/result/",
        )
        for attempt in attempts
        if attempt.staff.user_id
    ]


def _facts(attempt: Attempt, left: int) -> dict[str, Any]:
    assert attempt.submitted_at
    next_at = attempt.submitted_at + timedelta(hours=attempt.exam.cooling_off_hours)
    return {
        "exam": dict(attempt.exam.title) or {"en": attempt.exam.code},
        "score": str(attempt.score),
        "pass_mark": str(attempt.pass_mark),
        "left": left,
        "next_at": next_at.isoformat(),
    }
