"""Rows of a session, held while something is decided about them: the session first, then people by their number."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from people.models import Staff
from training.errors import Overlapping, SessionOver
from training.models import CourseSession, SessionPlace

ACTIVE = (SessionPlace.State.SEAT, SessionPlace.State.WAITING)


def locked_session(session: CourseSession) -> CourseSession:
    """The session as it is now; nobody else books, changes or closes it until the transaction ends."""
    rows = CourseSession.objects.select_for_update(of=("self",)).select_related("course", "lecturer__user")
    return rows.get(pk=session.pk)


def hold_people(staff: Iterable[int]) -> None:
    """Let nobody give these people another place meanwhile: two sessions at once would each see none."""
    rows = Staff.objects.select_for_update(no_key=True).filter(pk__in=list(staff)).order_by("pk")
    list(rows.values_list("pk"))


def refuse_unless_planned(session: CourseSession) -> None:
    """Raise SessionOver for a session that was held or cancelled."""
    if session.state == CourseSession.State.HELD:
        raise SessionOver(_("The attendance of this session is confirmed."))
    if session.state == CourseSession.State.CANCELLED:
        raise SessionOver(_("This session was cancelled."))


def refuse_begun(session: CourseSession, at: datetime) -> None:
    """Raise SessionOver for a session that is not planned any more or has begun."""
    refuse_unless_planned(session)
    if at >= session.starts_at:
        raise SessionOver(_("This session has begun."))


def refuse_overlap(staff: Staff, starts_at: datetime, ends_at: datetime, but: int | None) -> None:
    """Raise Overlapping where the person has, waits for or gives another session at the same time."""
    at_once = CourseSession.objects.filter(
        Q(lecturer=staff) | Q(places__staff=staff, places__state__in=ACTIVE),
        state__in=[CourseSession.State.PLANNED, CourseSession.State.HELD],
        starts_at__lt=ends_at,
        ends_at__gt=starts_at,
    )
    others = at_once if but is None else at_once.exclude(pk=but)
    other = others.select_related("course").first()
    if other is not None:
        raise Overlapping(
            _("%(name)s has another session at this time: %(course)s.")
            % {"name": staff.name, "course": other.course}
        )


def free_seats(session: CourseSession) -> list[int]:
    """The numbers nobody sits on, the lowest first."""
    taken = set(session.places.filter(seat__isnull=False).values_list("seat", flat=True))
    return [number for number in range(1, session.seats + 1) if number not in taken]


def last_seat(session: CourseSession) -> int:
    """The highest number somebody sits on; 0 of nobody."""
    return session.places.aggregate(last=Max("seat"))["last"] or 0
