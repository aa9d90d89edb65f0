"""Change what was assigned: another mentor, more time, or no longer."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.notifications import notify
from people.services.trail import acting
from training.errors import PathError
from training.models import PathAssignment
from training.services.path_assigning import refuse_mentor, refuse_past_day
from training.services.path_progress import progressed
from training.services.path_telling import mentor_notices, tell_cancelled, tell_extended


@transaction.atomic
def choose_mentor(
    *, assignment: PathAssignment, mentor: Staff, by: User | None, at: datetime
) -> PathAssignment:
    """Give somebody on a path a mentor, who is told; a path that waited for one only is done. Raises PathError."""
    assignment = _open(assignment)
    refuse_mentor(mentor, assignment.staff, timezone.localdate(at))
    if assignment.mentor_id == mentor.pk:
        return assignment
    assignment.mentor = mentor
    with acting(by, at):
        assignment.save(update_fields=["mentor"])
    notify(notices=mentor_notices([assignment]), at=at)
    progressed(staff_ids=[assignment.staff_id], at=at)
    return assignment


@transaction.atomic
def extend_due(
    *, assignment: PathAssignment, due_on: date, reason: str, by: User | None, at: datetime
) -> PathAssignment:
    """Give more time, with the reason kept and told. Raises PathError for a day that is past or not later."""
    assignment = _open(assignment)
    refuse_past_day(due_on, timezone.localdate(at))
    _refuse_no_reason(reason)
    if due_on <= assignment.due_on:
        raise PathError(_("The new day must be after the one it is due now."), "due_on")
    extended = {"from": assignment.due_on.isoformat(), "to": due_on.isoformat(), "reason": reason.strip()}
    assignment.data = {**assignment.data, "extended": [*assignment.data.get("extended", []), extended]}
    assignment.due_on = due_on
    with acting(by, at):
        assignment.save(update_fields=["due_on", "data"])
    tell_extended(assignment, at)
    return assignment


@transaction.atomic
def cancel_assignment(
    *, assignment: PathAssignment, reason: str, by: User | None, at: datetime
) -> PathAssignment:
    """Take somebody off a path, with the reason kept and told; what was learned stays learned. Raises PathError."""
    assignment = _open(assignment)
    _refuse_no_reason(reason)
    assignment.cancelled_at, assignment.cancelled_reason = at, reason.strip()
    with acting(by, at):
        assignment.save(update_fields=["cancelled_at", "cancelled_reason"])
    tell_cancelled(assignment, at)
    return assignment


def _open(assignment: PathAssignment) -> PathAssignment:
    rows = PathAssignment.objects.select_for_update(of=["self"]).select_related("path", "staff", "mentor")
    row = rows.get(pk=assignment.pk)
    if row.completed_at:
        raise PathError(_("This path is finished already."))
    if row.cancelled_at:
        raise PathError(_("This path was cancelled already."))
    return row


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise PathError(_("Give a reason; the member of staff reads it."), "reason")
