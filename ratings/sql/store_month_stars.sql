-- Calculates a month and stores it: new rows are inserted, changed ones updated, the others left untouched.
WITH calculated AS MATERIALIZED (
{month_stars}
),
stored AS (
    INSERT INTO ratings_starresult
        (month_id, staff_id, department_id, manager_id, score, stars, provisional, reason, steps, digest)
    SELECT %(month_id)s, staff_id, department_id, manager_id, score, stars, provisional, reason, steps,
        encode(sha256(convert_to(concat_ws('|', identity, steps::text), 'UTF8')), 'hex')
    FROM calculated
    ON CONFLICT (month_id, staff_id) DO UPDATE SET
        department_id = excluded.department_id, manager_id = excluded.manager_id, score = excluded.score,
        stars = excluded.stars, provisional = excluded.provisional, reason = excluded.reason, steps = excluded.steps,
        digest = excluded.digest
    WHERE (ratings_starresult.digest, ratings_starresult.department_id, ratings_starresult.manager_id)
        IS DISTINCT FROM (excluded.digest, excluded.department_id, excluded.manager_id)
    RETURNING 1
)
DELETE FROM ratings_starresult
WHERE month_id = %(month_id)s AND staff_id NOT IN (SELECT staff_id FROM calculated)
