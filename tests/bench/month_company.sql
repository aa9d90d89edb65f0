-- A month of a large company: %(staff)s people in departments of 50, with answers, interactions and evaluations.
INSERT INTO people_department (code, name) SELECT 'd' || n, 'Department ' || n FROM generate_series(1, %(staff)s / 50) n;
INSERT INTO people_position (code, name, duties, is_rated) VALUES ('agent', 'Agent', '', true);
INSERT INTO people_staff (employee_no, name, email, phone, hired_on)
    SELECT 'E' || lpad(n::text, 6, '0'), 'Staff ' || n, '', '', '2020-01-01' FROM generate_series(1, %(staff)s) n;
INSERT INTO people_assignment (staff_id, department_id, position_id, starts_on)
    SELECT id, (SELECT min(id) FROM people_department) + (id - (SELECT min(id) FROM people_staff)) / 50,
        (SELECT id FROM people_position), '2020-01-01' FROM people_staff;
-- Foreign keys are checked by plans made when these tables were empty, until they are analysed.
ANALYZE;
INSERT INTO training_certificate (staff_id, number, valid_from, revoked_reason)
    SELECT id, employee_no, '2020-01-01', '' FROM people_staff WHERE id %% 50 <> 0;
INSERT INTO feedback_channel (code, name, is_active) VALUES ('phone', '{"en": "Phone"}', true) ON CONFLICT DO NOTHING;
INSERT INTO feedback_surveyform (version, effective_from, published_at)
    VALUES (900, '2020-01-01', now());
ALTER TABLE feedback_surveyanswer DISABLE TRIGGER ALL;
INSERT INTO feedback_invitation
    (token_hash, form_id, staff_id, department_id, channel_id, served_on, sent_at, expires_at, answered_at)
    SELECT sha256(n::text::bytea), (SELECT id FROM feedback_surveyform WHERE version = 900), staff.id,
        staff.department_id, (SELECT id FROM feedback_channel WHERE code = 'phone'),
        date '2025-10-01' + n %% 31, '2025-10-31', '2025-11-14', '2025-11-01'
    FROM generate_series(0, %(answers)s - 1) n
    JOIN (SELECT staff_id AS id, department_id, row_number() OVER (ORDER BY staff_id) - 1 AS place
          FROM people_assignment) staff ON staff.place = (n * 7919::bigint) %% %(staff)s;
INSERT INTO feedback_surveyanswer
    (invitation_id, staff_id, department_id, served_on, stars, score, words, via, answered_at, is_valid, invalid_reason)
    SELECT id, staff_id, department_id, served_on, '{"overall": 4}',
        (ARRAY[1, 2, 3, 4, 5, 5, 4, 3.6666666666666667, 4.2, 4.6])[1 + (id * 31) %% 10], '', 'web', answered_at,
        id %% 100 <> 0, 'burst'
    FROM feedback_invitation;
ALTER TABLE feedback_surveyanswer ENABLE TRIGGER ALL;
INSERT INTO feedback_interaction
    (source, external_id, staff_id, department_id, channel_id, topic, occurred_at, served_on, answered, resolved)
    SELECT 'bench', 'x' || id, staff_id, department_id, channel_id, '', served_on, served_on, true, id %% 4 <> 0
    FROM feedback_invitation;
ANALYZE;
INSERT INTO ratings_evaluation (month_id, staff_id, kind, author_id, comment, saved_at, submitted_at)
    SELECT (SELECT max(id) FROM ratings_ratingmonth), id, 'self', id, '', now(), now() FROM people_staff
    UNION ALL
    SELECT (SELECT max(id) FROM ratings_ratingmonth), id, 'manager',
        CASE WHEN id = (SELECT min(id) FROM people_staff) THEN id + 1 ELSE (SELECT min(id) FROM people_staff) END,
        '', now(), now() FROM people_staff;
ANALYZE;
INSERT INTO ratings_evaluationmark (evaluation_id, criterion_id, stars)
    SELECT evaluation.id, criterion.id, 1 + (evaluation.id + criterion.id * 3) %% 5
    FROM ratings_evaluation evaluation CROSS JOIN ratings_criterion criterion
    JOIN ratings_dimension dimension ON dimension.id = criterion.dimension_id
    JOIN ratings_ratingmonth month ON month.id = evaluation.month_id AND month.policy_id = dimension.policy_id;
