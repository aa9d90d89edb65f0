"""The life of a payout run: prepared, approved by somebody else, exported, paid, locked – or rejected."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incentives.errors import MissingReasonError, OwnApprovalError, RunStatusError
from incentives.models import Fund, LedgerLine, PayoutRun

Status = PayoutRun.Status
Kind = LedgerLine.Kind


@transaction.atomic
def approve_run(*, run: PayoutRun, by: Any, at: datetime) -> PayoutRun:
    """Approve a prepared run; refused to who prepared it and to everybody who is paid by it."""
    run = _locked(run)
    _require(
        run, {Status.PREPARED}, _("Only a prepared run can be approved; the run of %(month)s is %(status)s.")
    )
    if run.prepared_by_id == by.pk:
        raise OwnApprovalError(_("You prepared this run; somebody else has to approve it."))
    if run.lines.filter(staff__user=by).exists():
        raise OwnApprovalError(
            _("You are paid by this run; somebody who gets nothing from it has to approve it.")
        )
    return _step(run, Status.APPROVED, approved_by=by, approved_at=at)


@transaction.atomic
def reject_run(*, run: PayoutRun, reason: str, by: Any, at: datetime) -> PayoutRun:
    """Reject a run that has not been exported and give its money back to the fund; the month can be prepared again."""
    run = _locked(run)
    _require(
        run,
        {Status.PREPARED, Status.APPROVED},
        _("Only a run that was not exported can be rejected; the run of %(month)s is %(status)s."),
    )
    if not reason.strip():
        raise MissingReasonError(_("Say why the run is rejected."))
    _move(run, Kind.RELEASE, by=by, at=at)
    return _step(run, Status.REJECTED, rejected_reason=reason.strip())


@transaction.atomic
def export_run(*, run: PayoutRun, at: datetime) -> PayoutRun:
    """Note that the approved sheet was handed out; a later export of the same run changes nothing."""
    run = _locked(run)
    if run.status in {Status.EXPORTED, Status.PAID, Status.LOCKED}:
        return run
    _require(
        run, {Status.APPROVED}, _("Only an approved run can be exported; the run of %(month)s is %(status)s.")
    )
    return _step(run, Status.EXPORTED, exported_at=at)


@transaction.atomic
def mark_run_paid(*, run: PayoutRun, by: Any, at: datetime) -> PayoutRun:
    """Note that the exported run was paid: what the fund had committed becomes a payout."""
    run = _locked(run)
    _require(
        run,
        {Status.EXPORTED},
        _("Only an exported run can be marked as paid; the run of %(month)s is %(status)s."),
    )
    _move(run, Kind.RELEASE, by=by, at=at)
    _move(run, Kind.PAYOUT, by=by, at=at)
    return _step(run, Status.PAID, paid_by=by, paid_at=at)


@transaction.atomic
def lock_run(*, run: PayoutRun, at: datetime) -> PayoutRun:
    """Lock a paid run for good."""
    run = _locked(run)
    _require(run, {Status.PAID}, _("Only a paid run can be locked; the run of %(month)s is %(status)s."))
    return _step(run, Status.LOCKED, locked_at=at)


def _locked(run: PayoutRun) -> PayoutRun:
    return PayoutRun.objects.select_for_update(of=("self",)).select_related("month", "fund").get(pk=run.pk)


def _require(run: PayoutRun, allowed: set[Status], refusal: str) -> None:
    if run.status not in allowed:
        raise RunStatusError(refusal % {"month": run.month, "status": run.get_status_display()})


def _step(run: PayoutRun, status: Status, **facts: Any) -> PayoutRun:
    run.status = status
    for name, value in facts.items():
        setattr(run, name, value)
    run.save(update_fields=["status", *facts])
    return run


def _move(run: PayoutRun, kind: Kind, *, by: Any, at: datetime) -> None:
    """Write a ledger line under the fund's lock; a run of nothing moves nothing."""
    if not run.total:
        return
    Fund.objects.select_for_update().get(pk=run.fund_id)
    amount = run.total if kind == Kind.RELEASE else -run.total
    LedgerLine.objects.create(
        fund_id=run.fund_id, run=run, kind=kind, amount=amount, entered_by=by, entered_at=at
    )
