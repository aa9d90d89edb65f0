"""Whom to call back about a day."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from feedback.models import Interaction, Invitation
from people.models import Staff

FOUND_IN = ("staff__name", "staff__employee_no", "customer__name", "customer__phone")


def interactions_to_call_back(user: Any, day: date, words: str = "") -> QuerySet[Interaction]:
    """Answered interactions of a day without a survey answer, but those the user served."""
    unanswered = Interaction.objects.filter(
        served_on=day,
        answered=True,
        invitation__answered_at__isnull=True,
        invitation__revoked_at__isnull=True,
        customer__no_surveys_since__isnull=True,
    )
    found = matching(unanswered, (*FOUND_IN, "external_id", "topic"), words)
    return (
        others(found, user)
        .select_related("staff", "customer", "channel", "invitation")
        .order_by("occurred_at", "pk")
    )


def invitations_to_call_back(user: Any, day: date, words: str = "") -> QuerySet[Invitation]:
    """Unanswered invitations of known customers that belong to no interaction, but those about the user."""
    unanswered = Invitation.objects.filter(
        served_on=day,
        customer__isnull=False,
        customer__no_surveys_since__isnull=True,
        interaction__isnull=True,
        answered_at__isnull=True,
        revoked_at__isnull=True,
    ).exclude(way=Invitation.Way.CALL_BACK)
    found = matching(unanswered, FOUND_IN, words)
    return others(found, user).select_related("staff", "customer", "channel").order_by("sent_at", "pk")


def invitations_to_call(user: Any, at: datetime) -> QuerySet[Invitation]:
    """Customers a sampling rule chose to be called, but those the user served; whose time ends first comes first."""
    chosen = Invitation.objects.filter(
        way=Invitation.Way.CALL_BACK,
        expires_at__gt=at,
        answered_at__isnull=True,
        revoked_at__isnull=True,
        customer__isnull=False,
        customer__no_surveys_since__isnull=True,
    )
    return others(chosen, user).select_related("staff", "customer", "channel").order_by("expires_at", "pk")


def matching(rows: QuerySet[Any], fields: tuple[str, ...], words: str) -> QuerySet[Any]:
    for word in words.split():
        hit = Q()
        for field in fields:
            hit |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(hit)
    return rows


def others(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    return rows.exclude(staff__in=Staff.objects.filter(user=user))
