-- The same month by hand: only what the standard policy asks for, its numbers written in, one pass over the answers.
WITH placed AS (
    SELECT DISTINCT ON (staff.id) staff.id AS staff_id, staff.employee_no, assignment.department_id, assignment.manager_id,
        greatest(staff.hired_on, '2025-10-01') AS first_day, least(staff.left_on, '2025-10-31') AS last_day
    FROM people_staff staff
    JOIN people_assignment assignment ON assignment.staff_id = staff.id
        AND starts_on <= least(staff.left_on, '2025-10-31')
        AND (ends_on IS NULL OR ends_on >= greatest(staff.hired_on, '2025-10-01'))
    WHERE staff.hired_on <= '2025-10-31' AND (staff.left_on IS NULL OR staff.left_on >= '2025-10-01')
    ORDER BY staff.id, starts_on DESC
),
gate AS (
    SELECT placed.*, coalesce(days @> daterange(first_day, last_day, '[]'), false) AS certified
    FROM placed LEFT JOIN (
        SELECT staff_id, range_agg(
            datemultirange(daterange(valid_from, least(valid_until + 1, revoked_on))) - coalesce(paused, '{}')) AS days
        FROM training_certificate certificate
            LEFT JOIN training_certificatekind kind ON kind.id = kind_id
            LEFT JOIN (
                SELECT certificate_id, range_agg(daterange(first_on, last_on, '[]')) AS paused
                FROM training_suspension GROUP BY 1
            ) suspension ON certificate_id = certificate.id
        WHERE coalesce(opens_gate, true)
        GROUP BY staff_id
    ) certificate USING (staff_id)
),
answered AS MATERIALIZED (
    SELECT staff_id, department_id, count(*) AS n, sum(score) AS total, sum(score * score) AS squares
    FROM feedback_surveyanswer WHERE served_on BETWEEN '2025-10-01' AND '2025-10-31' AND is_valid GROUP BY 1, 2
),
own AS MATERIALIZED (SELECT staff_id, sum(n) AS n, sum(total) AS total FROM answered GROUP BY 1),
department AS MATERIALIZED (
    SELECT department_id, sum(n) AS n, sum(total) AS total, sum(squares) AS squares FROM answered GROUP BY 1
),
shrunk AS MATERIALIZED (
    SELECT gate.*, own.n, total_own / own.n AS raw, (total_own + 10 * mean) / (own.n + 10) AS adjusted, group_n, mean,
        1.96 * sqrt(greatest(squares - total * total / group_n, 0) / (group_n - 1) / (own.n + 10)) AS spread
    FROM gate
    LEFT JOIN (SELECT staff_id, n, total AS total_own FROM own) own USING (staff_id)
    LEFT JOIN (SELECT department_id, n AS group_n, total, squares, total / n AS mean FROM department) d
        USING (department_id)
),
evaluated AS MATERIALIZED (
    SELECT evaluation.staff_id,
        sum(stars * weight) FILTER (WHERE kind = 'manager') / sum(weight) FILTER (WHERE kind = 'manager') AS manager,
        sum(stars * weight) FILTER (WHERE kind = 'self') / sum(weight) FILTER (WHERE kind = 'self') AS self
    FROM ratings_evaluation evaluation
    JOIN ratings_evaluationmark mark ON mark.evaluation_id = evaluation.id
    JOIN ratings_criterion criterion ON criterion.id = mark.criterion_id
    WHERE evaluation.month_id = %(month_id)s AND submitted_at IS NOT NULL GROUP BY 1
),
scored AS (
    SELECT shrunk.*, manager, self, certified AND together > 0 AS rated, together,
        (coalesce(50 * adjusted, 0) + coalesce(40 * manager, 0) + coalesce(10 * self, 0)) / nullif(together, 0) AS combined
    FROM shrunk LEFT JOIN evaluated USING (staff_id)
    CROSS JOIN LATERAL (SELECT CASE WHEN adjusted IS NULL THEN 0 ELSE 50 END
        + CASE WHEN manager IS NULL THEN 0 ELSE 40 END + CASE WHEN self IS NULL THEN 0 ELSE 10 END AS together) t
),
banded AS MATERIALIZED (
    SELECT scored.*, CASE WHEN rated THEN round(round(greatest(least(combined, 5), 1), 10), 2) END AS score FROM scored
),
remembered AS MATERIALIZED (
    SELECT banded.*,
        CASE WHEN score >= 4.5 THEN 5 WHEN score >= 4 THEN 4 WHEN score >= 3 THEN 3 WHEN score >= 2 THEN 2
             WHEN score IS NOT NULL THEN 1 END AS stars,
        jsonb_build_object(
            'employment', jsonb_build_object('first', first_day, 'last', last_day, 'days', last_day - first_day + 1),
            'gate', jsonb_build_object('rule', 'every_day', 'certified', certified,
                'evidence_from', CASE WHEN certified THEN first_day END, 'min_days', 10),
            'customer', jsonb_build_object('n', n, 'raw', round(raw, 6)::text,
                'group', jsonb_build_object('kind', 'department', 'n', group_n, 'mean', round(mean, 6)::text),
                'k', 10, 'adjusted', round(adjusted, 6)::text,
                'low', round(round(greatest(adjusted - spread, 1), 10), 2)::text,
                'high', round(round(least(adjusted + spread, 5), 10), 2)::text,
                'weight', '50.00', 'share', round(5000.0 / together, 2)::text),
            'manager', jsonb_build_object('n', 1, 'raw', round(manager, 6)::text, 'bias', '0.00',
                'adjusted', round(manager, 6)::text, 'weight', '40.00', 'share', round(4000.0 / together, 2)::text),
            'self', jsonb_build_object('n', 1, 'raw', round(self, 6)::text, 'adjusted', round(self, 6)::text,
                'weight', '10.00', 'share', round(1000.0 / together, 2)::text),
            'indicators', '{"n": 0, "raw": null, "items": [], "share": "0.00", "weight": "0.00", "adjusted": null}'::jsonb,
            'combined', round(combined, 6)::text,
            'points', '{"cap": "0.50", "sum": "0.00", "items": [], "counted": "0.00"}'::jsonb,
            'score', score::text,
            'band', CASE WHEN score IS NOT NULL THEN jsonb_build_object('rule', 'thresholds',
                'stars', CASE WHEN score >= 4.5 THEN 5 WHEN score >= 4 THEN 4 WHEN score >= 3 THEN 3
                    WHEN score >= 2 THEN 2 ELSE 1 END,
                'next_from', CASE WHEN score >= 4.5 THEN NULL WHEN score >= 4 THEN '4.50' WHEN score >= 3 THEN '4.00'
                    WHEN score >= 2 THEN '3.00' ELSE '2.00' END) END
        ) AS steps
    FROM banded
)
INSERT INTO ratings_starresult
    (month_id, staff_id, department_id, manager_id, score, stars, provisional, reason, steps, digest)
SELECT %(month_id)s, staff_id, department_id, manager_id, score, stars,
    score IS NOT NULL AND coalesce(n, 0) < 5, CASE WHEN score IS NULL THEN 'not_certified' ELSE '' END, steps,
    encode(sha256(convert_to(concat_ws('|', employee_no, 'standard', 1,
        CASE WHEN score IS NULL THEN 'not_certified' ELSE '' END, steps::text), 'UTF8')), 'hex')
FROM remembered
