"""Complaints: who sees them, who decides whether they are upheld, whom to call back, and which may be closed."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from feedback.access import SEES_SERVICE, WORKS_SERVICE, requests_seen_by
from feedback.models import Complaint, Interaction, ServiceRequest, TimelineEntry
from people.models import Department, Staff
from people.models.tree import subtree_ids, team_ids

MOST_LIKELY = 10
LATELY = timedelta(days=90)


def is_about(user: Any, complaint: Complaint) -> bool:
    """Whether a complaint is about the user."""
    staff = getattr(user, "staff", None)
    return staff is not None and complaint.about_id == staff.pk


def complaints_decided_by(user: Any, complaints: QuerySet[Complaint], day: date) -> QuerySet[Complaint]:
    """Return those of the complaints whose finding a user may decide; never those about the user.

    Customer service and the office; whoever the person handling it, or the person it is about, reports to on the day; the
    head of the responsible department or of one above it.
    """
    staff = getattr(user, "staff", None)
    if staff is not None:
        complaints = complaints.exclude(about=staff)
    if user.has_role_everywhere(*WORKS_SERVICE):
        return complaints
    reach = answered_for_by("", user.departments_for(*WORKS_SERVICE))
    if staff is None:
        return complaints.filter(reach)
    team = team_ids(staff.pk, day, day)
    return complaints.filter(
        reach
        | Q(request__agent__in=team)
        | Q(about__in=team)
        | answered_for_by("", departments_headed_by(staff))
    )


def complaints_seen_by(user: Any, complaints: QuerySet[Complaint], day: date) -> QuerySet[Complaint]:
    """Return those of the complaints a user may read: of requests the user may read, and those the user may decide."""
    seen = requests_seen_by(user, ServiceRequest.objects.all(), day).order_by()
    decided = complaints_decided_by(user, Complaint.objects.all(), day).order_by()
    return complaints.filter(Q(request__in=seen.values("pk")) | Q(pk__in=decided.values("pk")))


def departments_headed_by(staff: Staff) -> list[int]:
    return list(Department.objects.filter(head=staff).values_list("pk", flat=True))


def answered_for_by(prefix: str, departments: list[int]) -> Q:
    """Complaints the departments or one below answer for: the responsible department's, else the request's."""
    if not departments:
        return Q(pk=None)
    within = subtree_ids(departments)
    responsible, handling = f"{prefix}department", f"{prefix}request__department"
    return Q(**{f"{responsible}__in": within}) | Q(
        **{f"{responsible}__isnull": True, f"{handling}__in": within}
    )


def findings_to_decide(user: Any, day: date) -> QuerySet[Complaint]:
    """Complaints without a finding that a user may decide, the next due first."""
    undecided = Complaint.objects.filter(finding=Complaint.Finding.PENDING).exclude(
        request__status=ServiceRequest.Status.CLOSED
    )
    return (
        complaints_decided_by(user, undecided, day)
        .select_related("request__agent", "department", "about")
        .order_by(F("request__next_due_at").asc(nulls_last=True), "request_id")
    )


def to_call_back(requests: QuerySet[ServiceRequest]) -> QuerySet[Any]:
    """Resolved complaints among the requests whose customer was not called back yet and has not confirmed; the longest waiting first."""
    return (
        requests.filter(
            kind=ServiceRequest.Kind.COMPLAINT,
            status=ServiceRequest.Status.RESOLVED,
            complaint__called_back_at__isnull=True,
            confirmed_at__isnull=True,
        )
        .annotate(tried=Exists(call_attempts()))
        .select_related("complaint", "agent", "customer", "category")
        .order_by("resolved_at", "pk")
    )


def call_attempts() -> QuerySet[TimelineEntry]:
    """Calls to the outer request's customer that nobody answered, since it was last resolved."""
    return TimelineEntry.objects.filter(
        request=OuterRef("pk"),
        kind=TimelineEntry.Kind.COMPLAINT,
        data__code="not_reached",
        at__gte=OuterRef("resolved_at"),
    )


def closing_by_themselves(requests: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Those of the requests that may be closed when nobody objects: no complaint whose loop is open.

    A complaint's is closed by a finding and one of: the customer confirmed, was called back, could not be reached at least
    once, or has the link by e-mail to object with.
    """
    asked = (
        Q(confirmed_at__isnull=False)
        | Q(complaint__called_back_at__isnull=False)
        | ~Q(contact_email="")
        | Exists(call_attempts())
    )
    decided = Q(complaint__isnull=False) & ~Q(complaint__finding=Complaint.Finding.PENDING)
    return requests.filter(~Q(kind=ServiceRequest.Kind.COMPLAINT) | (decided & asked))


def likely_about(request: ServiceRequest) -> list[Staff]:
    """Who a complaint may be about, to choose from while typing: who handled this or served the customer lately."""
    served = Q(requests=request.pk)
    if request.customer_id:
        served |= Q(pk__in=_served_lately(request))
    return list(Staff.objects.filter(served).distinct().order_by("employee_no")[:MOST_LIKELY])


def _served_lately(request: ServiceRequest) -> QuerySet[Any]:
    lately = Interaction.objects.filter(
        customer=request.customer_id, served_on__gte=request.created_at.date() - LATELY
    )
    return lately.order_by().values("staff")


def errors_seen_by(user: Any, errors: QuerySet[Any]) -> QuerySet[Any]:
    """Service errors: all for duties that cover the company, else those of reports; never one's own here."""
    if user.has_role_everywhere(*SEES_SERVICE):
        return errors
    visible = Staff.objects.in_reach_of(user, *SEES_SERVICE).exclude(user=user)
    return errors.filter(staff__in=visible.values("pk"))
