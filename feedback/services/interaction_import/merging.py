"""Takes the good rows over into interactions and call-back answers, set by set."""

from typing import Any

from django.db import connection

from feedback.services.interaction_import.plan import Plan

WRITTEN_TOGETHER = 5_000
COLUMNS = {
    "staff_id": {"staff"},
    "department_id": {"staff"},
    "channel_id": {"channel"},
    "customer_id": {"customer"},
    "topic": {"topic"},
    "occurred_at": {"date"},
    "served_on": {"date"},
    "answered": {"answered", "resolved"},
    "resolved": {"answered", "resolved"},
    "response_seconds": {"response_seconds"},
    "talk_seconds": {"talk_seconds"},
}
MERGE = """
    WITH merged AS (
        INSERT INTO feedback_interaction AS kept (source, external_id, {columns})
        SELECT %(source)s, external_id, {columns} FROM judged
        WHERE problem IS NULL AND row_number BETWEEN %(first)s AND %(last)s
        ORDER BY external_id
        ON CONFLICT (source, external_id) DO UPDATE SET ({mapped}) = ROW({excluded})
        WHERE ({kept}) IS DISTINCT FROM ({excluded})
        RETURNING external_id, xmax = 0 AS is_new
    )
    UPDATE judged SET change = CASE WHEN merged.is_new THEN 'created' ELSE 'updated' END
    FROM merged
    WHERE judged.external_id = merged.external_id AND problem IS NULL
        AND row_number BETWEEN %(first)s AND %(last)s
"""
RATED = """rated AS (
        SELECT judged.*, interaction.id AS interaction_id FROM judged
        JOIN feedback_interaction AS interaction
            ON interaction.source = %(source)s AND interaction.external_id = judged.external_id
        WHERE problem IS NULL AND rating IS NOT NULL AND row_number BETWEEN %(first)s AND %(last)s
    )
"""
# An imported answer follows its interaction when the source corrects who served, or when.
FOLLOW = """
    UPDATE feedback_invitation AS invitation
    SET staff_id = interaction.staff_id, department_id = interaction.department_id,
        served_on = interaction.served_on
    FROM judged, feedback_interaction AS interaction, feedback_surveyanswer AS answer
    WHERE judged.problem IS NULL AND judged.change = 'updated'
        AND judged.row_number BETWEEN %(first)s AND %(last)s
        AND interaction.source = %(source)s AND interaction.external_id = judged.external_id
        AND invitation.interaction_id = interaction.id
        AND answer.invitation_id = invitation.id AND answer.via = 'import'
        AND (invitation.staff_id, invitation.department_id, invitation.served_on)
            IS DISTINCT FROM (interaction.staff_id, interaction.department_id, interaction.served_on)
"""
FOLLOW_ANSWERS = """
    UPDATE feedback_surveyanswer AS answer
    SET staff_id = invitation.staff_id, department_id = invitation.department_id,
        served_on = invitation.served_on
    FROM judged, feedback_interaction AS interaction, feedback_invitation AS invitation
    WHERE judged.problem IS NULL AND judged.change = 'updated'
        AND judged.row_number BETWEEN %(first)s AND %(last)s
        AND interaction.source = %(source)s AND interaction.external_id = judged.external_id
        AND invitation.interaction_id = interaction.id
        AND answer.invitation_id = invitation.id AND answer.via = 'import'
        AND (answer.staff_id, answer.department_id, answer.served_on)
            IS DISTINCT FROM (invitation.staff_id, invitation.department_id, invitation.served_on)
"""
# Nobody holds a link to an imported answer: the hash is that of 244 random bits which are kept nowhere.
INVITE = """
    WITH {rated}
    INSERT INTO feedback_invitation (token_hash, form_id, staff_id, department_id, channel_id, interaction_id,
        customer_id, served_on, sent_at, expires_at, answered_at)
    SELECT sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), form_id, staff_id, department_id,
        channel_id, interaction_id, customer_id, served_on, occurred_at,
        occurred_at + make_interval(days => form.window_days), occurred_at
    FROM rated JOIN feedback_surveyform AS form ON form.id = form_id
    WHERE NOT EXISTS (
        SELECT FROM feedback_invitation AS sent WHERE sent.interaction_id = rated.interaction_id
    )
    ORDER BY row_number
"""
ANSWER = """
    WITH {rated}, answered AS (
        INSERT INTO feedback_surveyanswer AS kept (invitation_id, staff_id, department_id, served_on, stars,
            score, words, via, answered_at, entered_by_id, is_valid, invalid_reason, needs_follow_up)
        SELECT invitation.id, invitation.staff_id, invitation.department_id, invitation.served_on,
            jsonb_build_object('overall', rating), rating, '', 'import', occurred_at, %(by)s, true, '',
            rating <= form.low_score_to
        FROM rated
        JOIN feedback_invitation AS invitation USING (interaction_id)
        JOIN feedback_surveyform AS form ON form.id = invitation.form_id
        ORDER BY invitation.id
        ON CONFLICT (invitation_id) DO UPDATE
        SET stars = EXCLUDED.stars, score = EXCLUDED.score, needs_follow_up = EXCLUDED.needs_follow_up
        WHERE kept.via = 'import' AND kept.score IS DISTINCT FROM EXCLUDED.score
        RETURNING invitation_id
    ), noted AS (
        UPDATE feedback_invitation AS invitation SET answered_at = sent_at
        FROM answered WHERE invitation.id = answered.invitation_id AND invitation.answered_at IS NULL
    )
    UPDATE judged SET change = coalesce(judged.change, 'updated')
    FROM rated JOIN feedback_invitation AS invitation USING (interaction_id)
        JOIN answered ON answered.invitation_id = invitation.id
    WHERE judged.row_number = rated.row_number
"""
COUNT = """
    SELECT count(*) FILTER (WHERE change = 'created'), count(*) FILTER (WHERE change = 'updated'),
        count(*) FILTER (WHERE change IS NULL)
    FROM judged WHERE problem IS NULL
"""


def merge(*, plan: Plan, first: int, last: int, by: int | None, afresh: bool) -> None:
    """Write the good rows from the first to the last row number; what is there already and the same stays untouched.

    `afresh` lets the planner count what each statement has before it: on the statistics of empty tables it follows
    thousands of rows one by one.
    """
    window: dict[str, str | int | None] = {
        "source": plan.source,
        "first": first,
        "last": last,
        "by": by,
    }
    with connection.cursor() as cursor:
        _count(cursor, afresh, "feedback_interaction, feedback_invitation, feedback_surveyanswer")
        cursor.execute(_merge_statement(plan), window)
        _count(cursor, afresh, "feedback_interaction, judged")
        cursor.execute(FOLLOW, window)
        cursor.execute(FOLLOW_ANSWERS, window)
        if plan.has("rating"):
            cursor.execute(INVITE.format(rated=RATED), window)
            _count(cursor, afresh, "feedback_invitation")
            cursor.execute(ANSWER.format(rated=RATED), window)


def _count(cursor: Any, afresh: bool, tables: str) -> None:
    if afresh:
        cursor.execute(f"ANALYZE {tables}")


def changes() -> tuple[int, int, int]:
    """Return how many rows were new, changed and the same."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()


def _merge_statement(plan: Plan) -> str:
    """Only columns the file carries are overwritten; answered and resolved go together."""
    mapped = [column for column, fields in COLUMNS.items() if any(map(plan.has, fields))]
    return MERGE.format(
        columns=", ".join(COLUMNS),
        mapped=", ".join(mapped),
        excluded=", ".join(f"EXCLUDED.{column}" for column in mapped),
        kept=", ".join(f"kept.{column}" for column in mapped),
    )
