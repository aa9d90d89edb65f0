"""The life of a month, from open to locked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ratings.errors import CorrectionError, MonthStatusError, NoPolicyError
from ratings.models import Policy, RatingMonth, StarCorrection
from ratings.services import (
    correct_result,
    decide_appeal,
    ensure_month,
    lock_month,
    make_appeal,
    publish_month,
    start_collecting,
    submit_for_review,
)
from tests import factories as make

FIRST = date(2026, 10, 1)
AT = datetime(2026, 11, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def published(**result):
    month = make.RatingMonthFactory(status="published", published_at=AT)
    return make.StarResultFactory(month=month, **result)


def test_ensure_month_takes_and_freezes_the_policy_in_force():
    Policy.objects.all().delete()
    old, new = (make.PolicyFactory(effective_from=date(year, 1, 1), activated_at=AT) for year in (2020, 2026))
    make.PolicyFactory(effective_from=date(2026, 5, 1))
    assert ensure_month(first_day=FIRST, at=AT).policy == new
    assert ensure_month(first_day=date(2025, 12, 1), at=AT).policy == old
    new.refresh_from_db()
    assert new.is_frozen


def test_ensure_month_without_a_policy_is_refused():
    with pytest.raises(NoPolicyError, match="1999-12"):
        ensure_month(first_day=date(1999, 12, 1), at=AT)


def test_ensure_month_twice_is_one_month():
    assert ensure_month(first_day=FIRST, at=AT) == ensure_month(first_day=FIRST, at=AT)


STEPS = {
    "start_collecting": (start_collecting, {"open"}, "collecting"),
    "submit_for_review": (submit_for_review, {"calculated"}, "under_review"),
    "publish_month": (publish_month, {"calculated", "under_review"}, "published"),
    "lock_month": (lock_month, {"published"}, "locked"),
}


@pytest.mark.parametrize("status", RatingMonth.Status.values)
@pytest.mark.parametrize(("step", "allowed", "then"), STEPS.values(), ids=STEPS.keys())
def test_month_moves_only_forward(step, allowed, then, status):
    month = make.RatingMonthFactory(status=status, published_at=AT)
    if status in allowed:
        assert step(month=month, by=make.UserFactory(), at=AT).status == then
    else:
        with pytest.raises(MonthStatusError):
            step(month=month, by=make.UserFactory(), at=AT)
        month.refresh_from_db()
        assert month.status == status


def test_correction_stands_beside_the_original():
    result = published(score=Decimal("3.90"), stars=3)
    correction = correct_result(
        result=result, score=Decimal("4.495"), reason="survey of another", by=make.UserFactory(), at=AT
    )
    result.refresh_from_db()
    assert (correction.score, correction.stars) == (Decimal("4.50"), 5)
    assert (result.score, result.stars) == (Decimal("3.90"), 3)


def test_correction_where_shares_decide_takes_what_that_score_got():
    result = published(score=Decimal("3.00"), stars=2)
    Policy.objects.filter(pk=result.month.policy_id).update(bands="shares")
    make.StarResultFactory(month=result.month, score=Decimal("4.00"), stars=3)
    make.StarResultFactory(month=result.month, score=Decimal("4.20"), stars=5)
    correction = correct_result(
        result=result, score=Decimal("4.10"), reason="x", by=make.UserFactory(), at=AT
    )
    assert correction.stars == 3


@pytest.mark.parametrize(
    ("score", "reason", "message"),
    [("5.01", "x", "between 1 and 5"), ("0.99", "x", "between 1 and 5"), ("4", " ", "why")],
)
def test_bad_corrections_are_refused(score, reason, message):
    with pytest.raises(CorrectionError, match=message):
        correct_result(result=published(), score=Decimal(score), reason=reason, by=make.UserFactory(), at=AT)


def test_unpublished_results_are_not_corrected():
    result = make.StarResultFactory()
    with pytest.raises(CorrectionError, match="published"):
        correct_result(result=result, score=Decimal(4), reason="x", by=make.UserFactory(), at=AT)


def test_nobody_corrects_own_result():
    user = make.UserFactory()
    with pytest.raises(CorrectionError, match="own"):
        correct_result(
            result=published(staff=make.StaffFactory(user=user)), score=Decimal(4), reason="x", by=user, at=AT
        )


def appealed():
    user = make.UserFactory()
    result = published(staff=make.StaffFactory(user=user))
    return make_appeal(result=result, text="The complaint was not about me.", by=user, at=AT)


def test_upheld_appeal_corrects():
    appeal = decide_appeal(
        appeal=appealed(), uphold=True, answer="Right.", by=make.UserFactory(), at=AT, score=Decimal("4.60")
    )
    assert appeal.status == "upheld"
    assert StarCorrection.objects.get().stars == 5


def test_rejected_appeal_changes_no_star():
    appeal = decide_appeal(appeal=appealed(), uphold=False, answer="It was.", by=make.UserFactory(), at=AT)
    assert appeal.status == "rejected"
    assert not StarCorrection.objects.exists()


def test_appeal_is_decided_once_by_another_and_with_an_answer():
    appeal, office = appealed(), make.UserFactory()
    with pytest.raises(CorrectionError, match="own"):
        decide_appeal(appeal=appeal, uphold=False, answer="x", by=appeal.result.staff.user, at=AT)
    with pytest.raises(CorrectionError, match="answer"):
        decide_appeal(appeal=appeal, uphold=False, answer="", by=office, at=AT)
    with pytest.raises(CorrectionError, match="score"):
        decide_appeal(appeal=appeal, uphold=True, answer="x", by=office, at=AT)
    decide_appeal(appeal=appeal, uphold=False, answer="x", by=office, at=AT)
    with pytest.raises(CorrectionError, match="already"):
        decide_appeal(appeal=appeal, uphold=False, answer="x", by=office, at=AT)


def test_appeal_is_only_for_oneself_and_once():
    appeal = appealed()
    with pytest.raises(CorrectionError, match="own"):
        make_appeal(result=appeal.result, text="x", by=make.UserFactory(), at=AT)
    with pytest.raises(CorrectionError, match="already"):
        make_appeal(result=appeal.result, text="x", by=appeal.result.staff.user, at=AT)


def test_month_with_open_appeals_is_not_locked():
    appeal = appealed()
    with pytest.raises(MonthStatusError, match=r"appeals.*1"):
        lock_month(month=appeal.result.month, by=None, at=AT)
