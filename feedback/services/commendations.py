"""Praise: put forward from surveys, taken from customers and colleagues, accepted or not."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from feedback.errors import CommendationError
from feedback.models import Commendation, EvidenceEvent
from feedback.queries.commendations import staff_called
from feedback.services.evidence import record_event
from people.models import Staff, Topic
from people.notices import Notice
from people.services import notify
from people.services.trail import acting

LOOKS_BACK = timedelta(days=62)

# Two at once: the answer's unique key lets one of them in.
PUT_FORWARD = """
INSERT INTO feedback_commendation (source, staff_id, about, happened_on, words, shown_words, answer_id, customer_id,
    from_name, from_contact, received_at, state, reason)
SELECT 'survey', answer.staff_id, '', answer.served_on, answer.words, '', answer.invitation_id,
    invitation.customer_id, '', '', answer.answered_at, 'waiting', ''
FROM feedback_surveyanswer answer
JOIN feedback_invitation invitation ON invitation.id = answer.invitation_id
JOIN feedback_praiserule rule ON rule.is_active
WHERE answer.answered_at > %(since)s AND answer.answered_at <= %(at)s
    AND answer.score >= rule.score_from AND length(btrim(answer.words)) >= greatest(rule.words_from, 1)
    AND answer.is_valid AND answer.flag IN ('', 'judged')
    AND NOT EXISTS (SELECT FROM feedback_commendation known WHERE known.answer_id = answer.invitation_id)
ON CONFLICT (answer_id) DO NOTHING
"""


def put_praise_forward(*, at: datetime) -> int:
    """Make commendations to be reviewed of the praise in the last two months' survey answers; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(PUT_FORWARD, {"at": at, "since": at - LOOKS_BACK})
        return cursor.rowcount


def receive_praise(
    *,
    about: str,
    words: str,
    happened_on: date,
    at: datetime,
    by: Any = None,
    from_name: str = "",
    from_contact: str = "",
) -> Commendation:
    """Take praise for somebody the sender names; `by` is the colleague who praises, if it is one. Raises CommendationError.

    Where the name fits exactly one member of staff the review begins with that person; the sender is never told.
    """
    if happened_on > localdate(at):
        raise CommendationError(_("The day is in the future."))
    sender = Staff.objects.filter(user=by).first() if by else None
    found = list(staff_called(about, happened_on)[:2])
    if sender is not None and sender in found:
        raise CommendationError(_("Nobody can praise themselves."))
    return Commendation.objects.create(
        source=Commendation.Source.STAFF if by else Commendation.Source.PUBLIC,
        staff=found[0] if len(found) == 1 else None,
        about=about.strip(),
        happened_on=happened_on,
        words=words.strip(),
        from_name=from_name.strip(),
        from_contact=from_contact.strip(),
        from_staff=sender,
        entered_by=by,
        received_at=at,
    )


def enter_praise(
    *, staff: Staff, words: str, happened_on: date, by: Any, at: datetime, from_name: str = ""
) -> Commendation:
    """Note praise the office heard of; somebody else reviews it. Raises CommendationError."""
    if happened_on > localdate(at):
        raise CommendationError(_("The day is in the future."))
    if staff.user_id is not None and staff.user_id == by.pk:
        raise CommendationError(_("Nobody can praise themselves."))
    return Commendation.objects.create(
        source=Commendation.Source.STAFF,
        staff=staff,
        happened_on=happened_on,
        words=words.strip(),
        from_name=from_name.strip(),
        entered_by=by,
        received_at=at,
    )


@transaction.atomic
def accept_commendation(
    *, commendation: Commendation, staff: Staff, by: Any, at: datetime, shown_words: str = ""
) -> Commendation:
    """Let praise count for a person, once, on the day it is about; the person reads `shown_words`.

    Raises CommendationError, or EvidenceError where the person did not work here that day.
    """
    waiting = _waiting(commendation, by)
    if waiting.from_staff_id == staff.pk:
        raise CommendationError(_("Nobody can praise themselves."))
    if waiting.answer_id is not None and waiting.staff_id != staff.pk:
        raise CommendationError(_("The survey was about somebody else."))
    if waiting.answer is not None and not waiting.answer.is_valid:
        raise CommendationError(_("The survey answer does not count, so its praise cannot either."))
    waiting.event = record_event(
        staff=staff,
        kind=EvidenceEvent.Kind.COMMENDATION,
        happened_on=waiting.happened_on,
        reference=str(waiting),
        by=by,
        at=at,
    )
    waiting.staff, waiting.shown_words = staff, shown_words.strip()
    if staff.user_id is not None:
        address = reverse("feedback:praise_mine")
        notice = Notice(staff.user_id, Topic.IDEA, "praised", f"praise:{waiting.pk}", {}, address)
        notify(notices=[notice], at=at)
    return _decide(waiting, Commendation.State.ACCEPTED, by, at)


@transaction.atomic
def reject_commendation(*, commendation: Commendation, reason: str, by: Any, at: datetime) -> Commendation:
    """Let praise not count, with a reason. Raises CommendationError."""
    waiting = _waiting(commendation, by)
    if not reason.strip():
        raise CommendationError(_("Please give a reason."))
    waiting.reason = reason.strip()
    return _decide(waiting, Commendation.State.REJECTED, by, at)


def _waiting(commendation: Commendation, by: Any) -> Commendation:
    """The row, locked and still to be decided, by somebody it does not concern."""
    locked = Commendation.objects.select_for_update(of=("self",)).select_related("staff", "answer")
    row = locked.get(pk=commendation.pk)
    if row.state != Commendation.State.WAITING:
        raise CommendationError(_("This praise has been decided about already."))
    if row.staff is not None and row.staff.user_id == by.pk:
        raise CommendationError(_("Nobody can decide about praise for themselves."))
    if row.entered_by_id == by.pk:
        raise CommendationError(_("Somebody else must decide about praise you entered."))
    return row


def _decide(row: Commendation, state: str, by: Any, at: datetime) -> Commendation:
    row.state, row.reviewed_by, row.reviewed_at = state, by, at
    with acting(by, at):
        row.save()
    return row
