"""Money for a customer who complained: one asks, another decides by the amount, finance pays."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import ComplaintError
from feedback.models import Compensation, MoneyKind, ServiceRequest, TimelineEntry
from feedback.queries.money import money_decided_by
from feedback.services.complaint_news import tell_asker, tell_decider
from feedback.services.desk.complaint_rows import add_entry, locked_complaint

MOST = Decimal("9999999999.99")
State = Compensation.State


@transaction.atomic
def ask_for_money(
    *, request: ServiceRequest, kind: str, amount: Decimal, reason: str, by: Any, at: datetime
) -> Compensation:
    """Ask for a refund or compensation; it waits for whoever decides about the amount. Raises ComplaintError."""
    complaint = locked_complaint(request, by=by)
    if kind not in MoneyKind.values:
        raise ComplaintError(_("Choose a refund or a compensation."), "kind")
    if not Decimal(0) < amount <= MOST:
        raise ComplaintError(_("The amount must be more than zero."), "amount")
    if not reason.strip():
        raise ComplaintError(_("Please give a reason."), "reason")
    if not (complaint.department_id or complaint.request.department_id):
        raise ComplaintError(
            _("Say first which department is responsible: its head decides what the supervisor may not.")
        )
    asked = Compensation.objects.create(
        complaint=complaint, kind=kind, amount=amount, reason=reason.strip(), asked_by=by, asked_at=at
    )
    _write_down(asked, "asked", reason, by, at)
    tell_decider(asked, at)
    return asked


@transaction.atomic
def decide_money(
    *, compensation: Compensation, approve: bool, note: str, by: Any, at: datetime
) -> Compensation:
    """Approve or refuse with a reason, by whoever decides about the amount together with what was granted before.

    Two at once are one after the other: the second meets a decided one, or an amount that has grown. Raises ComplaintError.
    """
    waiting = _locked(compensation, by)
    if waiting.state != State.ASKED:
        raise ComplaintError(_("%(name)s has decided this already.") % {"name": _name_of(waiting.decided_by)})
    if not money_decided_by(by, Compensation.objects.filter(pk=waiting.pk), localdate(at)).exists():
        raise ComplaintError(_why_not(waiting, by))
    if not note.strip():
        raise ComplaintError(_("Please give a reason."), "note")
    waiting.state = State.APPROVED if approve else State.REFUSED
    waiting.decided_by, waiting.decided_at, waiting.decision_note = by, at, note.strip()
    waiting.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    _write_down(waiting, waiting.state, note, by, at)
    tell_asker(waiting, at)
    return waiting


@transaction.atomic
def mark_paid(*, compensation: Compensation, by: Any, at: datetime) -> Compensation:
    """Note that approved money was paid. Raises ComplaintError for what is not approved, or paid already."""
    approved = _locked(compensation, None)
    if approved.state == State.PAID:
        raise ComplaintError(_("This is marked as paid already."))
    if approved.state != State.APPROVED:
        raise ComplaintError(_("Only approved money can be paid."))
    approved.state, approved.paid_at = State.PAID, at
    approved.save(update_fields=["state", "paid_at"])
    _write_down(approved, "paid", "", by, at)
    tell_asker(approved, at)
    return approved


def _locked(compensation: Compensation, by: Any) -> Compensation:
    """The money as it is now; its request and complaint are held, so that sums over the complaint stand still."""
    complaint = locked_complaint(ServiceRequest.objects.get(pk=compensation.complaint_id), by=by)
    found = Compensation.objects.select_related("decided_by__staff", "asked_by").get(pk=compensation.pk)
    found.complaint = complaint
    return found


def _why_not(waiting: Compensation, by: Any) -> str:
    if waiting.asked_by_id == by.pk:
        return _("You asked for this yourself; somebody else decides it.")
    return _(
        "With what was granted before this is above your limit, or it is not yours to decide."
        " The head of the department decides it."
    )


def _name_of(user: Any) -> str:
    staff = getattr(user, "staff", None)
    return staff.name if staff else str(user)


def _write_down(money: Compensation, code: str, text: str, by: Any, at: datetime) -> None:
    add_entry(
        money.complaint.request,
        TimelineEntry.Kind.COMPENSATION,
        code,
        by=by,
        at=at,
        text=text,
        money=money.kind,
        amount=str(money.amount),
        currency=settings.CURRENCY,
    )
