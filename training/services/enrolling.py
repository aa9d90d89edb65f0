"""Put staff on courses: once, or once more in a new round."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction

from people.models import Staff
from training.models import Course, Enrolment

# The next round opens only where none is open; who was never on the course gets the first one. Two at once make one.
ENROL = """
INSERT INTO training_enrolment (staff_id, course_id, round, enrolled_at, due_on, minutes)
SELECT pair.staff_id, pair.course_id, COALESCE(MAX(earlier.round), 0) + 1, %(at)s, %(due_on)s, 0
FROM UNNEST(%(staff)s::bigint[], %(courses)s::bigint[]) AS pair (staff_id, course_id)
LEFT JOIN training_enrolment earlier USING (staff_id, course_id)
GROUP BY pair.staff_id, pair.course_id
HAVING COUNT(earlier.id) = 0 OR (%(anew)s AND COUNT(earlier.id) = COUNT(earlier.completed_at))
ON CONFLICT DO NOTHING
"""
# LEAST passes over what is empty: one without a day gets it.
BRING_FORWARD = """
UPDATE training_enrolment open SET due_on = LEAST(open.due_on, %(due_on)s)
FROM UNNEST(%(staff)s::bigint[], %(courses)s::bigint[]) AS pair (staff_id, course_id)
WHERE open.staff_id = pair.staff_id AND open.course_id = pair.course_id
    AND open.completed_at IS NULL AND open.due_on IS DISTINCT FROM LEAST(open.due_on, %(due_on)s)
"""


@transaction.atomic
def enrol(
    *, staff: Staff, course: Course, at: datetime, due_on: date | None = None, anew: bool = False
) -> Enrolment:
    """Return the open enrolment, else the completed one; `anew` opens the next round after a completed one."""
    enrol_many(pairs=[(staff.pk, course.pk)], at=at, due_on=due_on, anew=anew)
    rounds = Enrolment.objects.filter(staff=staff, course=course)
    return rounds.select_related("course").order_by("-round")[0]


@transaction.atomic
def enrol_many(
    *, pairs: Iterable[tuple[int, int]], at: datetime, due_on: date | None = None, anew: bool = False
) -> int:
    """Enrol pairs of staff and course ids and return how many are new; open ones are due by the earlier of two days."""
    asked = sorted(set(pairs))
    if not asked:
        return 0
    staff, courses = map(list, zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(ENROL, {"staff": staff, "courses": courses, "at": at, "due_on": due_on, "anew": anew})
        opened = cursor.rowcount
    if due_on is not None:
        _bring_forward(staff, courses, due_on)
    return opened


def _bring_forward(staff: list[int], courses: list[int], due_on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BRING_FORWARD, {"staff": staff, "courses": courses, "due_on": due_on})
