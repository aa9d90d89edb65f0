import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0013_recommendation_and_words_are_questions"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="surveyform",
            name="asks_nps",
        ),
        migrations.RemoveField(
            model_name="surveyform",
            name="asks_words",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyform",
            trigger=pgtrigger.compiler.Trigger(
                name="freezes_published_form",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'survey_form_published_is_frozen' USING ERRCODE = 'restrict_violation';",
                    hash="0a58a093a8740e7d7d4aa70edba538b6bbc167f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_freezes_published_form_90854",
                    table="feedback_surveyform",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyform",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "feedback_surveyformevent" ("based_on_id", "burst_answers", "effective_from", "follow_up_hours", "id", "low_score_to", "names_staff", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "remind_after_days", "version", "window_days") VALUES (NEW."based_on_id", NEW."burst_answers", NEW."effective_from", NEW."follow_up_hours", NEW."id", NEW."low_score_to", NEW."names_staff", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."remind_after_days", NEW."version", NEW."window_days"); RETURN NULL;',
                    hash="7095af7416bc7483f3ff6c1a928ac6f2dbd01222",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f127f",
                    table="feedback_surveyform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyform",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "feedback_surveyformevent" ("based_on_id", "burst_answers", "effective_from", "follow_up_hours", "id", "low_score_to", "names_staff", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "remind_after_days", "version", "window_days") VALUES (NEW."based_on_id", NEW."burst_answers", NEW."effective_from", NEW."follow_up_hours", NEW."id", NEW."low_score_to", NEW."names_staff", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."remind_after_days", NEW."version", NEW."window_days"); RETURN NULL;',
                    hash="5518afd77ad875e8ec5c76eb9ef6205b7f9c0e66",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_74290",
                    table="feedback_surveyform",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("effective_from", None), ("published_at", None), ("version", None)),
                    models.Q(
                        ("effective_from__isnull", False),
                        ("published_at__isnull", False),
                        ("version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="surveyform_published_with_version_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "stars"), ("required", True), ("weight__gt", 0), ("weight__isnull", False)
                    ),
                    models.Q(models.Q(("kind", "stars"), _negated=True), ("weight", None)),
                    _connector="OR",
                ),
                name="surveyquestion_stars_have_weight",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "nps"), ("kind", "nps")),
                    models.Q(
                        models.Q(("kind", "nps"), _negated=True), models.Q(("code", "nps"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="surveyquestion_nps_is_called_nps",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "words"), _negated=True), ("kind", "text"), _connector="OR"
                ),
                name="surveyquestion_words_are_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "multiple"]), ("options", []), _connector="OR"),
                name="surveyquestion_options_of_choices",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_after", ""), ("compared_with", ""), ("comparison", "")),
                    models.Q(
                        models.Q(("asked_after", ""), _negated=True),
                        models.Q(("comparison", ""), _negated=True),
                        models.Q(("compared_with", ""), _negated=True),
                        models.Q(("kind__in", ["stars", "nps"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="surveyquestion_condition_is_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="freezes_with_form",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT FROM feedback_surveyform WHERE published_at IS NOT NULL AND id IN (OLD.form_id, NEW.form_id)) THEN\n    RAISE EXCEPTION 'survey_form_published_is_frozen' USING ERRCODE = 'restrict_violation';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n",
                    hash="ec77ea7ccb8036b5ebdae60ee7c443f49d97d044",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_freezes_with_form_591a8",
                    table="feedback_surveyquestion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "feedback_surveyquestionevent" ("asked_after", "code", "compared_with", "comparison", "form_id", "help", "id", "kind", "label", "options", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "weight") VALUES (NEW."asked_after", NEW."code", NEW."compared_with", NEW."comparison", NEW."form_id", NEW."help", NEW."id", NEW."kind", NEW."label", NEW."options", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."required", NEW."weight"); RETURN NULL;',
                    hash="f57de40ee75af3f4708c130716b36f6706659977",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_70ef6",
                    table="feedback_surveyquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "feedback_surveyquestionevent" ("asked_after", "code", "compared_with", "comparison", "form_id", "help", "id", "kind", "label", "options", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "weight") VALUES (NEW."asked_after", NEW."code", NEW."compared_with", NEW."comparison", NEW."form_id", NEW."help", NEW."id", NEW."kind", NEW."label", NEW."options", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."required", NEW."weight"); RETURN NULL;',
                    hash="c58bc6be1aff677b019d6f6eef34e3930f9b32f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_378e3",
                    table="feedback_surveyquestion",
                    when="AFTER",
                ),
            ),
        ),
    ]
