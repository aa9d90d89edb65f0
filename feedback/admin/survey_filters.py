"""Filters of invitations and answers."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Invitation, SurveyAnswer

Choices = Iterable[tuple[Any, Any]]
NOTICED = (SurveyAnswer.Flag.BURST, SurveyAnswer.Flag.ROBOT, SurveyAnswer.Flag.FAST)


class NoticedFilter(admin.SimpleListFilter):
    """Answers a person should look at; with a burst come the answers it began with, from the same network."""

    title = _("noticed")
    parameter_name = "noticed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("open", _("to be looked at")),
            ("burst", _("bursts with all their answers")),
            ("judged", _("looked at")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        bursts = SurveyAnswer.objects.filter(flag=SurveyAnswer.Flag.BURST).values("network_hash")
        asked = {
            "open": Q(flag__in=NOTICED),
            "burst": Q(network_hash__in=bursts),
            "judged": Q(flag=SurveyAnswer.Flag.JUDGED),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class FollowUpFilter(admin.SimpleListFilter):
    """Low scores: somebody should call, or did."""

    title = _("follow-up")
    parameter_name = "follow_up"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("open", _("to be followed up")), ("done", _("followed up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = {
            "open": Q(needs_follow_up=True, followed_up_at__isnull=True),
            "done": Q(followed_up_at__isnull=False),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class StateFilter(admin.SimpleListFilter):
    """What became of an invitation."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return Invitation.State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        waiting = Q(answered_at__isnull=True, revoked_at__isnull=True)
        asked = {
            Invitation.State.OPEN: waiting & Q(expires_at__gt=now),
            Invitation.State.EXPIRED: waiting & Q(expires_at__lte=now),
            Invitation.State.ANSWERED: Q(answered_at__isnull=False),
            Invitation.State.REVOKED: Q(revoked_at__isnull=False),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))  # type: ignore[call-overload]
