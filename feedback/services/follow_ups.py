"""Giving low scores to somebody, handing them on, and saying when their time is over."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import JudgementError
from feedback.models import FollowUp, SurveyAnswer
from feedback.queries.follow_ups import answers_without_follow_up, overdue
from feedback.services.judging import follow_up_answers
from people.models import Staff

BATCH = 2000


@transaction.atomic
def open_follow_ups(*, at: datetime) -> int:
    """Give low scores nobody has yet to the manager of the person rated, or to customer service; return how many.

    Nobody is their own manager, so nobody follows up what was said about themselves.
    """
    waiting = answers_without_follow_up(localdate(at)).values_list("pk", "manager", "hours", "answered_at")
    made = [
        FollowUp(
            answer_id=answer, owner_id=manager, opened_at=at, due_at=answered_at + timedelta(hours=hours)
        )
        for answer, manager, hours, answered_at in waiting[:BATCH]
    ]
    FollowUp.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


@transaction.atomic
def tell_overdue(*, at: datetime) -> int:
    """Tell owners, once, of follow-ups whose time is over; return how many there were."""
    late = list(overdue(at).select_for_update(of=("self",), skip_locked=True)[:BATCH])
    FollowUp.objects.filter(pk__in=[one.pk for one in late]).update(told_overdue_at=at)
    return len(late)


def take_follow_up(*, follow_up: FollowUp, by: Any) -> None:
    """Make an open follow-up one's own; raises JudgementError where it is about oneself or done."""
    staff = Staff.objects.filter(user=by).first()
    if staff is None:
        raise JudgementError(_("Your sign-in belongs to no member of staff."))
    if follow_up.answer.staff_id == staff.pk:
        raise JudgementError(_("Nobody can decide about answers about themselves."))
    give(follow_up, staff)


def give_to_service(*, follow_up: FollowUp) -> None:
    """Hand an open follow-up to customer service; raises JudgementError where it is done."""
    give(follow_up, None)


def give(follow_up: FollowUp, owner: Staff | None) -> None:
    still_open = FollowUp.objects.filter(pk=follow_up.pk, answer__followed_up_at__isnull=True)
    if not still_open.update(owner=owner):
        raise JudgementError(_("This has been followed up already."))


def close_follow_up(*, follow_up: FollowUp, note: str, by: Any, at: datetime) -> None:
    """Note what was done; raises JudgementError without a note, about oneself, or where somebody was first."""
    answers = SurveyAnswer.objects.filter(pk=follow_up.pk)
    if not follow_up_answers(answers=answers, note=note, by=by, at=at):
        raise JudgementError(_("This has been followed up already."))
