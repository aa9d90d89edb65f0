"""Which sessions there are, who is in them, and what they cost."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from people.models import Assignment, Department, Staff
from training.access import sees_training
from training.cost_shares import shares
from training.models import Course, CourseSession, Enrolment, Exam, LearningPath, SessionPlace

State, PlaceState = CourseSession.State, SessionPlace.State


def with_counts(sessions: QuerySet[CourseSession]) -> QuerySet[CourseSession]:
    """Sessions with `taken` seats, `waiting` people and those `signed_in`."""
    return sessions.annotate(
        taken=Count("places", filter=Q(places__state=PlaceState.SEAT)),
        waiting=Count("places", filter=Q(places__state=PlaceState.WAITING)),
        signed_in=Count("places", filter=Q(places__signed_in_at__isnull=False)),
    )


def with_free_seats(counted: Any) -> QuerySet[CourseSession]:
    """Of sessions with counts those with a seat left."""
    return counted.filter(taken__lt=F("seats"))


def sessions_open_to(staff: Staff, at: datetime) -> QuerySet[CourseSession]:
    """Sessions that have not begun and that a person may choose: of open courses and of those they are on."""
    on_it = Enrolment.objects.filter(course=OuterRef("course"), staff=staff, completed_at=None)
    coming = CourseSession.objects.filter(state=State.PLANNED, starts_at__gt=at, course__is_active=True)
    mine = SessionPlace.objects.filter(session=OuterRef("pk"), staff=staff)
    chosen = coming.filter(Q(course__is_open=True) | Exists(on_it)).annotate(
        my_place=Subquery(mine.exclude(state=PlaceState.CANCELLED).values("state")[:1])
    )
    # The counts come from the places' join; each session is one row of it.
    return (
        with_counts(chosen)
        .exclude(lecturer=staff)
        .select_related("course", "lecturer")
        .order_by("starts_at", "pk")
    )


def places_of(staff: Staff) -> QuerySet[SessionPlace]:
    """A person's places, the cancelled ones too where the session had begun without them."""
    kept = SessionPlace.objects.filter(staff=staff).exclude(state=PlaceState.CANCELLED, presence="")
    return kept.select_related("session__course", "session__lecturer").order_by("session__starts_at", "pk")


def sessions_given_by(staff: Staff) -> QuerySet[CourseSession]:
    """The sessions a lecturer gives, the latest first."""
    given = CourseSession.objects.filter(lecturer=staff).select_related("course")
    return with_counts(given).order_by("-starts_at", "-pk")


def waiting_before(place: SessionPlace) -> int:
    """How many wait longer for the same session."""
    earlier = Q(booked_at__lt=place.booked_at) | Q(booked_at=place.booked_at, pk__lt=place.pk)
    return SessionPlace.objects.filter(earlier, session=place.session_id, state=PlaceState.WAITING).count()


def room_of(session: CourseSession) -> list[SessionPlace]:
    """Everybody with a seat, then who waits, then who did not come and whose seat was given on."""
    listed = session.places.filter(~Q(state=PlaceState.CANCELLED) | Q(presence="absent"))
    rows = list(listed.select_related("staff"))
    return sorted(rows, key=lambda row: (row.seat is None, row.seat or 0, row.state, row.booked_at))


def gives(user: Any, session: CourseSession) -> bool:
    """Whether the user is the session's lecturer."""
    staff = getattr(user, "staff", None)
    return staff is not None and session.lecturer_id == staff.pk


def sessions_seen_by(user: Any, staff: Staff | None) -> QuerySet[CourseSession]:
    """Sessions a user may look at: by duty all; a person those of open courses and of their own, and what they give."""
    sessions = CourseSession.objects.select_related("course", "lecturer")
    if sees_training(user):
        return sessions
    if staff is None:
        return sessions.none()
    on_it = Enrolment.objects.filter(course=OuterRef("course"), staff=staff)
    mine = SessionPlace.objects.filter(session=OuterRef("pk"), staff=staff)
    return sessions.filter(
        Q(course__is_open=True, course__is_active=True) | Q(lecturer=staff) | Exists(on_it) | Exists(mine)
    )


def exams_beside(session: CourseSession) -> QuerySet[Exam]:
    """The simulation exams on the learning paths the session's course is on; an assessor marks them."""
    paths = LearningPath.objects.filter(steps__course=session.course_id)
    simulations = Exam.objects.filter(kind=Exam.Kind.SIMULATION, is_active=True)
    return simulations.filter(steps__path__in=paths).distinct()


@dataclass(frozen=True)
class SessionCost:
    """What one session costs, and its shares by department; None: nobody came, or of no department."""

    session: CourseSession
    day: date
    heads: int
    shares: Mapping[Department | None, Decimal]


@dataclass(frozen=True)
class SessionCosts:
    """The costs of a span of days for the budget, with sums that add up to the total."""

    rows: tuple[SessionCost, ...]
    total: Decimal
    by_month: Mapping[date, Decimal]
    by_course: Mapping[Course, Decimal]
    by_department: Mapping[Department | None, Decimal]


def session_costs(first: date, last: date) -> SessionCosts:
    """What sessions between two days cost: planned, held, and what a cancelled one costs all the same.

    A session's cost is shared among the departments of those who came, of those with a seat before it is held, as they
    worked on its day. Three queries, however many sessions.
    """
    sessions = CourseSession.objects.filter(starts_at__date__gte=first, starts_at__date__lte=last, cost__gt=0)
    listed = list(sessions.select_related("course", "lecturer").order_by("starts_at", "pk"))
    heads, departments = _heads(listed), Department.objects.in_bulk()
    rows = tuple(_cost_row(session, heads[session.pk], departments) for session in listed)
    by_month: dict[date, Decimal] = defaultdict(Decimal)
    by_course: dict[Course, Decimal] = defaultdict(Decimal)
    by_department: dict[Department | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        by_month[row.day.replace(day=1)] += row.session.cost
        by_course[row.session.course] += row.session.cost
        for department, amount in row.shares.items():
            by_department[department] += amount
    total = sum((row.session.cost for row in rows), Decimal(0))
    return SessionCosts(rows, total, dict(by_month), dict(by_course), dict(by_department))


def _cost_row(
    session: CourseSession, heads: Mapping[int | None, int], departments: Mapping[int, Department]
) -> SessionCost:
    by_id = shares(session.cost, heads)
    named = {departments[key] if key else None: amount for key, amount in by_id.items()}
    return SessionCost(session, timezone.localdate(session.starts_at), sum(heads.values()), named)


def _heads(sessions: list[CourseSession]) -> dict[int, dict[int | None, int]]:
    """People by session and department: who came where that is known, else who has a seat."""
    counted: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    worked = Assignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("session__starts_at__date")),
        staff=OuterRef("staff"),
        starts_on__lte=OuterRef("session__starts_at__date"),
    )
    places = SessionPlace.objects.filter(session__in=sessions, state=PlaceState.SEAT)
    came = places.filter(~Q(session__state=State.HELD) | Q(presence__in=["present", "late"]))
    rows = came.annotate(department=Subquery(worked.values("department")[:1])).values_list(
        "session", "department"
    )
    for session, department in rows:
        counted[session][department] += 1
    return counted
