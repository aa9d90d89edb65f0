"""What a customer's link opens: one request, what is public of it, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from feedback import tokens
from feedback.contacts import phone_key, plain_email
from feedback.models import Attachment, ServiceRequest, ServiceRules, TimelineEntry
from feedback.numbers import id_in
from feedback.progress import Deadline, Promise, Standing, Step, next_promise, steps_of

MOST_ENTRIES = 200


@dataclass(frozen=True)
class TrackedRequest:
    """All the customer's page shows."""

    request: ServiceRequest
    rules: ServiceRules
    entries: list[TimelineEntry]
    steps: list[Step]
    promise: Promise | None
    promises: list[Deadline]
    zone: str
    version: str


def request_behind(token: str, at: datetime) -> tuple[ServiceRequest, ServiceRules] | None:
    """The request a link opens with the desk's rules; None for unknown links and those that have run out."""
    rules = ServiceRules.in_force()
    found = (
        ServiceRequest.objects.select_related("agent", "category", "channel", "previous")
        .filter(token_hash=tokens.hash_of(token))
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at - timedelta(days=rules.link_days)))
        .first()
    )
    return (found, rules) if found else None


def tracked_request(request: ServiceRequest, rules: ServiceRules, at: datetime) -> TrackedRequest:
    """What is public of a request, in four queries."""
    entries = list(reversed(public_entries(request)[:MOST_ENTRIES]))
    milestones = list(request.milestones.select_related("calendar"))
    deadlines = [Deadline(one.kind, one.due_at, one.met_at) for one in milestones]
    last = entries[-1].pk if entries else 0
    return TrackedRequest(
        request=request,
        rules=rules,
        entries=entries,
        steps=steps_of(standing_of(request)),
        promise=next_promise(deadlines, request.status, at),
        promises=deadlines,
        zone=next((one.calendar.zone for one in milestones if one.calendar), ""),
        version=f"{last}-{int(request.changed_at.timestamp())}-{request.status}-{request.agent_id or 0}",
    )


def public_entries(request: ServiceRequest) -> QuerySet[TimelineEntry]:
    """The entries of a request the customer may read, the newest first, with their files."""
    files = Prefetch("attachments", queryset=Attachment.objects.order_by("pk"))
    shown = TimelineEntry.objects.filter(request=request, is_public=True)
    return shown.select_related("staff").prefetch_related(files).order_by("-at", "-pk")


def public_file(request: ServiceRequest, pk: int) -> Attachment | None:
    """A file of something the customer may read."""
    return Attachment.objects.filter(pk=pk, request=request, entry__is_public=True).first()


def standing_of(request: ServiceRequest) -> Standing:
    return Standing(
        status=request.status,
        created_at=request.created_at,
        has_agent=request.agent_id is not None,
        first_replied_at=request.first_replied_at,
        resolved_at=request.resolved_at,
        closed_at=request.closed_at,
        confirmed_at=request.confirmed_at,
    )


def request_of(number: str, contact: str) -> ServiceRequest | None:
    """The request with this number, if the e-mail or phone is the one given with it."""
    pk, email, phone = id_in(number), plain_email(contact), phone_key(contact)
    found = ServiceRequest.objects.filter(pk=pk).first() if pk is not None and pk < 2**63 else None
    if found is None:
        return None
    same_email = bool(email) and plain_email(found.contact_email) == email
    same_phone = len(phone) >= 5 and phone_key(found.contact_phone) == phone
    return found if same_email or same_phone else None
