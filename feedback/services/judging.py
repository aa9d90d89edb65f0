"""What people decide about answers: whether they count, whether a burst is fine, that a customer was called."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from feedback.errors import JudgementError
from feedback.models import AnswerNotice, SurveyAnswer
from people.models import Staff

Answers = QuerySet[SurveyAnswer]


@transaction.atomic
def discount_answers(*, answers: Answers, reason: str, by: Any, at: datetime) -> int:
    """Leave answers out of every figure, with a reason; the answer stays and can count again. Returns how many."""
    if not reason.strip():
        raise JudgementError(_("Please give a reason."))
    refuse_own(answers, by)
    settle_notices(answers, AnswerNotice.Verdict.DOES_NOT_COUNT, reason.strip(), by, at)
    return answers.filter(is_valid=True).update(is_valid=False, invalid_reason=reason.strip())


@transaction.atomic
def count_answers_again(*, answers: Answers, by: Any, at: datetime) -> int:
    """Let answers count that had been left out; returns how many."""
    refuse_own(answers, by)
    settled = AnswerNotice.objects.filter(
        answer__in=answers.filter(is_valid=False).values("pk"), verdict=AnswerNotice.Verdict.DOES_NOT_COUNT
    )
    settled.update(verdict=AnswerNotice.Verdict.COUNTS, judged_by=by, judged_at=at)
    return answers.filter(is_valid=False).update(is_valid=True, invalid_reason="")


@transaction.atomic
def accept_flagged(*, answers: Answers, by: Any, at: datetime, reason: str = "") -> int:
    """Note that a person looked at noticed answers and finds nothing wrong; returns how many."""
    refuse_own(answers, by)
    flagged = ~Q(flag__in=[SurveyAnswer.Flag.NONE, SurveyAnswer.Flag.JUDGED])
    listed = Exists(AnswerNotice.objects.filter(answer=OuterRef("pk"), verdict=""))
    noticed = list(answers.filter(flagged | Q(listed)).values_list("pk", flat=True))
    settle_notices(answers, AnswerNotice.Verdict.COUNTS, reason.strip(), by, at)
    return SurveyAnswer.objects.filter(pk__in=noticed).update(flag=SurveyAnswer.Flag.JUDGED)


def settle_notices(answers: Answers, verdict: str, reason: str, by: Any, at: datetime) -> None:
    """Write the decision on all that was noticed about the answers and is still open."""
    still_open = AnswerNotice.objects.filter(answer__in=answers.values("pk"), verdict="")
    still_open.update(verdict=verdict, reason=reason, judged_by=by, judged_at=at)


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
