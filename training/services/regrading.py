"""Correct a question's key or withdraw it, for all attempts that had it, in one transaction; scores before stay readable."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from people.services.trail import acting
from training.errors import NothingToRegrade, RegradeChanged, RegradesToNothing
from training.models import Attempt, AttemptQuestion, Question, Regrade
from training.queries.regrading import WITHDRAW, Change, Regrading, regrading_of
from training.services.outcomes import follow_up


@transaction.atomic
def regrade(*, question: Question, how: str, reason: str, digest: str, by: User, at: datetime) -> Regrading:
    """Write what the preview with this digest shows; raises a RegradeError. No certificate is touched.

    Who passes or fails by it is told and goes on from there; a withdrawn question is drawn no more.
    """
    asked = AttemptQuestion.objects.filter(question=question).values("attempt")
    list(Attempt.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))
    planned = regrading_of(question, how)
    check_regrading(planned)
    if planned.digest() != digest:
        raise RegradeChanged(_("Attempts were changed since the preview; look at it again."))
    flipped = [one.attempt for one in planned.changes if one.flips]
    with acting(by, at):
        AttemptQuestion.objects.bulk_update(planned.rows, ["key", "earned", "is_withdrawn"], batch_size=1000)
        _write_scores(planned.changes, reason, by, at)
        if how == WITHDRAW:
            Question.objects.filter(pk=question.pk).update(state=Question.State.RETIRED)
    follow_up(attempts=flipped, at=at)
    return planned


def check_regrading(planned: Regrading) -> None:
    """Raise RegradesToNothing or NothingToRegrade where a regrading cannot be done."""
    if planned.emptied:
        names = ", ".join(str(attempt.staff) for attempt in planned.emptied[:5])
        count = len(planned.emptied)
        text = ngettext(
            "%(count)s attempt would be left without any question (%(names)s). Void it instead.",
            "%(count)s attempts would be left without any question (%(names)s). Void them instead.",
            count,
        )
        raise RegradesToNothing(text % {"count": count, "names": names})
    if not planned.rows:
        raise NothingToRegrade(_("No attempt would change: they were marked by these answers already."))


def _write_scores(changes: list[Change], reason: str, by: User, at: datetime) -> None:
    before: list[Any] = [(one.attempt.score, one.attempt.passed) for one in changes]
    Regrade.objects.bulk_create(
        Regrade(
            attempt=one.attempt,
            score_before=score,
            score_after=one.score,
            passed_before=passed,
            passed_after=one.passed,
            reason=reason,
            by=by,
            at=at,
        )
        for one, (score, passed) in zip(changes, before, strict=True)
    )
    for one in changes:
        one.attempt.score, one.attempt.passed = one.score, one.passed
    Attempt.objects.bulk_update([one.attempt for one in changes], ["score", "passed"], batch_size=1000)
