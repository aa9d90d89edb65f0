"""A run's life as a line of steps."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from incentives.models import PayoutRun
from incentives.sheets.words import moment, who

Status = PayoutRun.Status


def progress_of(run: PayoutRun) -> list[dict[str, Any]]:
    """Return the steps in order, each done, now, later or blocked, with who did it when."""
    steps = [
        (_("Prepared"), run.prepared_at, run.prepared_by, True),
        (_("Approved by somebody else"), run.approved_at, run.approved_by, True),
        (_("Bonus sheet exported"), run.exported_at, None, False),
        (_("Paid"), run.paid_at, run.paid_by, True),
        (_("Locked"), run.locked_at, None, False),
    ]
    is_rejected = run.status == Status.REJECTED
    waiting = ["blocked"] * len(steps) if is_rejected else ["now", *["later"] * len(steps)]
    lines = []
    for title, at, by, is_named in steps:
        state = "done" if at else waiting.pop(0)
        lines.append({"title": title, "state": state, "text": _done(at, by, is_named)})
    return lines


def _done(at: datetime | None, by: Any, is_named: bool) -> str:
    if at is None:
        return ""
    if not is_named:
        return moment(at)
    return _("%(who)s on %(when)s") % {"who": who(by), "when": moment(at)}
