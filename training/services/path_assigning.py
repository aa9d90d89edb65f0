"""Put members of staff on learning paths: each occasion once, and enrolled in the path's courses."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import PathError
from training.models import LearningPath, PathAssignment, PathStep
from training.queries.failed_exams import exams_to_reopen
from training.queries.mentors import mentors_on
from training.services.enrolling import enrol_many
from training.services.path_progress import progressed
from training.services.path_telling import tell_assigned

BY_HAND = PathAssignment.Cause.BY_HAND
# Both unique constraints turn a second row away: the same occasion, and a path that is still open.
ASSIGN = """
INSERT INTO training_pathassignment
    (path_id, staff_id, cause, key, data, mentor_id, due_on, assigned_at, cancelled_reason)
SELECT path_id, staff_id, cause, key, data, mentor_id, due_on, %(at)s, ''
FROM jsonb_to_recordset(%(occasions)s::jsonb) AS occasion (
    path_id bigint, staff_id bigint, cause text, key text, data jsonb, mentor_id bigint, due_on date)
ORDER BY staff_id, path_id, key
ON CONFLICT DO NOTHING
RETURNING id
"""


@dataclass(frozen=True)
class Occasion:
    """Why somebody is to be on a path, and until when; `key` names it among all occasions of that person and path."""

    path_id: int
    staff_id: int
    cause: str
    key: str
    due_on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    mentor_id: int | None = None


@transaction.atomic
def assign_path(
    *,
    path: LearningPath,
    staff: Staff,
    cause: str,
    key: str,
    at: datetime,
    due_on: date | None = None,
    mentor: Staff | None = None,
    data: Mapping[str, Any] | None = None,
    by: User | None = None,
) -> PathAssignment:
    """Put somebody on a path and return the assignment: the occasion's own, or the one of the path that is open still.

    Due after the path's days unless said otherwise. Raises PathError for somebody who left, a day that is past, a path
    that is not in use, or a mentor who may not be one.
    """
    today = timezone.localdate(at)
    due_on = due_on or path_due_on(path, today)
    refuse_wrong_facts(path, [staff], due_on, mentor, today)
    facts = {**_exams_of(path, [staff]).get(staff.pk, {}), **(data or {})}
    occasion = Occasion(path.pk, staff.pk, cause, key, due_on, facts, mentor.pk if mentor else None)
    assign_many(occasions=[occasion], at=at, by=by)
    mine = PathAssignment.objects.filter(path=path, staff=staff).select_related("path", "staff")
    return mine.filter(key=key).first() or mine.get(completed_at=None, cancelled_at=None)


@transaction.atomic
def assign_by_hand(
    *,
    path: LearningPath,
    staff: Iterable[Staff],
    due_on: date,
    at: datetime,
    mentor: Staff | None = None,
    by: User | None = None,
) -> int:
    """Put many on a path for a person's own reasons; return how many are new: who is on it stays as they are.

    Raises PathError as `assign_path` does; then nobody is assigned.
    """
    people = list(staff)
    refuse_wrong_facts(path, people[:1], due_on, mentor, timezone.localdate(at))
    refuse_wrong_facts(path, people, due_on, None, timezone.localdate(at))
    if mentor in people:
        raise PathError(_("Nobody is their own mentor."), "mentor")
    exams, mentor_id = _exams_of(path, people), mentor.pk if mentor else None
    occasions = [
        Occasion(path.pk, one.pk, BY_HAND, f"hand:{at.isoformat()}", due_on, exams.get(one.pk, {}), mentor_id)
        for one in people
    ]
    return assign_many(occasions=occasions, at=at, by=by)


def _exams_of(path: LearningPath, staff: Iterable[Staff]) -> dict[int, dict[str, Any]]:
    found = exams_to_reopen(path, [one.pk for one in staff])
    return {pk: {"exams": exams} for pk, exams in found.items()}


@transaction.atomic
def assign_many(*, occasions: Iterable[Occasion], at: datetime, by: User | None = None) -> int:
    """Put many on paths and return how many are new: told, enrolled in the courses, and done at once who had all done."""
    rows = [asdict(occasion) for occasion in occasions]
    if not rows:
        return 0
    values: dict[str, Any] = {"occasions": json.dumps(rows, cls=DjangoJSONEncoder), "at": at}
    with acting(by, at), connection.cursor() as cursor:
        cursor.execute(ASSIGN, values)
        made = [pk for (pk,) in cursor.fetchall()]
    if made:
        new = list(PathAssignment.objects.filter(pk__in=made).select_related("path", "staff", "mentor"))
        enrol_in_courses(new, at)
        tell_assigned(new, at)
        progressed(staff_ids=[row.staff_id for row in new], at=at)
    return len(made)


def enrol_in_courses(assignments: list[PathAssignment], at: datetime) -> None:
    """Enrol everybody in the courses of their path; what was done before is taken anew where it does not count."""
    courses: dict[int, list[int]] = defaultdict(list)
    steps = PathStep.objects.filter(path__in={row.path_id for row in assignments}, course__is_active=True)
    for path, course in steps.values_list("path_id", "course_id"):
        courses[path].append(course)
    batches: dict[tuple[date, bool], list[tuple[int, int]]] = defaultdict(list)
    for row in assignments:
        batches[(row.due_on, not row.counts_earlier)] += [
            (row.staff_id, course) for course in courses[row.path_id]
        ]
    # One statement a due day: a night's new hires share theirs.
    for (due_on, anew), pairs in batches.items():
        enrol_many(pairs=pairs, at=at, due_on=due_on, anew=anew)


def path_due_on(path: LearningPath, today: date, days: int | None = None) -> date:
    """The last day to finish a path begun today."""
    return date.fromordinal(today.toordinal() + (days or path.days))


def refuse_wrong_facts(
    path: LearningPath, staff: Iterable[Staff], due_on: date, mentor: Staff | None, today: date
) -> None:
    """Raise PathError for what nobody can be assigned with."""
    if not path.is_active:
        raise PathError(_("The path %(path)s is not in use.") % {"path": path}, "path")
    refuse_past_day(due_on, today)
    for one in staff:
        if one.left_on and one.left_on < today:
            raise PathError(_("%(name)s has left the company.") % {"name": one.name}, "staff")
        if mentor:
            refuse_mentor(mentor, one, today)


def refuse_past_day(due_on: date, today: date) -> None:
    """Raise PathError for a last day that is over."""
    if due_on < today:
        raise PathError(_("The day it is due lies in the past."), "due_on")


def refuse_mentor(mentor: Staff, staff: Staff, today: date) -> None:
    """Raise PathError unless somebody else, employed and certified, is to be the mentor."""
    if mentor == staff:
        raise PathError(_("Nobody is their own mentor."), "mentor")
    if not mentor.is_employed_on(today):
        raise PathError(_("%(name)s is not employed now.") % {"name": mentor.name}, "mentor")
    if not mentors_on(today).filter(pk=mentor.pk).exists():
        raise PathError(
            _("%(name)s holds no certificate today; a mentor is certified.") % {"name": mentor.name}, "mentor"
        )
