"""Exams somebody has no attempt left for."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, F, Max

from training.models import Attempt, LearningPath, PathRule


def exams_to_reopen(path: LearningPath, staff: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each of the staff the exams of a retraining's rules whose last allowed attempt failed, with its round."""
    if path.kind != LearningPath.Kind.RETRAINING:
        return {}
    exams = PathRule.objects.filter(path=path, cause=PathRule.Cause.FAILED_EXAM).values("exam")
    rounds = (
        Attempt.objects.filter(staff__in=list(staff), exam__in=exams)
        .exclude(state=Attempt.State.VOID)
        .values("staff", "exam", "round")
        .annotate(used=Count("pk"), won=BoolOr("passed", default=False), newest=Max("number"))
        .filter(used__gte=F("exam__attempts_allowed"), won=False)
        .order_by("newest")
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rounds:
        found[row["staff"]][str(row["exam"])] = row["round"]
    return dict(found)
