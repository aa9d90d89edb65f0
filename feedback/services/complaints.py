"""A complaint from the moment it is one to its finding, which may become points of the month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import ComplaintError, EvidenceError
from feedback.models import Category, Complaint, EvidenceEvent, ServiceRequest, Tier, TimelineEntry
from feedback.services import desk
from feedback.services.desk.complaint_rows import add_entry, locked_complaint, start_complaint
from feedback.services.desk.rows import locked
from feedback.services.evidence import record_event, withdraw_event
from people.models import Department, Staff

ENTRY = TimelineEntry.Kind.COMPLAINT


@transaction.atomic
def turn_into_complaint(*, request: ServiceRequest, note: str, by: Any, at: datetime) -> Complaint:
    """Treat a request as a complaint from now on: its number gets a C, and the tier for complaints counts.

    Raises ComplaintError where it is one already or closed.
    """
    found = locked(request)
    if found.is_complaint:
        raise ComplaintError(_("This is a complaint already."))
    if found.status == ServiceRequest.Status.CLOSED:
        raise ComplaintError(_("This request is closed. Reopen it first."))
    before = found.number
    found.kind, found.changed_at = ServiceRequest.Kind.COMPLAINT, at
    found.save(update_fields=["kind", "changed_at"])
    complaint = start_complaint(request=found)
    add_entry(found, ENTRY, "opened", by=by, at=at, text=note, before=before)
    tier = Tier.objects.filter(is_for_complaints=True, is_active=True).order_by("rank").first()
    if tier is not None and found.is_unresolved and found.tier_id != tier.pk:
        desk.change_tier(request=found, tier=tier, by=by, at=at, note=_("It is a complaint."))
    return complaint


@dataclass(frozen=True)
class Classification:
    """What a complaint is about, who answers for it, and whom it is about."""

    severity: str
    category: Category | None
    department: Department | None
    about: Staff | None
    happened_on: date | None


@transaction.atomic
def classify(*, request: ServiceRequest, facts: Classification, by: Any, at: datetime) -> Complaint:
    """Say what a complaint is about. Raises ComplaintError for a day to come or, once decided, another person or day."""
    complaint = locked_complaint(request, by=by)
    _check_day(facts.happened_on, at)
    if complaint.finding and (complaint.about, complaint.happened_on) != (facts.about, facts.happened_on):
        raise ComplaintError(
            _("The finding is decided. Change the finding to name another person or day."), "about"
        )
    if facts.category is not None and facts.category != complaint.request.category:
        desk.change_category(request=complaint.request, category=facts.category, by=by, at=at)
    complaint.severity, complaint.department = facts.severity, facts.department
    complaint.about, complaint.happened_on = facts.about, facts.happened_on
    complaint.save(update_fields=["severity", "department", "about", "happened_on"])
    add_entry(
        complaint.request,
        ENTRY,
        "classified",
        by=by,
        at=at,
        severity=facts.severity,
        department=str(facts.department or ""),
        about=facts.about.name if facts.about else "",
    )
    return complaint


def _check_day(day: date | None, at: datetime) -> None:
    if day is not None and day > localdate(at):
        raise ComplaintError(_("The day is in the future."), "happened_on")


@dataclass(frozen=True)
class Decision:
    """A finding with its grounds.

    `note` is what the member of staff concerned reads of it; `reason` says why an earlier finding is changed.
    """

    finding: str
    about: Staff | None
    happened_on: date | None
    root_cause: str
    remedy: str
    note: str = ""
    reason: str = ""


@transaction.atomic
def decide_finding(*, request: ServiceRequest, decision: Decision, by: Any, at: datetime) -> Complaint:
    """Decide whether a complaint is upheld; upheld about a person it deducts points of the month in which it happened.

    Changing a finding withdraws the points with the reason, and they are never deleted. Raises ComplaintError.
    """
    complaint = locked_complaint(request, by=by)
    _check_decision(complaint, decision, by, at)
    changed = bool(complaint.finding)
    _settle_points(complaint, decision, by, at)
    complaint.finding, complaint.about = decision.finding, decision.about
    complaint.happened_on = decision.happened_on
    complaint.root_cause, complaint.remedy = decision.root_cause.strip(), decision.remedy.strip()
    complaint.decided_by, complaint.decided_at = by, at
    complaint.save()
    add_entry(
        complaint.request,
        ENTRY,
        "decided",
        by=by,
        at=at,
        text=decision.reason if changed else decision.root_cause,
        finding=decision.finding,
        changed=changed,
        about=decision.about.name if decision.about else "",
    )
    _close_what_the_customer_confirmed(complaint.request, at)
    return complaint


def _check_decision(complaint: Complaint, decision: Decision, by: Any, at: datetime) -> None:
    upheld = decision.finding == Complaint.Finding.UPHELD
    _check_day(decision.happened_on, at)
    refusals = [
        (decision.finding not in DECIDED, _("Choose a finding."), "finding"),
        (
            decision.about is not None and decision.about.user_id == by.pk,
            _("Nobody decides a complaint about themselves."),
            "about",
        ),
        (not decision.root_cause.strip(), _("Say what was found out."), "root_cause"),
        (upheld and not decision.remedy.strip(), _("Say what is done for the customer."), "remedy"),
        (
            upheld and decision.about is not None and decision.happened_on is None,
            _("Say on which day it happened: its points belong to that month."),
            "happened_on",
        ),
        (
            bool(complaint.finding) and not decision.reason.strip(),
            _("A finding stands already. Say why it is changed."),
            "reason",
        ),
    ]
    for refused, message, field in refusals:
        if refused:
            raise ComplaintError(message, field)


DECIDED = (Complaint.Finding.UPHELD, Complaint.Finding.NOT_UPHELD)


def _settle_points(complaint: Complaint, decision: Decision, by: Any, at: datetime) -> None:
    """Make the evidence event say what the decision says: one that stands for an upheld complaint about a person."""
    wanted = decision.finding == Complaint.Finding.UPHELD and decision.about is not None
    event = complaint.event
    stands = event is not None and event.withdrawn_at is None
    if wanted and stands and _is_same(event, decision):
        return
    try:
        if event is not None and stands:
            withdraw_event(event=event, reason=decision.reason, by=by, at=at)
        if wanted:
            complaint.event = _points_for(complaint, decision, by, at)
    except EvidenceError as refused:
        raise ComplaintError(str(refused), "about") from refused


def _points_for(complaint: Complaint, decision: Decision, by: Any, at: datetime) -> EvidenceEvent:
    assert decision.about is not None
    assert decision.happened_on is not None
    return record_event(
        staff=decision.about,
        kind=EvidenceEvent.Kind.COMPLAINT,
        happened_on=decision.happened_on,
        by=by,
        at=at,
        reference=complaint.request.number,
        note=decision.note.strip(),
    )


def _is_same(event: Any, decision: Decision) -> bool:
    return (event.staff_id, event.happened_on, event.note) == (
        decision.about.pk if decision.about else None,
        decision.happened_on,
        decision.note.strip(),
    )


def _close_what_the_customer_confirmed(request: ServiceRequest, at: datetime) -> None:
    request = ServiceRequest.objects.get(pk=request.pk)
    if request.confirmed_at is not None and request.status == ServiceRequest.Status.RESOLVED:
        desk.close(request=request, at=at)
