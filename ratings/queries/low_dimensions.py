"""Whose dimensions of a month lie below what rules of learning paths ask for."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from ratings.models import RatingMonth
from ratings.queries.training_needs import ANSWERS_NEEDED
from starservice.lib.months import next_month

# A dimension of a person: what customers and the manager said of it, weighted as in the month's star. Few answers of
# customers are left out. Only who was rated in the month and is employed today is put on a path.
LOW = """
WITH RECURSIVE rule AS (
    SELECT rule.id, rule.path_id, rule.position_id, rule.department_id, rule.dimension, rule.below,
        COALESCE(rule.days, path.days) AS days
    FROM training_pathrule rule JOIN training_learningpath path ON path.id = rule.path_id
    WHERE rule.is_active AND path.is_active AND rule.cause = 'low_dimension'
), inside (rule_id, department_id) AS (
    SELECT id, department_id FROM rule WHERE department_id IS NOT NULL
    UNION
    SELECT inside.rule_id, below.id FROM inside JOIN people_department below ON below.parent_id = inside.department_id
), rated AS (
    SELECT result.staff_id, place.position_id, place.department_id
    FROM ratings_starresult result
    JOIN people_staff staff ON staff.id = result.staff_id AND (staff.left_on IS NULL OR staff.left_on >= %(today)s)
    JOIN people_assignment place ON place.staff_id = staff.id
        AND place.starts_on <= %(today)s AND (place.ends_on IS NULL OR place.ends_on >= %(today)s)
    WHERE result.month_id = %(month)s AND result.stars IS NOT NULL
), customer AS (
    SELECT answer.staff_id, asked.key AS dimension, AVG(asked.value::numeric) AS mean
    FROM feedback_surveyanswer answer CROSS JOIN LATERAL jsonb_each_text(answer.stars) AS asked (key, value)
    WHERE answer.is_valid AND answer.served_on >= %(first)s AND answer.served_on < %(after)s
    GROUP BY answer.staff_id, asked.key HAVING COUNT(*) >= %(answers)s
), manager AS (
    SELECT evaluation.staff_id, dimension.code AS dimension,
        SUM(mark.stars * criterion.weight) / SUM(criterion.weight) AS mean
    FROM ratings_evaluation evaluation
    JOIN ratings_evaluationmark mark ON mark.evaluation_id = evaluation.id
    JOIN ratings_criterion criterion ON criterion.id = mark.criterion_id
    JOIN ratings_dimension dimension ON dimension.id = criterion.dimension_id
    WHERE evaluation.month_id = %(month)s AND evaluation.kind = 'manager' AND evaluation.submitted_at IS NOT NULL
    GROUP BY evaluation.staff_id, dimension.code
), said AS (
    SELECT staff_id, dimension, ROUND(
        (COALESCE(customer.mean * %(customer)s, 0) + COALESCE(manager.mean * %(manager)s, 0))
        / NULLIF(
            CASE WHEN customer.mean IS NULL THEN 0 ELSE %(customer)s END
            + CASE WHEN manager.mean IS NULL THEN 0 ELSE %(manager)s END, 0), 2) AS mean
    FROM customer FULL JOIN manager USING (staff_id, dimension)
)
SELECT rule.id, rule.path_id, said.staff_id, said.dimension, said.mean, rule.below, rule.days
FROM rule
JOIN said ON said.dimension = rule.dimension AND said.mean < rule.below
JOIN rated ON rated.staff_id = said.staff_id
WHERE (rule.position_id IS NULL OR rule.position_id = rated.position_id)
    AND (rule.department_id IS NULL
        OR EXISTS (SELECT FROM inside WHERE inside.rule_id = rule.id AND inside.department_id = rated.department_id))
ORDER BY said.staff_id, rule.path_id, said.mean, rule.id
"""


@dataclass(frozen=True)
class LowDimension:
    """Somebody's mean of a dimension in a month, below what a rule asks for; from 1 to 5, with two places."""

    rule_id: int
    path_id: int
    staff_id: int
    dimension: str
    mean: Decimal
    below: Decimal
    days: int

    def due_on(self, today: date) -> date:
        """The last day to finish the rule's path when it is assigned today."""
        return today + timedelta(days=self.days)


def low_dimensions_of(month: RatingMonth, today: date) -> list[LowDimension]:
    """Everybody a rule's path is for after a month, the lowest mean of a person and path first; one query."""
    values = {
        "month": month.pk,
        "first": month.first_day,
        "after": next_month(month.first_day),
        "today": today,
        "answers": ANSWERS_NEEDED,
        "customer": month.policy.customer_weight,
        "manager": month.policy.manager_weight,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOW, values)
        return [LowDimension(*row) for row in cursor.fetchall()]
