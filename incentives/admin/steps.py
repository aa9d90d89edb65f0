"""The steps of a run as questions and as calls of services."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from incentives.admin.pages import Question
from incentives.models import PayoutRun
from incentives.services import approve_run, export_run, lock_run, mark_run_paid, reject_run
from starservice.web.formats import format_money, format_month

SUM = _("The run pays %(total)s from the fund %(fund)s.")
QUESTIONS = {
    "approve": Question(
        title=_("Approve the bonuses of %(month)s"),
        action_label=_("Approve"),
        done=_("The bonuses of %(month)s are approved."),
        text=SUM,
        consequences=[_("The bonus sheet can be exported and paid from."), _("You are named on it.")],
    ),
    "reject": Question(
        title=_("Reject the bonuses of %(month)s"),
        action_label=_("Reject"),
        done=_("The run of %(month)s is rejected; its money is back in the fund."),
        text=SUM,
        consequences=[
            _("The money goes back to the fund."),
            _("The month can be prepared again; this run stays visible with your reason."),
        ],
        danger=True,
    ),
    "export": Question(
        title=_("Export the bonus sheet of %(month)s"),
        action_label=_("Export"),
        done=_("The bonuses of %(month)s are exported; download the sheet here."),
        text=SUM,
        consequences=[_("From now on the run cannot be rejected.")],
    ),
    "paid": Question(
        title=_("Mark the bonuses of %(month)s as paid"),
        action_label=_("Mark as paid"),
        done=_("The bonuses of %(month)s are paid."),
        text=SUM,
        consequences=[
            _("The fund's ledger shows the payout."),
            _("Everybody in the run sees the amount as paid."),
        ],
    ),
    "lock": Question(
        title=_("Lock the run of %(month)s"),
        action_label=_("Lock"),
        done=_("The run of %(month)s is locked."),
        consequences=[_("Nothing of the run can be changed any more; corrections follow in the next run.")],
    ),
}


def facts_of(run: PayoutRun) -> dict[str, str]:
    """Return what the questions name."""
    return {
        "month": format_month(run.month.first_day),
        "total": format_money(run.total),
        "fund": str(run.fund),
    }


def take(step: str, *, run: PayoutRun, by: Any, at: datetime, reason: str = "") -> PayoutRun:
    """Take a step of a run."""
    calls: dict[str, Callable[[], PayoutRun]] = {
        "approve": lambda: approve_run(run=run, by=by, at=at),
        "reject": lambda: reject_run(run=run, reason=reason, by=by, at=at),
        "export": lambda: export_run(run=run, at=at),
        "paid": lambda: mark_run_paid(run=run, by=by, at=at),
        "lock": lambda: lock_run(run=run, at=at),
    }
    return calls[step]()
