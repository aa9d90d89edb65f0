"""All that happened with one customer, whatever the channel, newest first: one page of it in a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import (
    Commendation,
    Customer,
    CustomerMerge,
    Interaction,
    Invitation,
    PrivacyAction,
    ServiceRequest,
    Suggestion,
    SurveyAnswer,
)
from feedback.queries.reach import SENDS_SURVEYS, survey_rows_seen_by


@dataclass(frozen=True)
class Event:
    """One thing that happened; `model` and `pk` say where to look at it."""

    kind: str
    at: datetime
    title: str
    text: str = ""
    pk: int = 0
    stars: Any = None


@dataclass(frozen=True)
class Source:
    """One kind of event: its name, rows, moment, what to load with them, and how a row reads."""

    label: Any
    rows: Callable[[Customer, Any], QuerySet[Any]]
    moment: str
    reads: Callable[[Any], dict[str, Any]]
    related: tuple[str, ...] = field(default_factory=tuple)


def _answers_seen(customer: Customer, user: Any) -> QuerySet[SurveyAnswer]:
    """Who said what is for those who ask and follow up, and never about oneself; to others an answer has no name."""
    rows = SurveyAnswer.objects.filter(invitation__customer=customer)
    if not user.has_role(*SENDS_SURVEYS):
        return rows.none()
    return survey_rows_seen_by(user, rows).exclude(staff__user=user)


def _interaction(row: Interaction) -> dict[str, Any]:
    text = row.topic or (_("answered") if row.answered else _("not answered"))
    return {"title": f"{row.channel}: {row.staff.name}", "text": text}


def _request(row: ServiceRequest) -> dict[str, Any]:
    about = {"channel": row.channel, "state": row.get_status_display()}
    return {"title": str(row), "text": _("%(channel)s, %(state)s") % about}


def _invitation(row: Invitation) -> dict[str, Any]:
    return {"title": _("Asked to rate a service of %(name)s") % {"name": row.staff.name}}


def _answer(row: SurveyAnswer) -> dict[str, Any]:
    title = _("Rated a service of %(name)s") % {"name": row.staff.name}
    return {"title": title, "text": row.words, "stars": row.score}


def _commendation(row: Commendation) -> dict[str, Any]:
    who = row.staff.name if row.staff else row.about
    return {"title": f"{row} {who}, {row.get_state_display()}", "text": row.words}


def _suggestion(row: Suggestion) -> dict[str, Any]:
    return {"title": str(row), "text": row.get_state_display()}


def _merge(row: CustomerMerge) -> dict[str, Any]:
    title = _("Merged with customer #%(old)s") % {"old": row.old_id}
    return {"title": title, "text": f"{row.merged_by} {row.reason}".strip()}


def _privacy(row: PrivacyAction) -> dict[str, Any]:
    return {"title": f"{row.get_kind_display()}: {row.get_ground_display()}", "text": str(row.done_by)}


def _requests(customer: Customer, kind: str) -> QuerySet[ServiceRequest]:
    return ServiceRequest.objects.filter(customer=customer, kind=kind)


REQUEST, COMPLAINT = ServiceRequest.Kind.REQUEST, ServiceRequest.Kind.COMPLAINT
SOURCES: dict[str, Source] = {
    "interaction": Source(
        gettext_lazy("interactions"),
        lambda customer, user: Interaction.objects.filter(customer=customer),
        "occurred_at",
        _interaction,
        ("staff", "channel"),
    ),
    "request": Source(
        gettext_lazy("service requests"),
        lambda customer, user: _requests(customer, REQUEST),
        "created_at",
        _request,
        ("channel",),
    ),
    "complaint": Source(
        gettext_lazy("complaints"),
        lambda customer, user: _requests(customer, COMPLAINT),
        "created_at",
        _request,
        ("channel",),
    ),
    "invitation": Source(
        gettext_lazy("survey invitations"),
        lambda customer, user: Invitation.objects.filter(customer=customer),
        "sent_at",
        _invitation,
        ("staff",),
    ),
    "answer": Source(
        gettext_lazy("survey answers"),
        _answers_seen,
        "answered_at",
        _answer,
        ("staff",),
    ),
    "commendation": Source(
        gettext_lazy("commendations"),
        lambda customer, user: Commendation.objects.filter(customer=customer).exclude(staff__user=user),
        "received_at",
        _commendation,
        ("staff",),
    ),
    "suggestion": Source(
        gettext_lazy("suggestions"),
        lambda customer, user: Suggestion.objects.filter(customer=customer),
        "received_at",
        _suggestion,
    ),
    "merge": Source(
        gettext_lazy("merges"),
        lambda customer, user: CustomerMerge.objects.filter(survivor=customer),
        "merged_at",
        _merge,
        ("merged_by",),
    ),
    "privacy": Source(
        gettext_lazy("privacy"),
        lambda customer, user: PrivacyAction.objects.filter(customer=customer),
        "done_at",
        _privacy,
        ("done_by",),
    ),
}


class CustomerTimeline:
    """The events of a customer a user may see, to be cut into pages: the database sorts keys, pages load their rows."""

    def __init__(self, customer: Customer, user: Any, kind: str = "") -> None:
        self.customer, self.user = customer, user
        self.sources = {kind: SOURCES[kind]} if kind in SOURCES else SOURCES
        first, *others = [self._keys(*item) for item in self.sources.items()]
        joined = first.union(*others, all=True) if others else first
        self.keys: Any = joined.order_by("-moment", "event_kind", "-pk")

    def count(self) -> int:
        return self.keys.count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Event]:
        keys = list(self.keys[part])
        loaded = {kind: self._load(kind, keys) for kind in self.sources}
        found = [(kind, at, loaded[kind].get(pk)) for kind, at, pk in keys]
        return [
            Event(kind=kind, at=at, pk=row.pk, **self.sources[kind].reads(row))
            for kind, at, row in found
            if row is not None
        ]

    def _keys(self, kind: str, source: Source) -> QuerySet[Any, Any]:
        rows = source.rows(self.customer, self.user).order_by()
        named = rows.annotate(event_kind=Value(kind, output_field=CharField()), moment=F(source.moment))
        return named.values_list("event_kind", "moment", "pk")

    def _load(self, kind: str, keys: list[Any]) -> dict[int, Any]:
        wanted = [pk for of, _at, pk in keys if of == kind]
        source = self.sources[kind]
        rows = source.rows(self.customer, self.user).order_by()
        return (rows.select_related(*source.related) if source.related else rows).in_bulk(wanted)
