"""Looks up what the rows name (staff, department, channel, form) and finds what only the database can tell."""

from typing import Any

from django.db import connection

from feedback.services.interaction_import.plan import Plan
from people.models import Assignment, Department, Position, Staff

NEW_STAFF = """
    SELECT staff_key, min(served_on) FROM incoming
    WHERE NOT EXISTS (SELECT FROM people_staff WHERE employee_no = staff_key OR name = staff_key)
    GROUP BY staff_key ORDER BY staff_key
"""
NEW_CUSTOMERS = """
    INSERT INTO feedback_customer (external_id, name, phone, email, language, created_at)
    SELECT DISTINCT customer_key, '', '', '', '', %s::timestamptz FROM incoming WHERE customer_key IS NOT NULL
        AND NOT EXISTS (SELECT FROM feedback_customermerge WHERE old_number = customer_key)
    ON CONFLICT (external_id) WHERE NOT external_id = '' DO NOTHING
"""
JUDGE = """
    CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
    WITH named AS (
        SELECT name, min(id) AS id, count(*) AS namesakes FROM people_staff GROUP BY name
    ), found AS (
        SELECT keys.staff_key, named.namesakes,
            coalesce(numbered.id, CASE WHEN named.namesakes = 1 THEN named.id END) AS staff_id
        FROM (SELECT DISTINCT staff_key FROM incoming) AS keys
        LEFT JOIN people_staff AS numbered ON numbered.employee_no = keys.staff_key
        LEFT JOIN named ON named.name = keys.staff_key
    ), days AS (
        SELECT served_on, (
            SELECT form.id FROM feedback_surveyform AS form WHERE form.effective_from <= day.served_on
            ORDER BY form.effective_from DESC, form.version DESC LIMIT 1
        ) AS form_id
        FROM (SELECT DISTINCT served_on FROM incoming) AS day
    ), known AS (
        SELECT incoming.*, found.staff_id, found.namesakes, channel.id AS channel_id,
            coalesce(merged.survivor_id, customer.id) AS customer_id,
            days.form_id, staff.hired_on, staff.left_on, assignment.department_id,
            first_value(row_number) OVER (PARTITION BY incoming.external_id ORDER BY row_number) AS first_row
        FROM incoming
        JOIN found USING (staff_key)
        JOIN days USING (served_on)
        LEFT JOIN people_staff AS staff ON staff.id = found.staff_id
        LEFT JOIN people_assignment AS assignment ON assignment.staff_id = found.staff_id
            AND assignment.starts_on <= served_on
            AND (assignment.ends_on IS NULL OR assignment.ends_on >= served_on)
        LEFT JOIN feedback_channel AS channel ON channel.code = channel_code
        LEFT JOIN feedback_customer AS customer
            ON customer.external_id = customer_key AND NOT customer.external_id = ''
        LEFT JOIN feedback_customermerge AS merged
            ON merged.old_number = customer_key AND NOT merged.old_number = ''
    )
    SELECT row_number, external_id, staff_key, channel_code, coalesce(topic, '') AS topic, occurred_at, served_on,
        answered, resolved, response_seconds, talk_seconds, rating, staff_id, channel_id, customer_id, form_id,
        department_id, first_row, NULL::text AS change,
        CASE
            WHEN first_row <> row_number THEN 'duplicate'
            WHEN channel_id IS NULL THEN 'channel_unknown'
            WHEN staff_id IS NULL AND namesakes > 1 THEN 'staff_ambiguous'
            WHEN staff_id IS NULL THEN 'staff_unknown'
            WHEN served_on < hired_on OR served_on > left_on THEN 'not_employed'
            WHEN department_id IS NULL THEN 'no_department'
            WHEN rating IS NOT NULL AND form_id IS NULL THEN 'no_form'
        END AS problem
    FROM known
"""
NOTE_PROBLEMS = """
    INSERT INTO problem
    SELECT row_number,
        CASE problem WHEN 'duplicate' THEN 'external_id' WHEN 'channel_unknown' THEN 'channel'
            WHEN 'no_form' THEN 'rating' ELSE 'staff' END,
        CASE problem WHEN 'duplicate' THEN external_id WHEN 'channel_unknown' THEN channel_code
            WHEN 'no_form' THEN rating::text ELSE staff_key END,
        problem,
        CASE problem WHEN 'duplicate' THEN jsonb_build_object('first', first_row)
            ELSE jsonb_build_object('day', served_on) END
    FROM judged WHERE problem IS NOT NULL
"""


def judge(*, plan: Plan, at: Any) -> int:
    """Fill `judged` from `incoming`, making what the mapping lets us make; return the number of new staff."""
    with connection.cursor() as cursor:
        created = _create_staff(cursor, plan) if plan.options.create_staff else 0
        if plan.has("customer"):
            cursor.execute(NEW_CUSTOMERS, [at])
        cursor.execute(JUDGE)
        cursor.execute("CREATE UNIQUE INDEX ON judged (row_number); ANALYZE judged")
        cursor.execute(NOTE_PROBLEMS)
    return created


def _create_staff(cursor: Any, plan: Plan) -> int:
    """Employ the agents nobody knows from the first day of the file on which they appear."""
    cursor.execute(NEW_STAFF)
    newcomers = [Staff(employee_no=key, name=key, hired_on=first_day) for key, first_day in cursor.fetchall()]
    if not newcomers:
        return 0
    department, position = _workplace(plan)
    Staff.objects.bulk_create(newcomers)
    Assignment.objects.bulk_create(
        Assignment(staff=staff, department=department, position=position, starts_on=staff.hired_on)
        for staff in newcomers
    )
    return len(newcomers)


def _workplace(plan: Plan) -> tuple[Department, Position]:
    department, position = plan.options.department, plan.options.position
    return (
        Department.objects.get_or_create(code=department.code, defaults={"name": department.name})[0],
        Position.objects.get_or_create(code=position.code, defaults={"name": position.name})[0],
    )
