"""The database refuses a question that is ready without what makes an answer right, when the transaction ends."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION training_question_wrong(asked bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN question.state <> 'ready' THEN NULL
        WHEN question.kind = 'text' THEN CASE WHEN chosen.options > 0 THEN 'question_text_without_options' END
        WHEN question.kind = 'order' THEN CASE
            WHEN chosen.options < 2 OR chosen.placed < chosen.options OR chosen.last <> chosen.options OR chosen.first <> 1
            THEN 'question_order_without_gaps' END
        WHEN chosen.options < 2 THEN 'question_has_options'
        WHEN question.kind = 'true_false' AND chosen.options <> 2 THEN 'question_true_or_false'
        WHEN question.kind = 'multiple' THEN CASE WHEN chosen.rights < 1 THEN 'question_has_right_answer' END
        WHEN chosen.rights < 1 THEN 'question_has_right_answer'
        WHEN chosen.rights > 1 THEN 'question_one_right_answer'
    END
    FROM training_question question CROSS JOIN LATERAL (
        SELECT count(*) AS options, count(*) FILTER (WHERE is_right) AS rights, count(place) AS placed,
            min(place) AS first, max(place) AS last
        FROM training_questionoption WHERE question_id = question.id
    ) chosen
    WHERE question.id = asked
$$;
CREATE FUNCTION training_check_question() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint;
    wrong text;
BEGIN
    IF TG_TABLE_NAME = 'training_question' THEN
        asked := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        asked := OLD.question_id;
    ELSE
        asked := NEW.question_id;
    END IF;
    wrong := training_question_wrong(asked);
    IF wrong IS NULL AND TG_TABLE_NAME <> 'training_question' AND TG_OP = 'UPDATE' THEN
        wrong := training_question_wrong(OLD.question_id);
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'a ready question violates "%"', wrong USING ERRCODE = 'check_violation', CONSTRAINT = wrong;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER question_is_answerable AFTER INSERT OR UPDATE ON training_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION training_check_question();
CREATE CONSTRAINT TRIGGER questionoption_leaves_answer AFTER INSERT OR UPDATE OR DELETE ON training_questionoption
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION training_check_question();
"""
UNDO = """
DROP TRIGGER questionoption_leaves_answer ON training_questionoption;
DROP TRIGGER question_is_answerable ON training_question;
DROP FUNCTION training_check_question();
DROP FUNCTION training_question_wrong(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0007_session_notes")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]
