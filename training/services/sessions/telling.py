"""What people are told about their sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from people.models import Staff, Topic, User
from people.notices import Notice
from people.services.notifications import notify
from training.models import CourseSession, SessionPlace


def facts_of(session: CourseSession) -> dict[str, Any]:
    """What the words of a notice need, as it is now."""
    return {
        "course": dict(session.course.title) or session.course.code,
        "starts_at": session.starts_at.isoformat(),
        "place": session.place,
    }


def notice(session: CourseSession, user: int, code: str, occasion: str, **more: Any) -> Notice:
    """A notice that leads to the session; the same occasion is told a person once."""
    return Notice(
        user_id=user,
        topic=Topic.LEARNING,
        code=code,
        key=f"{code}:{session.pk}:{occasion}",
        data=facts_of(session) | more,
        address=reverse("training:session", args=[session.pk]),
    )


def tell(session: CourseSession, people: Iterable[int], code: str, at: datetime, **more: Any) -> None:
    """Tell users, by their ids, what happened at a moment."""
    notify(notices=[notice(session, one, code, at.isoformat(), **more) for one in people], at=at)


def tell_unless_self(
    session: CourseSession, staff: Staff, code: str, by: User | None, at: datetime, **more: Any
) -> None:
    """Tell a person what somebody else did."""
    if staff.user_id and (by is None or by.pk != staff.user_id):
        tell(session, [staff.user_id], code, at, **more)


def everybody_in(session: CourseSession, *, lecturer: bool = True) -> list[int]:
    """Users with a seat, on the waiting list, and the lecturer."""
    booked = session.places.exclude(state=SessionPlace.State.CANCELLED).filter(staff__user__isnull=False)
    users = set(booked.values_list("staff__user", flat=True))
    if lecturer and session.lecturer and session.lecturer.user_id:
        users.add(session.lecturer.user_id)
    return sorted(users)
