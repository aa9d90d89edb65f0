"""Confirm who was there: the session is held, and those who came are credited with the course."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from training.errors import AttendanceWrong, NoPlace
from training.models import CourseSession, SessionPlace
from training.services.sessions.crediting import credit, take_back
from training.services.sessions.locking import locked_session, refuse_unless_planned

LATE_AFTER = timedelta(minutes=10)
Presence = SessionPlace.Presence
CAME = (Presence.PRESENT, Presence.LATE)


def presence_by_sign_in(session: CourseSession, place: SessionPlace) -> str:
    """What the sign-in says of a seat: present, late after ten minutes, absent."""
    if place.signed_in_at is None:
        return Presence.ABSENT
    return Presence.LATE if place.signed_in_at > session.starts_at + LATE_AFTER else Presence.PRESENT


@transaction.atomic
def confirm_attendance(
    *,
    session: CourseSession,
    presences: Mapping[int, str],
    by: User | None,
    at: datetime,
    head_count: int | None = None,
) -> CourseSession:
    """Store for every seat whether the person was present, late or absent, by staff id, and credit those who came.

    Nothing changes afterwards but by correction. Raises SessionOver or AttendanceWrong.
    """
    session = locked_session(session)
    refuse_unless_planned(session)
    if at < session.starts_at:
        raise AttendanceWrong(_("The session has not begun."))
    seats = list(session.places.filter(state=SessionPlace.State.SEAT).select_related("staff"))
    _refuse_incomplete(seats, presences)
    for place in seats:
        place.presence = presences[place.staff_id]
    session.state, session.closed_by, session.closed_at = CourseSession.State.HELD, by, at
    session.code_key, session.head_count = "", head_count
    if session.sign_in_opened_at and not session.sign_in_closed_at:
        session.sign_in_closed_at = at
    with acting(by, at):
        session.save()
        credit(session, [place for place in seats if place.presence in CAME], at)
        SessionPlace.objects.bulk_update(seats, ["presence", "credited"])
    return session


@transaction.atomic
def correct_presence(
    *, place: SessionPlace, presence: str, reason: str, by: User | None, at: datetime
) -> SessionPlace:
    """Correct one presence of a held session, with the reason; the credit follows. Raises AttendanceWrong or NoPlace."""
    session = locked_session(place.session)
    if session.state != CourseSession.State.HELD:
        raise AttendanceWrong(_("The attendance of this session is not confirmed yet."))
    place = SessionPlace.objects.select_for_update(of=("self",)).select_related("staff").get(pk=place.pk)
    if place.state != SessionPlace.State.SEAT:
        raise NoPlace(_("%(name)s has no seat in this session.") % {"name": place.staff.name})
    if presence not in (*CAME, Presence.ABSENT):
        raise AttendanceWrong(_("Say whether the person was present, late or absent."), "presence")
    came = place.presence in CAME
    place.presence, place.corrected_reason = presence, reason
    with acting(by, at):
        if presence in CAME and not came:
            credit(session, [place], at)
        elif came and presence not in CAME:
            take_back(place)
        place.save(update_fields=["presence", "corrected_reason", "credited"])
    return place


@transaction.atomic
def give_seat_on(*, place: SessionPlace, by: User | None, at: datetime) -> SessionPlace:
    """Free the seat of somebody who did not come, once the session has begun, for somebody who is in the room.

    The absence stays on record. Raises SessionOver, AttendanceWrong or NoPlace.
    """
    session = locked_session(place.session)
    refuse_unless_planned(session)
    if at < session.starts_at:
        raise AttendanceWrong(_("The session has not begun."))
    place = session.places.select_related("staff").get(pk=place.pk)
    if place.state != SessionPlace.State.SEAT or place.signed_in_at:
        raise NoPlace(_("%(name)s is in the room.") % {"name": place.staff.name})
    place.state, place.seat, place.presence = SessionPlace.State.CANCELLED, None, Presence.ABSENT
    with acting(by, at):
        place.save(update_fields=["state", "seat", "presence"])
    return place


def _refuse_incomplete(seats: list[SessionPlace], presences: Mapping[int, str]) -> None:
    missing = [
        place.staff.name for place in seats if presences.get(place.staff_id) not in (*CAME, Presence.ABSENT)
    ]
    if missing:
        names = ", ".join(missing[:5])
        raise AttendanceWrong(_("Say of everybody whether they came. Missing: %(names)s.") % {"names": names})
    if set(presences) - {place.staff_id for place in seats}:
        raise AttendanceWrong(_("Somebody on the list has no seat any more. Load the page again."))
