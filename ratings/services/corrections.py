"""What happens to a result after publication: appeals, and corrections that stand beside the original."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratings.bands import Thresholds, stars_for
from ratings.errors import CorrectionError
from ratings.models import Appeal, Policy, RatingMonth, StarCorrection, StarResult
from ratings.scoring import HIGHEST, LOWEST, rounded


def thresholds_of(policy: Policy) -> Thresholds:
    """The policy's bands as facts for the pure rules."""
    return Thresholds(policy.five_from, policy.four_from, policy.three_from, policy.two_from)


def stars_in_month(month: RatingMonth, score: Decimal) -> int:
    """Stars a score is worth in a month: by its thresholds, or what the next lower score got where shares decide."""
    if month.policy.bands == Policy.Bands.THRESHOLDS:
        return stars_for(score, thresholds_of(month.policy))
    lower = StarResult.objects.filter(month=month, score__lte=score).order_by("-score").first()
    return (lower.stars if lower else None) or 1


@transaction.atomic
def correct_result(
    *, result: StarResult, score: Decimal, reason: str, by: Any, at: datetime
) -> StarCorrection:
    """Put a published result right; the original stays, and money follows with the next run.

    Raises CorrectionError when the month is not published, the score is not within 1–5, the reason is empty or the result
    was corrected before.
    """
    month = (
        RatingMonth.objects.select_related("policy").select_for_update(of=["self"]).get(pk=result.month_id)
    )
    score = rounded(score)
    _refuse_unless(
        month.is_published, _("Only published results are corrected; calculate this month again instead.")
    )
    _refuse_unless(result.staff.user_id != by.pk, _("Nobody corrects one's own result."))
    _refuse_unless(LOWEST <= score <= HIGHEST, _("The score must be between 1 and 5."))
    _refuse_unless(bool(reason.strip()), _("Say why the result is corrected."))
    _refuse_unless(
        not StarCorrection.objects.filter(result=result).exists(),
        _("This result has been corrected already."),
    )
    return StarCorrection.objects.create(
        result=result,
        score=score,
        stars=stars_in_month(month, score),
        reason=reason.strip(),
        corrected_by=by,
        corrected_at=at,
    )


@transaction.atomic
def make_appeal(*, result: StarResult, text: str, by: Any, at: datetime) -> Appeal:
    """Ask for one's own published result to be looked at again.

    Raises CorrectionError when it is not one's own, the month is not published or locked already, or an appeal exists.
    """
    month = RatingMonth.objects.select_for_update().get(pk=result.month_id)
    _refuse_unless(result.staff.user_id == by.pk, _("Only one's own result can be appealed."))
    _refuse_unless(
        month.status == RatingMonth.Status.PUBLISHED,
        _("Appeals are possible after a month is published and until it is locked."),
    )
    _refuse_unless(bool(text.strip()), _("Say what should be looked at again."))
    _refuse_unless(not Appeal.objects.filter(result=result).exists(), _("There is an appeal already."))
    return Appeal.objects.create(result=result, text=text.strip(), made_at=at)


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, uphold: bool, answer: str, by: Any, at: datetime, score: Decimal | None = None
) -> Appeal:
    """Uphold an appeal with the corrected score, or reject it; either way with an answer.

    Raises CorrectionError when it is decided, the answer is empty, the score is missing or it is one's own appeal.
    """
    appeal = Appeal.objects.select_for_update().select_related("result__staff").get(pk=appeal.pk)
    _refuse_unless(appeal.status == Appeal.Status.OPEN, _("This appeal is decided already."))
    _refuse_unless(appeal.result.staff.user_id != by.pk, _("Nobody decides one's own appeal."))
    _refuse_unless(bool(answer.strip()), _("Give an answer."))
    if uphold:
        if score is None:
            raise CorrectionError(_("An upheld appeal needs the corrected score."))
        correct_result(result=appeal.result, score=score, reason=answer, by=by, at=at)
    appeal.status = Appeal.Status.UPHELD if uphold else Appeal.Status.REJECTED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip(), by, at
    appeal.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    return appeal


def _refuse_unless(allowed: bool, message: str) -> None:
    if not allowed:
        raise CorrectionError(message)
