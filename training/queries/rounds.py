"""Which round of attempts at an exam somebody is in."""

from django.db.models import Q

from training.models import LearningPath, PathAssignment


def rounds_of(*, staff: int) -> dict[int, int]:
    """The round the next attempt belongs to by exam, from 1; exams that are not named are in the first. One query.

    A retraining done, or a renewal assigned, opens the next round. An assignment's `data["exams"]` says which round of
    which exam it follows: {"12": 1}.
    """
    ended = PathAssignment.objects.filter(
        Q(path__kind=LearningPath.Kind.RETRAINING, completed_at__isnull=False)
        | Q(cause=PathAssignment.Cause.RENEWAL, cancelled_at=None),
        staff=staff,
        data__has_key="exams",
    )
    rounds: dict[int, int] = {}
    for exams in ended.values_list("data__exams", flat=True):
        for exam, ended_round in exams.items():
            rounds[int(exam)] = max(rounds.get(int(exam), 1), int(ended_round) + 1)
    return rounds


def round_of(*, staff: int, exam: int) -> int:
    """The round the next attempt at an exam belongs to, from 1."""
    return rounds_of(staff=staff).get(exam, 1)
