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
from training.services.enrolling import enrol_many
from training.services.path_progress import progressed
from training.services.path_telling import tell_assigned

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
    occasion = Occasion(path.pk, staff.pk, cause, key, due_on, data or {}, mentor.pk if mentor else None)
    assign_many(occasions=[occasion], at=at, by=by)
    mine = PathAssignment.objects.filter(path=path, staff=staff).select_related("path", "staff")
    return mine.filter(key=key).first() or mine.get(completed_at=None, cancelled_at=None)


@transaction.atomic
def assign_many(*, occasions: Iterable[Occasion], at: datetime, by: User | None = None) -> int:
    """Put many on paths and return how many are new: told, enrolled in the courses, and done at once who had all done."""
    rows = [asdict(occasion) for occasion in occasions]
    if not rows:
        return 0
    values = {"occasions": json.dumps(rows, cls=DjangoJSONEncoder), "at": at}
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
    if due_on < today:
        raise PathError(_("The day it is due lies in the past."), "due_on")
    for one in staff:
        if one.left_on and one.left_on < today:
            raise PathError(_("%(name)s has left the company.") % {"name": one.name}, "staff")
        if mentor == one:
            raise PathError(_("Nobody is their own mentor."), "mentor")
