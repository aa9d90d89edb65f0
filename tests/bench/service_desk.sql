-- A desk with %(requests)s requests, the last %(open)s of them open, each with both milestones; set-based.
-- Open ones are due from the moment %(at)s on, one after the other, and have their coming alerts.
-- Millions of foreign keys that are right by construction are not checked one by one.
SET session_replication_role = replica;
INSERT INTO feedback_servicerequest (
    kind, subject, channel_id, tier_id, tier_reasons, status, contact_name, contact_email, contact_phone, language, area,
    agent_reason, source, external_id, link_seed, token_hash, created_at, first_replied_at, resolved_at, closed_at,
    reopened_count, next_due_at, changed_at, department_id, agent_id, category_id)
SELECT 'request', 'Question ' || n, channel.id, tier.id, '[]', CASE WHEN is_open THEN 'open' ELSE 'closed' END,
    'Somebody ' || n, 'c' || n || '@example.org', '', '', '', '{}', '', '', 'bench', sha256(('bench' || n)::bytea),
    created_at, CASE WHEN n %% 3 > 0 OR NOT is_open THEN created_at + interval '1 minute' END,
    CASE WHEN NOT is_open THEN created_at + interval '1 hour' END,
    CASE WHEN NOT is_open THEN created_at + interval '7 days' END, 0,
    CASE WHEN is_open THEN due_at END, created_at,
    departments.ids[1 + n %% array_length(departments.ids, 1)], agents.ids[1 + n %% array_length(agents.ids, 1)],
    categories.ids[1 + n %% array_length(categories.ids, 1)]
FROM (
    SELECT n, n > %(requests)s - %(open)s AS is_open,
        %(at)s::timestamptz + (n - (%(requests)s - %(open)s)) * interval '20 seconds' + interval '2 hours' AS due_at,
        %(at)s::timestamptz - (%(requests)s - n) * interval '20 seconds' - interval '8 days' AS created_at
    FROM generate_series(1, %(requests)s) AS n) AS numbers
    CROSS JOIN (SELECT array_agg(staff_id ORDER BY staff_id) AS ids FROM feedback_agent) AS agents
    CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM people_department) AS departments
    CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM feedback_category) AS categories
    JOIN feedback_channel AS channel ON channel.code = 'web'
    JOIN feedback_tier AS tier ON tier.code = 'general'
ORDER BY n;

INSERT INTO feedback_milestone (request_id, kind, starts_at, target_seconds, due_at, met_at)
SELECT id, promised, created_at, seconds, coalesce(next_due_at, created_at + interval '2 hours'),
    CASE WHEN promised = 'response' THEN first_replied_at ELSE resolved_at END
FROM feedback_servicerequest CROSS JOIN (VALUES ('response', 900), ('solution', 172800)) AS kinds (promised, seconds);

INSERT INTO feedback_slaalert (milestone_id, level, fires_at, due_at)
SELECT id, level, due_at + after, due_at
FROM feedback_milestone CROSS JOIN (VALUES (0, interval '-10 minutes'), (1, interval '1 microsecond'),
    (2, interval '2 hours'), (3, interval '8 hours')) AS levels (level, after)
WHERE met_at IS NULL;

INSERT INTO feedback_timelineentry (request_id, kind, at, text, data, is_public)
SELECT id, said, created_at + after, 'Hello, this is about my order.', '{}', true
FROM feedback_servicerequest
    CROSS JOIN (VALUES ('message', interval '0'), ('reply', interval '1 minute')) AS kinds (said, after);
RESET session_replication_role;
