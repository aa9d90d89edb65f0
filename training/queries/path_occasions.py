"""Whom the rules for new hires and new positions put on which path on a day."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

LOOKS_BACK = 30

# A position is new when another one came before it; changes of department in the same position are none. A path
# assigned since that day, by whatever cause, serves; a cancelled occasion does not come back.
OCCASIONS = """
WITH RECURSIVE rule AS (
    SELECT rule.id, rule.cause, rule.position_id, rule.department_id, rule.path_id,
        COALESCE(rule.days, path.days) AS days, %(today)s::date - %(back)s AS since
    FROM training_pathrule rule JOIN training_learningpath path ON path.id = rule.path_id
    WHERE rule.is_active AND path.is_active AND rule.cause IN ('new_hire', 'new_position')
), inside (rule_id, department_id) AS (
    SELECT id, department_id FROM rule WHERE department_id IS NOT NULL
    UNION
    SELECT inside.rule_id, below.id FROM inside JOIN people_department below ON below.parent_id = inside.department_id
), place AS (
    SELECT place.staff_id, place.department_id, place.position_id, place.starts_on, staff.hired_on, position.is_rated
    FROM people_assignment place
    JOIN people_staff staff ON staff.id = place.staff_id
        AND staff.hired_on <= %(today)s AND (staff.left_on IS NULL OR staff.left_on >= %(today)s)
    JOIN people_position position ON position.id = place.position_id
    WHERE place.starts_on <= %(today)s AND (place.ends_on IS NULL OR place.ends_on >= %(today)s)
), event AS (
    SELECT 'new_hire' AS cause, place.*, hired_on AS day, 'hire:' || hired_on AS key FROM place
    UNION ALL
    SELECT 'new_position', place.*, taken.day, 'position:' || place.position_id || ':' || taken.day
    FROM place
    JOIN LATERAL (
        SELECT other.starts_on FROM people_assignment other
        WHERE other.staff_id = place.staff_id AND other.starts_on < place.starts_on
            AND other.position_id <> place.position_id
        ORDER BY other.starts_on DESC LIMIT 1
    ) before ON true
    JOIN LATERAL (
        SELECT min(mine.starts_on) AS day FROM people_assignment mine
        WHERE mine.staff_id = place.staff_id AND mine.starts_on > before.starts_on
    ) taken ON true
)
SELECT DISTINCT ON (rule.path_id, event.staff_id)
    rule.path_id, event.staff_id, event.cause, event.key, %(today)s::date + rule.days AS due_on
FROM rule JOIN event ON event.cause = rule.cause AND event.day >= rule.since
WHERE (rule.position_id = event.position_id OR (rule.position_id IS NULL AND event.is_rated))
    AND (rule.department_id IS NULL
        OR EXISTS (SELECT FROM inside WHERE inside.rule_id = rule.id AND inside.department_id = event.department_id))
    AND NOT EXISTS (
        SELECT FROM training_pathassignment known
        WHERE known.path_id = rule.path_id AND known.staff_id = event.staff_id AND (
            known.key = event.key
            OR (known.cancelled_at IS NULL AND (known.completed_at IS NULL OR known.assigned_at >= event.day)))
    )
ORDER BY rule.path_id, event.staff_id, rule.days, event.cause
"""


@dataclass(frozen=True)
class RuleOccasion:
    """Somebody a rule puts on a path."""

    path_id: int
    staff_id: int
    cause: str
    key: str
    due_on: date


def occasions_by_rules(today: date) -> list[RuleOccasion]:
    """Everybody whom a rule puts on a path and who is not on it for that reason yet; one query."""
    with connection.cursor() as cursor:
        cursor.execute(OCCASIONS, {"today": today, "back": LOOKS_BACK})
        return [RuleOccasion(*row) for row in cursor.fetchall()]
