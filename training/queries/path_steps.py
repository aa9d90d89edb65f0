"""How far somebody is on a path, step by step."""

# The moment a step was done by the person of an assignment, or NULL; for `step`, `assignment` and `path` of a statement.
# What is taken anew counts from the assignment on; a manual cannot be acknowledged twice, so its newest version counts
# whenever it was read.
DONE_AT = """
CASE WHEN step.course_id IS NOT NULL THEN (
    SELECT min(taken.completed_at) FROM training_enrolment taken
    WHERE taken.staff_id = assignment.staff_id AND taken.course_id = step.course_id
        AND taken.completed_at >= CASE WHEN path.counts_earlier AND assignment.cause <> 'renewal'
            THEN '-infinity' ELSE assignment.assigned_at END
) WHEN step.manual_id IS NOT NULL THEN (
    SELECT said.acknowledged_at FROM training_acknowledgement said
    WHERE said.staff_id = assignment.staff_id AND said.version_id = (
        SELECT version.id FROM training_manualversion version
        WHERE version.manual_id = step.manual_id AND version.state = 'published'
        ORDER BY version.number DESC LIMIT 1)
) ELSE (
    SELECT min(sitting.graded_at) FROM training_attempt sitting
    WHERE sitting.staff_id = assignment.staff_id AND sitting.exam_id = step.exam_id AND sitting.passed
        AND sitting.started_at >= CASE WHEN path.counts_earlier AND assignment.cause <> 'renewal'
            THEN '-infinity' ELSE assignment.assigned_at END
) END
"""
