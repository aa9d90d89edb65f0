"""Plan, change and cancel sessions."""

import secrets
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Staff, User
from people.services.trail import acting
from training.errors import NotForSessions, NotInvited, Overlapping, SeatsTaken, SessionOver, TimesWrong
from training.models import Course, CourseSession, Delivery, SessionPlace
from training.services.sessions.booking import promote
from training.services.sessions.locking import (
    free_seats,
    hold_people,
    last_seat,
    locked_session,
    refuse_overlap,
    refuse_unless_planned,
)
from training.services.sessions.telling import everybody_in, tell

PUT_OFF = ("starts_at", "ends_at", "place", "lecturer", "outside_lecturer")
ALWAYS = {"cost", "cost_note"}


class SessionFacts(TypedDict, total=False):
    """What is planned about a session."""

    course: Course
    starts_at: datetime
    ends_at: datetime
    place: str
    seats: int
    lecturer: Staff | None
    outside_lecturer: str
    cost: Decimal
    cost_note: str


@transaction.atomic
def plan(*, by: User | None, at: datetime, **facts: Unpack[SessionFacts]) -> CourseSession:
    """Plan a session and tell its lecturer; raises NotForSessions, TimesWrong, Overlapping or NotInvited."""
    session = CourseSession(**facts)
    _refuse_course(session.course)
    _refuse_times(session)
    _refuse_past(session, at)
    _refuse_lecturer(session)
    with acting(by, at):
        session.save()
    if session.lecturer and session.lecturer.user_id:
        tell(session, [session.lecturer.user_id], "session-given", at)
    return session


@transaction.atomic
def change(
    *, session: CourseSession, by: User | None, at: datetime, **facts: Unpack[SessionFacts]
) -> CourseSession:
    """Change what is planned and tell everybody booked; more seats let the waiting in. The cost can always be changed.

    Raises SessionOver, SeatsTaken, TimesWrong, Overlapping, NotInvited or NotForSessions.
    """
    session = locked_session(session)
    changed = {name: value for name, value in facts.items() if getattr(session, name) != value}
    for name, value in changed.items():
        setattr(session, name, value)
    if set(changed) - ALWAYS:
        _refuse_change(session, changed, at)
    with acting(by, at):
        session.save(update_fields=list(changed))
        _renumber(session)
    if at < session.starts_at and "seats" in changed:
        promote(session, at)
    if set(changed) & set(PUT_OFF):
        tell(session, everybody_in(session), "session-changed", at)
    return session


@transaction.atomic
def cancel(
    *, session: CourseSession, reason: str, by: User | None, at: datetime, cost: Decimal | None = None
) -> CourseSession:
    """Call a session off and tell everybody booked why; `cost` is what is to be paid all the same."""
    session = locked_session(session)
    refuse_unless_planned(session)
    session.state, session.cancelled_reason, session.code_key = CourseSession.State.CANCELLED, reason, ""
    session.cost = session.cost if cost is None else cost
    if session.sign_in_opened_at and not session.sign_in_closed_at:
        session.sign_in_closed_at = at
    with acting(by, at):
        session.save()
    tell(session, everybody_in(session), "session-cancelled", at, reason=reason)
    return session


def new_code_key() -> str:
    """A key for the codes on a screen: 256 bits nobody else knows."""
    return secrets.token_hex(32)


def _refuse_course(course: Course) -> None:
    if course.delivery == Delivery.ONLINE:
        text = _("This course is given online. Choose one that is given in a classroom or as a simulation.")
        raise NotForSessions(text, "course")
    if not course.is_active:
        raise NotForSessions(_("This course is no longer in use."), "course")


def _refuse_times(session: CourseSession) -> None:
    if session.ends_at <= session.starts_at:
        raise TimesWrong(_("The session ends before it begins."), "ends_at")


def _refuse_past(session: CourseSession, at: datetime) -> None:
    if session.starts_at <= at:
        raise TimesWrong(_("The session would begin in the past."), "starts_at")


def _refuse_lecturer(session: CourseSession) -> None:
    lecturer = session.lecturer
    if lecturer is None:
        return
    hold_people([lecturer.pk])
    if not lecturer.is_employed_on(timezone.localdate(session.starts_at)):
        raise NotInvited(_("%(name)s is not employed on that day.") % {"name": lecturer.name}, "lecturer")
    if session.pk and session.places.exclude(state=SessionPlace.State.CANCELLED).filter(staff=lecturer):
        raise NotInvited(_("%(name)s has a place in this session.") % {"name": lecturer.name}, "lecturer")
    try:
        refuse_overlap(lecturer, session.starts_at, session.ends_at, session.pk)
    except Overlapping as refusal:
        raise Overlapping(refusal.message, "lecturer") from refusal


def _refuse_change(session: CourseSession, changed: dict[str, Any], at: datetime) -> None:
    refuse_unless_planned(session)
    taken = session.places.filter(seat__isnull=False).count()
    if "seats" in changed and session.seats < taken:
        text = ngettext(
            "%(count)s seat is taken. Cancel the booking first.",
            "%(count)s seats are taken. Cancel bookings first.",
            taken,
        )
        raise SeatsTaken(text % {"count": taken}, "seats")
    if "course" in changed:
        _refuse_course(session.course)
        if session.places.exists():
            raise SessionOver(_("People are booked. Plan another session for another course."), "course")
    _refuse_times(session)
    if "starts_at" in changed:
        _refuse_past(session, at)
    if {"starts_at", "ends_at", "lecturer"} & set(changed):
        _refuse_lecturer(session)


def _renumber(session: CourseSession) -> None:
    """Let those on numbers that are gone move to free ones; there are enough, or the change was refused."""
    if last_seat(session) <= session.seats:
        return
    moved = list(session.places.filter(seat__gt=session.seats).order_by("seat"))
    for place, number in zip(moved, free_seats(session), strict=False):
        place.seat = number
    SessionPlace.objects.bulk_update(moved, ["seat"])
