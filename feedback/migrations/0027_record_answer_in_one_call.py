"""The statement that records an answer, as a function: the database plans it once a connection, not for each answer.

Two at once: the second waits for the first's row lock, finds it answered, and inserts nothing. Then, and where the
invitation is not open or asks another form, nothing is returned.
"""

from django.db import migrations

CREATE = """
CREATE OR REPLACE FUNCTION feedback_record_answer(
    with_token bytea, known bigint, asked bigint, own bigint, how text, sender bigint, at timestamptz,
    stars jsonb, score numeric, nps smallint, words text, replies jsonb, low boolean,
    network bytea, receipt bytea, noticed text, burst integer
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    recorded bigint;
BEGIN
    WITH taken AS (
        UPDATE feedback_invitation invitation SET answered_at = at
        WHERE invitation.id = coalesce(known, (SELECT id FROM feedback_invitation WHERE token_hash = with_token))
          AND form_id = asked AND answered_at IS NULL AND revoked_at IS NULL
          AND (expires_at > at OR how = 'call_back') AND invitation.staff_id IS DISTINCT FROM own
        RETURNING invitation.id, invitation.staff_id, invitation.department_id, invitation.served_on
    )
    INSERT INTO feedback_surveyanswer (
        invitation_id, staff_id, department_id, served_on, stars, score, nps, words, replies, via, answered_at,
        entered_by_id, is_valid, invalid_reason, network_hash, receipt_hash, flag, needs_follow_up, follow_up_note
    )
    SELECT taken.id, taken.staff_id, taken.department_id, taken.served_on, stars, score, nps, words, replies, how, at,
        sender, true, '', network, receipt,
        CASE WHEN noticed <> '' THEN noticed
             WHEN (SELECT count(*) FROM (
                 SELECT FROM feedback_surveyanswer earlier
                 WHERE earlier.network_hash = network AND earlier.answered_at > at - interval '1 hour'
                 LIMIT burst) AS recent) >= burst - 1 THEN 'burst'
             ELSE '' END,
        low, ''
    FROM taken
    RETURNING invitation_id INTO recorded;
    RETURN recorded;
END $$
"""
DROP = "DROP FUNCTION feedback_record_answer"


class Migration(migrations.Migration):
    dependencies = [("feedback", "0026_fast_answers_are_noticed")]

    operations = [migrations.RunSQL(CREATE, DROP)]
