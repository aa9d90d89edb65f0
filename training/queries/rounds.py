"""Which round of attempts at an exam somebody is in."""

from django.db.models import Q

from training.models import LearningPath, PathAssignment


def round_of(*, staff: int, exam: int) -> int:
    """The round the next attempt belongs to, from 1: a retraining done, or a renewal assigned, opens the next one.

    An assignment's `data["exams"]` says which round of which exam it follows: {"12": 1}.
    """
    ended = PathAssignment.objects.filter(
        Q(path__kind=LearningPath.Kind.RETRAINING, completed_at__isnull=False)
        | Q(cause=PathAssignment.Cause.RENEWAL, cancelled_at=None),
        staff=staff,
        data__exams__has_key=str(exam),
    )
    rounds = ended.values_list(f"data__exams__{exam}", flat=True)
    return max((int(number) for number in rounds), default=0) + 1
