"""Which certificates were earned, and what each of them rests on."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from training.models import Acknowledgement, Attempt

# The newest certificate of the kind decides: none yet – any completed path counts; running out – what was done since it could
# be renewed; revoked – a path assigned after that. Whoever's newest one is suspended gets none until that is lifted.
EARNED = """
WITH newest AS (
    SELECT DISTINCT ON (staff_id, kind_id) id, staff_id, kind_id, valid_until, revoked_on
    FROM training_certificate
    WHERE kind_id IS NOT NULL AND staff_id = ANY(%(staff)s)
    ORDER BY staff_id, kind_id, valid_from DESC, id DESC
), candidate AS (
    SELECT assignment.id AS assignment_id, assignment.staff_id, kind.id AS kind_id, kind.valid_months,
        path.id AS path_id, path.code AS path, newest.id AS newest_id, assignment.completed_at,
        CASE WHEN newest.revoked_on IS NULL THEN newest.valid_until END AS valid_until, newest.revoked_on,
        greatest(
            CASE WHEN NOT path.counts_earlier OR assignment.cause = 'renewal' THEN assignment.assigned_at END,
            coalesce(newest.revoked_on, newest.valid_until - kind.renew_days)::timestamp AT TIME ZONE %(zone)s
        ) AS since
    FROM training_certificatekind kind
        JOIN training_pathassignment assignment
            ON assignment.staff_id = ANY(%(staff)s) AND assignment.completed_at IS NOT NULL
        JOIN people_staff staff ON staff.id = assignment.staff_id
            AND (staff.left_on IS NULL OR staff.left_on >= %(today)s)
        JOIN training_learningpath path ON path.id = assignment.path_id
        LEFT JOIN newest ON newest.staff_id = assignment.staff_id AND newest.kind_id = kind.id
    WHERE kind.is_active AND kind.path_id IS NOT NULL
        AND assignment.path_id IN (kind.path_id, CASE WHEN newest.id IS NOT NULL THEN kind.renewal_path_id END)
        AND (
            newest.id IS NULL
            OR (newest.revoked_on IS NULL
                AND (assignment.completed_at AT TIME ZONE %(zone)s)::date >= newest.valid_until - kind.renew_days)
            OR (newest.revoked_on IS NOT NULL
                AND (assignment.assigned_at AT TIME ZONE %(zone)s)::date >= newest.revoked_on)
        )
        AND NOT EXISTS (
            SELECT 1 FROM training_suspension suspension
            WHERE suspension.certificate_id = newest.id
                AND daterange(first_on, last_on, '[]') @> %(today)s::date
        )
)
SELECT DISTINCT ON (staff_id, kind_id)
    staff_id, kind_id, valid_months, path_id, path, assignment_id,
    CASE WHEN revoked_on IS NULL THEN newest_id END AS renews_id, valid_until AS old_last
FROM candidate
WHERE NOT EXISTS (
    SELECT 1 FROM training_certificatekind_exams needed
    WHERE needed.certificatekind_id = candidate.kind_id AND NOT EXISTS (
        SELECT 1 FROM training_attempt attempt
        WHERE attempt.staff_id = candidate.staff_id AND attempt.exam_id = needed.exam_id
            AND attempt.state = 'graded' AND attempt.passed
            AND (candidate.since IS NULL OR attempt.submitted_at >= candidate.since)
    )
)
ORDER BY staff_id, kind_id, completed_at DESC, assignment_id DESC
"""


@dataclass(frozen=True)
class Earned:
    """A certificate somebody earned by a path; `renews_id` is the one it follows, which ends on `old_last`."""

    staff_id: int
    kind_id: int
    valid_months: int
    path_id: int
    path: str
    assignment_id: int
    renews_id: int | None
    old_last: date | None


def earned_certificates(staff_ids: Collection[int], at: datetime) -> list[Earned]:
    """Certificates to issue by rule to these members of staff, in one query."""
    values: dict[str, Any] = {
        "staff": list(staff_ids),
        "today": timezone.localdate(at),
        "zone": timezone.get_current_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(EARNED, values)
        return [Earned(*row) for row in cursor.fetchall()]


def manuals_read(staff_ids: Collection[int], paths: Collection[int]) -> dict[tuple[int, int], list[Any]]:
    """The newest version each acknowledged of each manual on a path, by (staff, path)."""
    rows = (
        Acknowledgement.objects.filter(
            staff__in=staff_ids, acknowledged_at__isnull=False, version__manual__steps__path__in=paths
        )
        .values_list("staff_id", "version__manual__steps__path_id", "version__manual__code")
        .annotate(number=Max("version__number"))
        .order_by("version__manual__code")
    )
    read = defaultdict(list)
    for staff, path, code, number in rows:
        read[staff, path].append({"code": code, "version": number})
    return read


def exams_passed(staff_ids: Collection[int], kinds: Collection[int]) -> dict[tuple[int, int], list[Any]]:
    """The latest passed attempt of each exam a kind asks for, by (staff, kind)."""
    rows = (
        Attempt.objects.filter(
            staff__in=staff_ids, state=Attempt.State.GRADED, passed=True, exam__certificate_kinds__in=kinds
        )
        .order_by("exam__code", "staff_id", "exam__certificate_kinds__pk", "-submitted_at", "-pk")
        .distinct("exam__code", "staff_id", "exam__certificate_kinds__pk")
        .values_list("staff_id", "exam__certificate_kinds__pk", "exam__code", "pk", "score")
    )
    passed = defaultdict(list)
    for staff, kind, code, attempt, score in rows:
        passed[staff, kind].append({"code": code, "attempt": attempt, "score": str(score)})
    return passed
