"""Sign people in who are in the room: by the code on the lecturer's screen, or by the lecturer's own eyes."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import CodeExpired, DeviceUsed, NoPlace, SignInClosed, StruckOut
from training.models import CourseSession, SessionPlace
from training.rotating_code import is_fresh
from training.services.enrolling import enrol
from training.services.sessions.booking import refuse_uninvited, seated
from training.services.sessions.locking import (
    hold_people,
    locked_session,
    refuse_overlap,
    refuse_unless_planned,
)
from training.services.sessions.planning import new_code_key

EARLIEST = timedelta(hours=1)
State, SignIn = SessionPlace.State, SessionPlace.SignIn


@transaction.atomic
def open_sign_in(*, session: CourseSession, by: User | None, at: datetime) -> CourseSession:
    """Let codes be shown and taken, from an hour before the session until its end. Raises SessionOver or SignInClosed."""
    session = locked_session(session)
    refuse_unless_planned(session)
    refuse_too_early(session, at)
    if at >= session.ends_at:
        raise SignInClosed(_("The session is over. Sign people in by hand."))
    if session.is_signing_in(at):
        return session
    session.code_key, session.sign_in_opened_at, session.sign_in_closed_at = new_code_key(), at, None
    with acting(by, at):
        session.save(update_fields=["code_key", "sign_in_opened_at", "sign_in_closed_at"])
    return session


@transaction.atomic
def close_sign_in(*, session: CourseSession, by: User | None, at: datetime) -> CourseSession:
    """Take no more codes; the key is forgotten."""
    session = locked_session(session)
    if session.sign_in_opened_at and not session.sign_in_closed_at:
        session.code_key, session.sign_in_closed_at = "", at
        with acting(by, at):
            session.save(update_fields=["code_key", "sign_in_closed_at"])
    return session


@transaction.atomic
def sign_in(
    *, session: CourseSession, staff: Staff, code: str, device: str, at: datetime, walk_in: bool = False
) -> SessionPlace:
    """Sign a person with a seat in by the code on the screen; `walk_in` takes a free seat first for who has none.

    `device` is the random mark of the browser; of it only a hash is kept. Who is signed in stays so. Raises SignInClosed,
    CodeExpired, NoPlace, NoFreeSeat, NotInvited, Overlapping, StruckOut or DeviceUsed.
    """
    session = locked_session(session)
    place = session.places.filter(staff=staff).first()
    if place is not None and place.signed_in_at:
        return place
    if not session.is_signing_in(at):
        raise SignInClosed(_("Nobody can sign in to this session now."))
    if not is_fresh(session.code_key, code, at):
        raise CodeExpired(_("This code is over. Scan the code that is on the screen now."))
    if place is not None and place.struck_out_at:
        raise StruckOut(_("The lecturer struck you out. Speak to the lecturer."))
    hashed = device_hash(session, device)
    if session.places.filter(device=hashed).exists():
        raise DeviceUsed(_("Somebody else signed in with this device. Ask the lecturer to sign you in."))
    seat = _seat_of(session, staff, place, at, walk_in)
    seat.device = hashed
    return _sign(seat, SignIn.CODE, staff.user, at)


@transaction.atomic
def sign_in_by_hand(
    *, session: CourseSession, staff: Staff, note: str, by: User | None, at: datetime
) -> SessionPlace:
    """Sign in whom the lecturer sees in the room, with a note why; who is not booked takes a free seat.

    Raises SessionOver, SignInClosed, NoFreeSeat, NotInvited or Overlapping.
    """
    session = locked_session(session)
    refuse_unless_planned(session)
    refuse_too_early(session, at)
    place = session.places.filter(staff=staff).first()
    if place is not None and place.signed_in_at:
        return place
    seat = _seat_of(session, staff, place, at, walk_in=True)
    seat.note, seat.struck_out_at = note, None
    return _sign(seat, SignIn.LECTURER, by, at)


@transaction.atomic
def strike_out(
    *, session: CourseSession, staff: Staff, note: str, by: User | None, at: datetime
) -> SessionPlace:
    """Undo the sign-in of somebody who is not in the room; only the lecturer can sign them in again."""
    session = locked_session(session)
    refuse_unless_planned(session)
    place = session.places.filter(staff=staff, signed_in_at__isnull=False).first()
    if place is None:
        raise NoPlace(_("%(name)s is not signed in.") % {"name": staff.name})
    # The device is free again: a colleague's phone may have been lent to somebody at home.
    place.signed_in_at, place.signed_in_by, place.device = None, SignIn.NONE, ""
    place.struck_out_at, place.note = at, note
    with acting(by, at):
        place.save()
    return place


def device_hash(session: CourseSession, device: str) -> str:
    """What is kept of a browser's mark; another for each session, so that nobody can be followed by it."""
    return hashlib.sha256(f"{session.pk}:{device}".encode()).hexdigest()


def refuse_too_early(session: CourseSession, at: datetime) -> None:
    """Raise SignInClosed more than an hour before the session."""
    if at < session.starts_at - EARLIEST:
        raise SignInClosed(_("Sign-in opens at the earliest an hour before the session begins."))


def _seat_of(
    session: CourseSession, staff: Staff, place: SessionPlace | None, at: datetime, walk_in: bool
) -> SessionPlace:
    if place is not None and place.state == State.SEAT:
        return place
    if not walk_in:
        raise NoPlace(_("You have no seat in this session."))
    refuse_uninvited(session, staff, None)
    hold_people([staff.pk])
    refuse_overlap(staff, session.starts_at, session.ends_at, session.pk)
    seat = seated(session, staff, at, may_wait=False)
    enrol(staff=staff, course=session.course, at=at)
    return seat


def _sign(place: SessionPlace, how: str, by: User | None, at: datetime) -> SessionPlace:
    place.signed_in_at, place.signed_in_by = at, how
    with acting(by, at):
        place.save()
    return place
