-- One row per person who belongs to the month: rated with score and stars, or not rated with the reason.
-- The definition of each step is in ratings/scoring.py, bands.py and gate.py; the tests hold both to the same results.
-- Parameters: month_id, policy_id, first_day, last_day.
WITH policy AS (
    SELECT * FROM ratings_policy WHERE id = %(policy_id)s
),
-- 6. Gate: days employed, and the days certified as a multirange.
placed AS (
    SELECT DISTINCT ON (staff.id)
        staff.id AS staff_id, staff.employee_no, assignment.department_id, assignment.manager_id,
        greatest(staff.hired_on, %(first_day)s) AS first_day,
        least(staff.left_on, %(last_day)s) AS last_day
    FROM people_staff staff
    JOIN people_assignment assignment ON assignment.staff_id = staff.id
        AND assignment.starts_on <= least(staff.left_on, %(last_day)s)
        AND (assignment.ends_on IS NULL OR assignment.ends_on >= greatest(staff.hired_on, %(first_day)s))
    JOIN people_position position ON position.id = assignment.position_id AND position.is_rated
    WHERE staff.hired_on <= %(last_day)s AND (staff.left_on IS NULL OR staff.left_on >= %(first_day)s)
    ORDER BY staff.id, assignment.starts_on DESC
),
certified AS (
    SELECT staff_id, range_agg(days) AS days
    FROM training_certified
    WHERE valid_from <= %(last_day)s
        AND (valid_until IS NULL OR valid_until >= %(first_day)s)
        AND (revoked_on IS NULL OR revoked_on > %(first_day)s)
    GROUP BY staff_id
),
gate AS (
    SELECT placed.*, last_day - placed.first_day + 1 AS days_employed,
        CASE policy.gate
            WHEN 'none' THEN placed.first_day
            WHEN 'every_day' THEN
                CASE WHEN certified.days @> daterange(placed.first_day, placed.last_day, '[]') THEN placed.first_day END
            ELSE
                CASE WHEN certified.days @> placed.last_day THEN greatest(placed.first_day,
                    (SELECT lower(span) FROM unnest(certified.days) span WHERE span @> placed.last_day)) END
        END AS evidence_from
    FROM placed CROSS JOIN policy LEFT JOIN certified USING (staff_id)
),
late AS MATERIALIZED (
    SELECT staff_id, evidence_from FROM gate WHERE evidence_from > %(first_day)s
),
-- 1. Evidence by source. Answers are read once; people, departments and the company are rolled up from the same rows.
-- Only for those whose evidence counts from a later day on, their own are read again.
answered AS MATERIALIZED (
    SELECT staff_id, department_id, count(*) AS n, sum(score) AS total, sum(score * score) AS squares
    FROM feedback_surveyanswer
    WHERE served_on BETWEEN %(first_day)s AND %(last_day)s AND is_valid
    GROUP BY staff_id, department_id
),
own AS (
    SELECT staff_id, sum(n) AS n, sum(total) AS total
    FROM answered WHERE staff_id NOT IN (SELECT staff_id FROM late) GROUP BY staff_id
    UNION ALL
    SELECT late.staff_id, count(*), sum(score)
    FROM late JOIN feedback_surveyanswer answer ON answer.staff_id = late.staff_id
        AND answer.served_on BETWEEN late.evidence_from AND %(last_day)s AND answer.is_valid
    GROUP BY late.staff_id
),
company AS (
    SELECT 'company' AS kind, sum(n) AS n, sum(total) AS total, sum(squares) AS squares FROM answered
),
department AS (
    SELECT department_id, 'department' AS kind, sum(n) AS n, sum(total) AS total, sum(squares) AS squares
    FROM answered CROSS JOIN policy
    GROUP BY department_id, policy.peer_group_min HAVING sum(n) >= policy.peer_group_min
),
-- 2. Few are not many.
grouped AS (
    SELECT gate.staff_id, own.n, own.total, policy.shrinkage_k AS k,
        coalesce(department.kind, company.kind) AS kind,
        coalesce(department.n, company.n) AS group_n,
        coalesce(department.total / department.n, company.total / company.n) AS mean,
        coalesce(department.total, company.total) AS group_total,
        coalesce(department.squares, company.squares) AS group_squares
    FROM gate
    CROSS JOIN policy CROSS JOIN company
    JOIN own USING (staff_id)
    LEFT JOIN department USING (department_id)
),
shrunk AS MATERIALIZED (
    SELECT grouped.*, total / n AS raw, (total + k * mean) / (n + k) AS adjusted,
        CASE WHEN group_n > 1 THEN 1.96 * sqrt(
            greatest(group_squares - group_total * group_total / group_n, 0) / (group_n - 1) / (n + k)
        ) ELSE 0 END AS spread
    FROM grouped
),
evaluated AS MATERIALIZED (
    SELECT evaluation.staff_id,
        sum(mark.stars * criterion.weight) FILTER (WHERE kind = 'manager')
            / sum(criterion.weight) FILTER (WHERE kind = 'manager') AS manager_mean,
        sum(mark.stars * criterion.weight) FILTER (WHERE kind = 'self')
            / sum(criterion.weight) FILTER (WHERE kind = 'self') AS self_mean
    FROM ratings_evaluation evaluation
    JOIN ratings_evaluationmark mark ON mark.evaluation_id = evaluation.id
    JOIN ratings_criterion criterion ON criterion.id = mark.criterion_id
    WHERE evaluation.month_id = %(month_id)s AND evaluation.submitted_at IS NOT NULL
    GROUP BY evaluation.staff_id
),
-- 3. Strict and lenient managers: the bias subtracted here is zero until six locked months can be compared.
judged AS (
    SELECT staff_id, manager_mean AS manager_raw, 0.00 AS bias, manager_mean AS manager_adjusted, self_mean FROM evaluated
),
handled AS (
    SELECT interaction.staff_id, count(*) AS offered, count(*) FILTER (WHERE answered) AS answered,
        count(*) FILTER (WHERE resolved) AS resolved
    FROM feedback_interaction interaction LEFT JOIN late ON late.staff_id = interaction.staff_id
    WHERE interaction.served_on BETWEEN %(first_day)s AND %(last_day)s
        AND (late.staff_id IS NULL OR interaction.served_on >= late.evidence_from)
        AND EXISTS (SELECT FROM ratings_indicator WHERE policy_id = %(policy_id)s)
    GROUP BY interaction.staff_id
),
-- Praise and ideas are counted for everybody: none is a figure too, unlike a share of no interactions.
figured AS (
    SELECT handled.staff_id, indicator.id AS indicator_id, round(CASE indicator.code
        WHEN 'first_contact_resolution' THEN 100.0 * resolved / nullif(answered, 0)
        WHEN 'answered' THEN 100.0 * answered / offered
        WHEN 'volume' THEN answered END, 2) AS value
    FROM handled
    JOIN ratings_indicator indicator ON indicator.policy_id = %(policy_id)s
        AND indicator.code IN ('first_contact_resolution', 'answered', 'volume')
    UNION ALL
    SELECT gate.staff_id, indicator.id, round(CASE indicator.code
        WHEN 'commendations' THEN (
            SELECT count(*) FROM feedback_evidenceevent event
            WHERE event.staff_id = gate.staff_id AND event.kind = 'commendation' AND event.withdrawn_at IS NULL
                AND event.happened_on BETWEEN greatest(%(first_day)s, gate.evidence_from) AND %(last_day)s)
        ELSE (
            SELECT count(*) FROM feedback_suggestionaward award
            WHERE award.staff_id = gate.staff_id AND award.kind = 'adoption'
                AND award.awarded_on BETWEEN greatest(%(first_day)s, gate.evidence_from) AND %(last_day)s
                AND NOT EXISTS (
                    SELECT FROM feedback_suggestionaward back WHERE back.suggestion_id = award.suggestion_id
                        AND back.round = award.round AND back.kind = 'taken_back'))
        END::numeric, 2)
    FROM gate
    JOIN ratings_indicator indicator ON indicator.policy_id = %(policy_id)s
        AND indicator.code IN ('commendations', 'adopted_suggestions')
),
measured AS (
    SELECT figured.staff_id, indicator.code, indicator.weight, figured.value,
        1 + (figured.value >= two_from)::int + (figured.value >= three_from)::int
          + (figured.value >= four_from)::int + (figured.value >= five_from)::int AS stars
    FROM figured JOIN ratings_indicator indicator ON indicator.id = figured.indicator_id
    WHERE figured.value IS NOT NULL
),
indicated AS (
    SELECT staff_id, count(*) AS n, sum(stars * weight) / sum(weight) AS mean,
        jsonb_agg(jsonb_build_object(
            'code', code, 'value', value::text, 'stars', stars, 'weight', weight::text) ORDER BY code) AS items
    FROM measured GROUP BY staff_id
),
-- 5. Points.
pointed AS (
    SELECT staff_id, sum(points) AS sum,
        jsonb_agg(jsonb_build_object('kind', kind, 'count', n, 'points', points::text) ORDER BY kind) AS items
    FROM (
        SELECT event.staff_id, event.kind, count(*) AS n, sum(rule.points) AS points
        FROM feedback_evidenceevent event
        JOIN ratings_pointrule rule ON rule.kind = event.kind AND rule.policy_id = %(policy_id)s
        LEFT JOIN late ON late.staff_id = event.staff_id
        WHERE event.happened_on BETWEEN %(first_day)s AND %(last_day)s AND event.withdrawn_at IS NULL
            AND (late.staff_id IS NULL OR event.happened_on >= late.evidence_from)
        GROUP BY event.staff_id, event.kind
    ) counted
    GROUP BY staff_id
),
-- 4. Weights: a missing source weighs nothing, the others share what is left.
weighed AS (
    SELECT gate.*, policy.min_days_employed, policy.gate AS gate_rule, policy.required_sources,
        policy.provisional_below, policy.points_cap, policy.shrinkage_k,
        shrunk.n, shrunk.raw, shrunk.adjusted, shrunk.spread, shrunk.kind, shrunk.group_n, shrunk.mean,
        judged.manager_raw, judged.bias, judged.manager_adjusted, judged.self_mean,
        indicated.n AS indicated_n, indicated.mean AS indicated_mean, indicated.items AS indicated_items,
        coalesce(pointed.sum, 0.00) AS points, coalesce(pointed.items, '[]') AS point_items,
        policy.customer_weight, policy.manager_weight, policy.self_weight, policy.indicators_weight,
        CASE WHEN shrunk.adjusted IS NULL THEN 0 ELSE policy.customer_weight END AS customer_weighs,
        CASE WHEN judged.manager_adjusted IS NULL THEN 0 ELSE policy.manager_weight END AS manager_weighs,
        CASE WHEN judged.self_mean IS NULL THEN 0 ELSE policy.self_weight END AS self_weighs,
        CASE WHEN indicated.mean IS NULL THEN 0 ELSE policy.indicators_weight END AS indicators_weigh
    FROM gate
    CROSS JOIN policy
    LEFT JOIN shrunk USING (staff_id)
    LEFT JOIN judged USING (staff_id)
    LEFT JOIN indicated ON indicated.staff_id = gate.staff_id
    LEFT JOIN pointed ON pointed.staff_id = gate.staff_id
),
decided AS (
    SELECT weighed.*, all_weigh,
        CASE WHEN all_weigh > 0 THEN (
            customer_weighs * coalesce(adjusted, 0) + manager_weighs * coalesce(manager_adjusted, 0)
            + self_weighs * coalesce(self_mean, 0) + indicators_weigh * coalesce(indicated_mean, 0)
        ) / all_weigh END AS combined,
        greatest(least(points, points_cap), -points_cap) AS counted,
        CASE
            WHEN days_employed < min_days_employed THEN 'not_employed_long_enough'
            WHEN evidence_from IS NULL THEN 'not_certified'
            WHEN 'customer' = ANY (required_sources) AND adjusted IS NULL THEN 'customer_missing'
            WHEN 'manager' = ANY (required_sources) AND manager_adjusted IS NULL THEN 'manager_missing'
            WHEN 'self' = ANY (required_sources) AND self_mean IS NULL THEN 'self_missing'
            WHEN 'indicators' = ANY (required_sources) AND indicated_mean IS NULL THEN 'indicators_missing'
            WHEN all_weigh = 0 THEN 'no_evidence'
            ELSE '' END AS reason
    FROM weighed
    CROSS JOIN LATERAL (
        SELECT customer_weighs + manager_weighs + self_weighs + indicators_weigh AS all_weigh
    ) together
),
-- Rounded once: ten places undo what a mean of thirds lost, then half up to two.
scored AS MATERIALIZED (
    SELECT decided.*, CASE WHEN reason = '' THEN
        round(round(greatest(least(combined + counted, 5), 1), 10), 2) END AS score
    FROM decided
),
-- 7. Bands. Equal scores have equal places, so the order of rows decides nothing.
ranked AS (
    SELECT staff_id, rank() OVER (ORDER BY score DESC) AS place, count(*) OVER (ORDER BY score DESC) AS as_good,
        count(*) OVER () AS rated
    FROM scored WHERE score IS NOT NULL
),
banded AS (
    SELECT scored.*, ranked.place, ranked.rated, policy.bands,
        CASE
            WHEN score IS NULL THEN NULL
            WHEN policy.bands = 'thresholds' THEN
                CASE WHEN score >= five_from THEN 5 WHEN score >= four_from THEN 4
                     WHEN score >= three_from THEN 3 WHEN score >= two_from THEN 2 ELSE 1 END
            ELSE
                CASE WHEN reach <= floor(rated * five_share / 100) THEN 5
                     WHEN reach <= floor(rated * (five_share + four_share) / 100) THEN 4
                     WHEN reach <= floor(rated * (five_share + four_share + three_share) / 100) THEN 3
                     WHEN reach <= floor(rated * (five_share + four_share + three_share + two_share) / 100) THEN 2
                     ELSE 1 END
        END AS stars,
        CASE WHEN score >= five_from THEN NULL WHEN score >= four_from THEN five_from
             WHEN score >= three_from THEN four_from WHEN score >= two_from THEN three_from ELSE two_from END AS next_from
    FROM scored CROSS JOIN policy
    LEFT JOIN ranked USING (staff_id)
    LEFT JOIN LATERAL (SELECT CASE policy.ties WHEN 'all_in' THEN place ELSE as_good END AS reach) tied ON true
),
-- 8. Memory: inputs and every step's value as the explanation shows them.
remembered AS (
    SELECT banded.*, jsonb_build_object(
        'employment', jsonb_build_object('first', first_day, 'last', last_day, 'days', days_employed),
        'gate', jsonb_build_object('rule', gate_rule, 'certified', evidence_from IS NOT NULL,
            'evidence_from', evidence_from, 'min_days', min_days_employed),
        'customer', CASE WHEN adjusted IS NULL THEN
            jsonb_build_object('n', 0, 'raw', NULL, 'adjusted', NULL, 'weight', customer_weight::text, 'share', '0.00')
            ELSE jsonb_build_object('n', n, 'raw', round(raw, 6)::text,
                'group', jsonb_build_object('kind', kind, 'n', group_n, 'mean', round(mean, 6)::text),
                'k', shrinkage_k, 'adjusted', round(adjusted, 6)::text,
                'low', round(round(greatest(adjusted - spread, 1), 10), 2)::text,
                'high', round(round(least(adjusted + spread, 5), 10), 2)::text,
                'weight', customer_weight::text, 'share', round(100 * customer_weighs / nullif(all_weigh, 0), 2)::text)
            END,
        'manager', jsonb_build_object('n', (manager_raw IS NOT NULL)::int, 'raw', round(manager_raw, 6)::text,
            'bias', coalesce(bias, 0.00)::text, 'adjusted', round(manager_adjusted, 6)::text, 'weight', manager_weight::text,
            'share', round(100 * manager_weighs / nullif(all_weigh, 0), 2)::text),
        'self', jsonb_build_object('n', (self_mean IS NOT NULL)::int, 'raw', round(self_mean, 6)::text,
            'adjusted', round(self_mean, 6)::text, 'weight', self_weight::text,
            'share', round(100 * self_weighs / nullif(all_weigh, 0), 2)::text),
        'indicators', jsonb_build_object('n', coalesce(indicated_n, 0), 'raw', round(indicated_mean, 6)::text,
            'adjusted', round(indicated_mean, 6)::text, 'weight', indicators_weight::text,
            'share', round(100 * indicators_weigh / nullif(all_weigh, 0), 2)::text,
            'items', coalesce(indicated_items, '[]')),
        'combined', round(combined, 6)::text,
        'points', jsonb_build_object('items', point_items, 'sum', points::text, 'counted', counted::text,
            'cap', points_cap::text),
        'score', score::text,
        'band', CASE WHEN score IS NULL THEN NULL
            WHEN bands = 'thresholds' THEN
                jsonb_build_object('rule', bands, 'stars', stars, 'next_from', next_from::text)
            ELSE jsonb_build_object('rule', bands, 'stars', stars, 'rank', place, 'of', rated) END
    ) AS steps
    FROM banded
)
SELECT remembered.staff_id, department_id, manager_id, score, stars,
    score IS NOT NULL AND coalesce(n, 0) < policy.provisional_below AS provisional, reason, steps,
    concat_ws('|', employee_no, policy.code, policy.version, reason) AS identity
FROM remembered CROSS JOIN policy
