"""Money asked for on complaints: who decides about an amount, and what waits for whom."""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from feedback.models import ApprovalLimit, Compensation, Complaint
from feedback.queries.complaints import answered_for_by, complaints_seen_by, departments_headed_by
from people.models import Role, Staff
from people.models.tree import team_ids
from people.queries import assignment_on, heads_above

PAYS = (Role.FINANCE,)
GRANTED = (Compensation.State.APPROVED, Compensation.State.PAID)
AMOUNT = DecimalField(max_digits=12, decimal_places=2)


def with_level(compensations: QuerySet[Compensation]) -> QuerySet[Any]:
    """Add `together` (with what is granted of the kind on the complaint), `limit` and `needs_head`.

    What is granted already counts, so that an amount cut in pieces needs the same decision as the whole.
    """
    granted = (
        Compensation.objects.filter(complaint=OuterRef("complaint"), kind=OuterRef("kind"), state__in=GRANTED)
        .exclude(pk=OuterRef("pk"))
        .order_by()
        .values("complaint")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    limits = ApprovalLimit.objects.filter(kind=OuterRef("kind")).values("amount")
    nothing = Value(0, AMOUNT)
    return compensations.annotate(
        together=F("amount") + Coalesce(Subquery(granted), nothing, output_field=AMOUNT),
        limit=Coalesce(Subquery(limits), nothing, output_field=AMOUNT),
    ).annotate(
        needs_head=Case(When(together__gt=F("limit"), then=True), default=False, output_field=BooleanField())
    )


def money_decided_by(user: Any, compensations: QuerySet[Compensation], day: date) -> QuerySet[Any]:
    """Return those that wait and that a user may decide; never those the user asked for, or on a complaint about the user.

    Up to the limit whoever the person handling the complaint, or the person asking, reports to on the day; above it the head
    of the responsible department or of one above it, who may decide the smaller ones too.
    """
    waiting = with_level(compensations.filter(state=Compensation.State.ASKED)).exclude(asked_by=user)
    staff = getattr(user, "staff", None)
    if staff is not None:
        waiting = waiting.exclude(complaint__about=staff)
    if user.is_superuser:
        return waiting
    if staff is None or not user.is_active:
        return waiting.none()
    team = team_ids(staff.pk, day, day)
    supervised = Q(complaint__request__agent__in=team) | Q(asked_by__staff__in=team)
    return waiting.filter(
        (Q(needs_head=False) & supervised) | answered_for_by("complaint__", departments_headed_by(staff))
    )


def first_to_decide(compensation: Compensation, day: date) -> Staff | None:
    """Return whom to tell that money waits: the front-line supervisor up to the limit, else the nearest head."""
    row = (
        with_level(Compensation.objects.filter(pk=compensation.pk))
        .select_related("asked_by__staff", "complaint__request__agent")
        .get()
    )
    asker, complaint = getattr(row.asked_by, "staff", None), row.complaint
    supervisors = [] if row.needs_head else _supervisors(asker, complaint.request.agent, day)
    heads = heads_above(complaint.department_id or complaint.request.department_id)
    able = (
        one for one in [*supervisors, *heads] if one.user_id and one != asker and one.pk != complaint.about_id
    )
    return next(able, None)


def _supervisors(asker: Staff | None, agent: Staff | None, day: date) -> list[Staff]:
    places = [assignment_on(one, day) for one in (asker, agent) if one is not None]
    return [place.manager for place in places if place is not None and place.manager is not None]


def money_to_decide(user: Any, day: date) -> QuerySet[Any]:
    """Refunds and compensations a user may decide, the oldest first."""
    return (
        money_decided_by(user, Compensation.objects.all(), day)
        .select_related("complaint__request", "asked_by__staff")
        .order_by("asked_at", "pk")
    )


def money_seen_by(user: Any, compensations: QuerySet[Compensation], day: date) -> QuerySet[Compensation]:
    """Return those a user may read: on complaints the user may read, asked for or decided by the user or by a report; all for finance."""
    if user.has_role_everywhere(*PAYS):
        return compensations
    complaints = complaints_seen_by(user, Complaint.objects.all(), day).order_by()
    seen = Q(complaint__in=complaints.values("pk")) | Q(asked_by=user) | Q(decided_by=user)
    staff = getattr(user, "staff", None)
    if staff is not None:
        seen |= Q(asked_by__staff__in=team_ids(staff.pk, day, day))
        compensations = compensations.exclude(complaint__about=staff)
    return compensations.filter(seen)
