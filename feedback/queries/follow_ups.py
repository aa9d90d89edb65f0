"""Low scores somebody is to follow up: whose they are, and who may see them."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from feedback.models import FollowUp, SurveyAnswer
from feedback.queries.reach import SENDS_SURVEYS, survey_rows_seen_by
from people.models import Assignment, Staff

OPEN = Q(answer__followed_up_at__isnull=True, answer__needs_follow_up=True, answer__is_valid=True)
SHOWN = (
    "answer__staff",
    "answer__department",
    "answer__invitation__customer",
    "answer__invitation__channel",
    "owner",
)


def answers_without_follow_up(day: date) -> QuerySet[Any]:
    """Low scores nobody has been given yet, with `manager`: the person's on a day, where that one can sign in."""
    in_force = Assignment.objects.on(day).filter(staff=OuterRef("staff"), manager__user__is_active=True)
    waiting = SurveyAnswer.objects.filter(
        needs_follow_up=True, followed_up_at__isnull=True, is_valid=True, follow_up__isnull=True
    )
    return waiting.annotate(
        manager=Subquery(in_force.values("manager")[:1]), hours=F("invitation__form__follow_up_hours")
    ).order_by("answered_at", "pk")


def may_follow_up(user: Any) -> bool:
    """Whether following up is any of the user's business: by duty, as a manager, or as the owner of one."""
    if not (user.is_authenticated and user.is_active):
        return False
    return (
        user.has_role(*SENDS_SURVEYS) or user.is_manager or FollowUp.objects.filter(owner__user=user).exists()
    )


def follow_ups_worked_by(user: Any) -> QuerySet[FollowUp]:
    """Those a user may close: one's own, those about reports, those of the duty; never about oneself."""
    seen = survey_rows_seen_by(user, SurveyAnswer.objects.filter(needs_follow_up=True))
    works = user.has_role(*SENDS_SURVEYS) or user.is_manager
    reach = Q(answer__in=seen.values("pk")) if works else Q(pk=None)
    mine = FollowUp.objects.filter(reach | Q(owner__user=user))
    return mine.exclude(answer__staff__in=Staff.objects.filter(user=user).values("pk"))


def follow_ups_seen_by(user: Any, follow_ups: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Those a user may read in the admin: about the answers the user may read."""
    seen = survey_rows_seen_by(user, SurveyAnswer.objects.filter(needs_follow_up=True))
    return follow_ups.filter(answer__in=seen.values("pk"))


def listed(follow_ups: QuerySet[FollowUp], state: str, mine: Any = None) -> QuerySet[FollowUp]:
    """Open ones by their due time, or done ones, the newest first; with everything a list shows."""
    if mine is not None:
        follow_ups = follow_ups.filter(owner__user=mine)
    rows = follow_ups.select_related(*SHOWN)
    if state == "done":
        return rows.filter(answer__followed_up_at__isnull=False).order_by("-answer__followed_up_at", "-pk")
    return rows.filter(OPEN).order_by("due_at", "pk")


def overdue(at: datetime) -> QuerySet[FollowUp]:
    """Open ones whose time is over and of whom nobody was told."""
    return FollowUp.objects.filter(OPEN, due_at__lt=at, told_overdue_at__isnull=True).order_by("due_at")
