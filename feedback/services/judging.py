"""What people decide about answers: whether they count, whether a burst is fine, that a customer was called."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from feedback.errors import JudgementError
from feedback.models import SurveyAnswer
from people.models import Staff

Answers = QuerySet[SurveyAnswer]


@transaction.atomic
def discount_answers(*, answers: Answers, reason: str, by: Any) -> int:
    """Leave answers out of every figure, with a reason; the answer stays and can count again. Returns how many."""
    if not reason.strip():
        raise JudgementError(_("Please give a reason."))
    refuse_own(answers, by)
    return answers.filter(is_valid=True).update(is_valid=False, invalid_reason=reason.strip())


@transaction.atomic
def count_answers_again(*, answers: Answers, by: Any) -> int:
    """Let answers count that had been left out; returns how many."""
    refuse_own(answers, by)
    return answers.filter(is_valid=False).update(is_valid=True, invalid_reason="")


@transaction.atomic
def accept_flagged(*, answers: Answers, by: Any) -> int:
    """Note that a person looked at flagged answers and finds nothing wrong; returns how many."""
    refuse_own(answers, by)
    noticed = answers.exclude(flag__in=[SurveyAnswer.Flag.NONE, SurveyAnswer.Flag.JUDGED])
    return noticed.update(flag=SurveyAnswer.Flag.JUDGED)


@transaction.atomic
def follow_up_answers(*, answers: Answers, note: str, by: Any, at: datetime) -> int:
    """Note what was done about low scores; returns how many were open."""
    if not note.strip():
        raise JudgementError(_("Please say what was done."))
    refuse_own(answers, by)
    still_open = answers.filter(needs_follow_up=True, followed_up_at__isnull=True)
    return still_open.update(followed_up_at=at, followed_up_by=by, follow_up_note=note.strip())


def refuse_own(answers: Answers, by: Any) -> None:
    if answers.filter(staff__in=Staff.objects.filter(user=by)).exists():
        raise JudgementError(_("Nobody can decide about answers about themselves."))
