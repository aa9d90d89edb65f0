"""Giving low scores to somebody, handing them on, and saying when their time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import JudgementError
from feedback.models import FollowUp, SurveyAnswer
from feedback.queries.follow_ups import answers_without_follow_up, overdue
from feedback.services.judging import follow_up_answers
from feedback.survey_notices import follow_up_notice
from people.models import Role, RoleGrant, Staff
from people.services.notifications import notify

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
    tell("follow_up_given", [one.pk for one in made if one.owner_id], at)
    return len(made)


@transaction.atomic
def tell_overdue(*, at: datetime) -> int:
    """Tell owners, once, of follow-ups whose time is over; return how many there were."""
    late = list(overdue(at).select_for_update(of=("self",), skip_locked=True)[:BATCH])
    FollowUp.objects.filter(pk__in=[one.pk for one in late]).update(told_overdue_at=at)
    tell("follow_up_overdue", [one.pk for one in late], at)
    return len(late)


def tell(code: str, follow_ups: Sequence[int], at: datetime) -> None:
    """Tell the owners; of those with customer service, whoever has that duty for the whole company."""
    if not follow_ups:
        return
    found = list(FollowUp.objects.filter(pk__in=follow_ups).select_related("answer__staff", "owner"))
    duty = RoleGrant.objects.filter(role=Role.CUSTOMER_SERVICE, department=None).order_by("user")
    service = list(duty.values_list("user", flat=True)) if any(one.owner is None for one in found) else []
    notices = [
        follow_up_notice(one, user, code)
        for one in found
        for user in ([one.owner.user_id] if one.owner else service)
        if user is not None and user != one.answer.staff.user_id
    ]
    notify(notices=notices, at=at)


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
