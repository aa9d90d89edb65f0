"""Courses as a member of staff finds them, and how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from people.models import Staff
from training.models import Course, CourseUnit, Enrolment, UnitProgress


@dataclass(frozen=True)
class UnitState:
    """A unit of a course with how far somebody is with it (None: never opened)."""

    unit: CourseUnit
    progress: UnitProgress | None

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def state(self) -> str:
        return "done" if self.is_done else "now" if self.progress else "todo"


def courses_for(staff: Staff) -> QuerySet[Course]:
    """Courses in use that are open to everybody, and those the member of staff is or was on."""
    own = Enrolment.objects.filter(staff=staff, course=OuterRef("pk"))
    return Course.objects.filter(Q(is_active=True, is_open=True) | Exists(own))


def with_state(courses: QuerySet[Course], staff: Staff) -> QuerySet[Course]:
    """Add the newest round's `enrolment_id`, `due_on`, `completed_at`, `credited`, and `units_done` of `units_all`."""
    newest = Enrolment.objects.filter(staff=staff, course=OuterRef("pk")).order_by("-round")
    done = (
        UnitProgress.objects.filter(enrolment=OuterRef("enrolment_id"), completed_at__isnull=False)
        .order_by()
        .values("enrolment")
        .annotate(n=Count("pk"))
        .values("n")
    )
    units = (
        CourseUnit.objects.filter(course=OuterRef("pk")).order_by().values("course").annotate(n=Count("pk"))
    )
    return courses.annotate(
        enrolment_id=Subquery(newest.values("pk")[:1]),
        due_on=Subquery(newest.values("due_on")[:1]),
        completed_at=Subquery(newest.values("completed_at")[:1]),
        credited=Subquery(newest.values("minutes")[:1]),
        units_all=Coalesce(Subquery(units.values("n")), 0),
    ).annotate(units_done=Coalesce(Subquery(done), 0))


def found_courses(courses: QuerySet[Course], asked: Mapping[str, Any]) -> QuerySet[Course]:
    """Return the courses with the words `q`, the `content` and the `state` asked for. Needs `with_state`."""
    if words := asked.get("q"):
        courses = courses.filter(Q(title__icontains=words) | Q(summary__icontains=words) | Q(code=words))
    if content := asked.get("content"):
        courses = courses.filter(content=content)
    states = {
        "on": Q(enrolment_id__isnull=False, completed_at=None),
        "new": Q(enrolment_id=None),
        "done": Q(completed_at__isnull=False),
    }
    return courses.filter(states.get(asked.get("state") or "", Q()))


def in_order_of_need(courses: QuerySet[Course]) -> QuerySet[Course]:
    """What one is on comes first, the next due before; then what can be begun; what is completed last. Needs `with_state`."""
    return courses.order_by(
        F("completed_at").desc(nulls_first=True),
        F("due_on").asc(nulls_last=True),
        F("enrolment_id").asc(nulls_last=True),
        "code",
    )


def newest_round(staff: Staff, course: Course) -> Enrolment | None:
    """The newest round of a course somebody is on."""
    rounds = Enrolment.objects.filter(staff=staff, course=course).select_related("course")
    return rounds.order_by("-round").first()


def unit_states(course: Course, enrolment: Enrolment | None) -> list[UnitState]:
    """The units of a course in order, each with its progress in a round; two queries."""
    known = {
        progress.unit_id: progress
        for progress in (UnitProgress.objects.filter(enrolment=enrolment) if enrolment else [])
    }
    units = course.units.select_related("case").order_by("order", "pk")
    return [UnitState(unit, known.get(unit.pk)) for unit in units]
