"""Remind people of their sessions of the next day, once each."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from people.notices import Notice
from people.services.notifications import notify
from training.models import CourseSession, SessionPlace
from training.services.sessions.telling import notice


def remind_of_sessions(*, at: datetime) -> int:
    """Tell everybody with a seat, and lecturers, of tomorrow's sessions; return how many were told now.

    The same session on the same day is told a person once, however often this runs; a session put off is told again.
    """
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return notify(notices=[*_to_seats(tomorrow), *_to_lecturers(tomorrow)], at=at)


def _to_seats(day: date) -> list[Notice]:
    seats = SessionPlace.objects.filter(
        session__state=CourseSession.State.PLANNED,
        session__starts_at__date=day,
        state=SessionPlace.State.SEAT,
        staff__user__isnull=False,
    ).select_related("session__course", "staff")
    return [
        notice(place.session, place.staff.user_id, "session-reminder", day.isoformat())
        for place in seats
        if place.staff.user_id
    ]


def _to_lecturers(day: date) -> list[Notice]:
    given = CourseSession.objects.filter(
        state=CourseSession.State.PLANNED, starts_at__date=day, lecturer__user__isnull=False
    ).select_related("course", "lecturer")
    return [
        notice(session, session.lecturer.user_id, "session-lecture-reminder", day.isoformat())
        for session in given
        if session.lecturer and session.lecturer.user_id
    ]
