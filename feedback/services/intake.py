"""Taking in a service request or complaint, whatever way it came: sorted, promised, assigned and confirmed at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from feedback import tokens
from feedback.contacts import plain_email
from feedback.errors import EmptyMessageError, NoTierError
from feedback.links import tracking_token
from feedback.models import (
    Category,
    Channel,
    Customer,
    MilestoneKind,
    ServiceRequest,
    ServiceRules,
    Tier,
    TimelineEntry,
)
from feedback.priority import Proposal, RequestFacts, TierRank, propose
from feedback.queries.sorting import (
    category_of,
    complaints_before,
    rank_of,
    rules_in_use,
    tags_of,
    tiers_in_use,
)
from feedback.services.assigning import assign_automatically
from feedback.services.attaching import attach
from feedback.services.desk.complaint_rows import start_complaint
from feedback.services.due import start_milestones
from feedback.services.finding_customers import Contact, customer_of
from starservice.jobs.outbox import put_in_outbox

__all__ = ["Contact", "open_request"]

Kind = ServiceRequest.Kind
LONGEST_SUBJECT = 150
SHORT_SUBJECT = 80


@transaction.atomic
def open_request(
    *,
    subject: str,
    text: str,
    channel: Channel,
    at: datetime,
    kind: str = Kind.REQUEST,
    category: Category | None = None,
    tier: Tier | None = None,
    customer: Customer | None = None,
    contact: Contact | None = None,
    language: str = "",
    area: str = "",
    by: Any = None,
    source: str = "",
    external_id: str = "",
    previous: ServiceRequest | None = None,
    files: Sequence[Any] = (),
) -> ServiceRequest:
    """Take in what a customer asks for and return the request; the same `source` and `external_id` again: the first one.

    Without a category the words decide; without a tier category, words, tags and complaints before do. The first line is the
    subject where there is none. Raises EmptyMessageError, FileRefusedError or NoTierError, and then nothing is kept.
    """
    if external_id and (first := _taken_before(source, external_id)):
        return first
    if not text.strip() and not files:
        raise EmptyMessageError(_("Please write something."))
    request = ServiceRequest(
        kind=kind,
        subject=_subject_of(subject, text),
        channel=channel,
        category=category,
        customer=customer,
        language=language,
        area=area.strip()[:40],
        previous=previous,
        source=source,
        external_id=external_id,
        created_by=by,
    )
    _say_whose(request, contact or Contact())
    words = _sort(request, f"{subject}\n{text}", tier, at)
    _keep(request, at)
    _write_down(request, text, files, by, at, {"category_words": list(words)} if words else {})
    _promise_and_assign(request, at)
    return request


def _taken_before(source: str, external_id: str) -> ServiceRequest | None:
    """The request that came under this number; two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"request:{source}:{external_id}"]
        )
    return ServiceRequest.objects.filter(source=source, external_id=external_id).first()


def _say_whose(request: ServiceRequest, contact: Contact) -> None:
    """Find the customer by the contact; one that was named is reached as we know, where the contact says nothing.

    Of a customer found by a stranger's e-mail or phone nothing is taken over, so that the request's page tells nothing.
    """
    named = request.customer
    request.contact_name = contact.name.strip()[:100] or (named.name if named else "")
    request.contact_email = plain_email(contact.email) or (named.email if named else "")
    request.contact_phone = contact.phone.strip()[:40] or (named.phone if named else "")
    request.language = request.language or (named.language if named else "")
    request.customer = named or customer_of(contact, request.language)


def _sort(request: ServiceRequest, text: str, tier: Tier | None, at: datetime) -> tuple[str, ...]:
    """Say what the request is about, who answers for that, and how fast; return the words that named the category."""
    words: tuple[str, ...] = ()
    if request.category is None:
        request.category, words = category_of(text)
    category = request.category
    request.department = category.department if category else None
    facts = RequestFacts(
        text=text,
        is_complaint=request.is_complaint,
        tags=tags_of(request.customer),
        complaints_days_ago=complaints_before(request.customer, at),
        category=category.code if category else "",
        category_tier=rank_of(category.tier if category else None),
        chosen=rank_of(tier),
    )
    request.tier, proposal = _tier_for(facts, tier)
    request.tier_reasons = list(proposal.reasons)
    return words


def _tier_for(facts: RequestFacts, tier: Tier | None) -> tuple[Tier, Proposal]:
    """The tier a person chose, or the proposed one among those in use; complaints have one of their own."""
    known = tiers_in_use()
    ordinary = [one for one in known.values() if not one.is_for_complaints]
    usual = tier or next(reversed(ordinary or list(known.values())), None)
    if usual is None:
        raise NoTierError(_("There is no service tier in use. Ask the programme office to make one."))
    complaints = next((one for one in known.values() if one.is_for_complaints), None)
    if facts.category_tier and facts.category_tier.code not in known:
        facts = _without_category_tier(facts)
    proposal = propose(facts, rules_in_use(), TierRank(usual.code, usual.rank), rank_of(complaints))
    return tier or known[proposal.tier], proposal


def _without_category_tier(facts: RequestFacts) -> RequestFacts:
    """A category may still name a tier that is no longer in use."""
    return RequestFacts(**{**vars(facts), "category_tier": None})


def _subject_of(subject: str, text: str) -> str:
    given = " ".join(subject.split())
    if given:
        return given[:LONGEST_SUBJECT]
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), _("Files"))
    return line if len(line) <= SHORT_SUBJECT else f"{line[: SHORT_SUBJECT - 1]}…"


def _keep(request: ServiceRequest, at: datetime) -> None:
    request.created_at = request.changed_at = at
    request.link_seed = tokens.new_seed()
    request.token_hash = tokens.hash_of(tracking_token(request))
    request.save(force_insert=True)
    if request.is_complaint:
        start_complaint(request=request)


def _write_down(
    request: ServiceRequest, text: str, files: Sequence[Any], by: Any, at: datetime, facts: dict[str, Any]
) -> None:
    """Begin the timeline with what the customer said; what it follows on stands before."""
    if request.previous:
        TimelineEntry.objects.create(
            request=request,
            kind=TimelineEntry.Kind.LINKED,
            at=at,
            data={"code": "follows_on", "number": request.previous.number},
        )
    entry = TimelineEntry.objects.create(
        request=request,
        kind=TimelineEntry.Kind.MESSAGE,
        at=at,
        by=by,
        text=text.strip(),
        data=facts,
        is_public=True,
    )
    attach(entry=entry, files=files)


def _promise_and_assign(request: ServiceRequest, at: datetime) -> None:
    start_milestones(request=request, at=at)
    _confirm(request, at)
    if ServiceRules.in_force().assigns_automatically:
        assign_automatically(request=request, at=at)
        request.refresh_from_db(fields=["agent", "agent_reason", "status", "changed_at"])


def _confirm(request: ServiceRequest, at: datetime) -> None:
    """Say that it has come in and what is promised; no person's answer, so the clock runs on."""
    due = dict(request.milestones.values_list("kind", "due_at"))
    promised = {kind: moment.isoformat() for kind, moment in due.items() if moment}
    entry = TimelineEntry.objects.create(
        request=request,
        kind=TimelineEntry.Kind.AUTOMATIC,
        at=at,
        data={
            "code": "received",
            "response_due": promised.get(MilestoneKind.RESPONSE, ""),
            "solution_due": promised.get(MilestoneKind.SOLUTION, ""),
        },
        is_public=True,
    )
    if request.contact_email:
        put_in_outbox("feedback.tasks.email_entry", entry_id=entry.pk)
