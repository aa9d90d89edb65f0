"""Give people places: a seat while there is one, else the next place on the waiting list."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import NoFreeSeat, NoPlace, NotInvited
from training.models import CourseSession, Enrolment, SessionPlace
from training.services.enrolling import enrol
from training.services.sessions.locking import (
    free_seats,
    hold_people,
    locked_session,
    refuse_begun,
    refuse_overlap,
)
from training.services.sessions.telling import tell, tell_unless_self

State = SessionPlace.State


@transaction.atomic
def book(*, session: CourseSession, staff: Staff, by: User | None, at: datetime) -> SessionPlace:
    """Give the lowest free seat, else a place on the waiting list; who has a place keeps it.

    Raises SessionOver, NotInvited or Overlapping.
    """
    session = locked_session(session)
    refuse_begun(session, at)
    held = session.places.filter(staff=staff).exclude(state=State.CANCELLED).first()
    if held is not None:
        return held
    refuse_uninvited(session, staff, by)
    hold_people([staff.pk])
    refuse_overlap(staff, session.starts_at, session.ends_at, session.pk)
    with acting(by, at):
        place = seated(session, staff, at, may_wait=True)
    enrol(staff=staff, course=session.course, at=at)
    code = "session-booked" if place.seat else "session-waiting"
    tell_unless_self(session, staff, code, by, at)
    return place


@transaction.atomic
def cancel_booking(
    *, session: CourseSession, staff: Staff, by: User | None, at: datetime
) -> SessionPlace | None:
    """Give a place up; the first of the waiting list gets the seat and is told. Return the place of who moved up.

    Raises SessionOver or NoPlace.
    """
    session = locked_session(session)
    refuse_begun(session, at)
    place = session.places.exclude(state=State.CANCELLED).filter(staff=staff).first()
    if place is None:
        raise NoPlace(_("%(name)s has no place in this session.") % {"name": staff.name})
    with acting(by, at):
        place.state, place.seat = State.CANCELLED, None
        place.save(update_fields=["state", "seat"])
    tell_unless_self(session, staff, "session-place-cancelled", by, at)
    return next(iter(promote(session, at)), None)


def promote(session: CourseSession, at: datetime) -> list[SessionPlace]:
    """Give free seats to those who waited longest and tell them; the caller holds the session."""
    numbers = free_seats(session)
    waiting = session.places.filter(state=State.WAITING).select_related("staff")
    moved = list(waiting.order_by("booked_at", "pk")[: len(numbers)])
    for place, number in zip(moved, numbers, strict=False):
        place.state, place.seat = State.SEAT, number
    with acting(None, at):
        SessionPlace.objects.bulk_update(moved, ["state", "seat"])
    users = [place.staff.user_id for place in moved if place.staff.user_id]
    tell(session, users, "session-promoted", at)
    return moved


def seated(session: CourseSession, staff: Staff, at: datetime, *, may_wait: bool) -> SessionPlace:
    """Make the place, or take a cancelled one up again; the caller holds the session. Raises NoFreeSeat."""
    seat = next(iter(free_seats(session)), None)
    if seat is None and not may_wait:
        raise NoFreeSeat(_("No seat is free."))
    place, _made = SessionPlace.objects.update_or_create(
        session=session,
        staff=staff,
        defaults={
            "state": State.SEAT if seat else State.WAITING,
            "seat": seat,
            "booked_at": at,
            "presence": SessionPlace.Presence.UNKNOWN,
        },
    )
    return place


def refuse_uninvited(session: CourseSession, staff: Staff, by: User | None) -> None:
    """Raise NotInvited for whom the session is not."""
    if not staff.is_employed_on(timezone.localdate(session.starts_at)):
        raise NotInvited(_("%(name)s is not employed on that day.") % {"name": staff.name})
    if session.lecturer_id == staff.pk:
        raise NotInvited(_("%(name)s gives this session.") % {"name": staff.name})
    books_for_self = by is not None and by.pk == staff.user_id
    if books_for_self and not may_choose(session, staff):
        raise NotInvited(_("This course is by assignment only. Ask the training department."))


def may_choose(session: CourseSession, staff: Staff) -> bool:
    """Whether a person may take a place without somebody else's word: the course is open, or they are on it."""
    course = session.course
    on_it = Enrolment.objects.filter(course=course, staff=staff, completed_at=None)
    return course.is_active and (course.is_open or on_it.exists())
