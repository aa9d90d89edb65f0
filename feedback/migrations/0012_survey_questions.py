from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import feedback.models.survey
import starservice.web.localized


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0011_default_service_desk"),
        ("people", "0003_department_heads_and_notifications"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("SurveyDimension", "SurveyQuestion"),
        migrations.RemoveConstraint("surveyquestion", "surveydimension_code_once"),
        migrations.RemoveConstraint("surveyquestion", "surveydimension_weight_positive"),
        migrations.AlterModelOptions(
            name="surveyquestion",
            options={
                "verbose_name": "survey question",
                "verbose_name_plural": "survey questions",
                "ordering": ["form", "order", "id"],
            },
        ),
        migrations.AlterField(
            model_name="surveyquestion",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="feedback.surveyform",
                verbose_name="survey form",
            ),
        ),
        migrations.AlterField(
            model_name="surveyquestion",
            name="label",
            field=starservice.web.localized.LocalizedTextField(default=dict, verbose_name="question"),
        ),
        migrations.AlterField(
            model_name="surveyquestion",
            name="weight",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=6,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="weight",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stars", "one to five stars"),
                    ("single", "one of several answers"),
                    ("multiple", "several answers"),
                    ("nps", "recommendation from 0 to 10"),
                    ("text", "words"),
                ],
                db_default="stars",
                default="stars",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="help",
            field=starservice.web.localized.LocalizedTextField(
                blank=True, db_default={}, default=dict, verbose_name="help"
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="required",
            field=models.BooleanField(db_default=True, default=True, verbose_name="must be answered"),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="options",
            field=models.JSONField(
                blank=True, db_default=[], default=list, verbose_name="answers to choose from"
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="asked_after",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="asked after"
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="comparison",
            field=models.CharField(
                blank=True,
                choices=[
                    ("is", "is"),
                    ("is_not", "is not"),
                    ("at_most", "is at most"),
                    ("at_least", "is at least"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="comparison",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestion",
            name="compared_with",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="compared with"
            ),
        ),
        migrations.CreateModel(
            name="SurveyFormEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(blank=True, null=True, verbose_name="version")),
                ("effective_from", models.DateField(blank=True, null=True, verbose_name="for services from")),
                (
                    "names_staff",
                    models.BooleanField(db_default=True, default=True, verbose_name="shows who served"),
                ),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(
                        db_default=14,
                        default=14,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="days to answer",
                    ),
                ),
                (
                    "low_score_to",
                    models.PositiveSmallIntegerField(
                        db_default=2,
                        default=2,
                        help_text="Answers with this many stars or fewer, and detractors (0–6), are followed up.",
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="follow up scores up to",
                    ),
                ),
                (
                    "burst_answers",
                    models.PositiveSmallIntegerField(
                        db_default=5,
                        default=5,
                        help_text="So many answers from one network within an hour are flagged for a person to judge.",
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="flag from answers an hour",
                    ),
                ),
                (
                    "remind_after_days",
                    models.PositiveSmallIntegerField(
                        db_default=5,
                        default=5,
                        help_text="Who was written to and has not answered is reminded once; 0 reminds nobody.",
                        verbose_name="remind after days",
                    ),
                ),
                (
                    "follow_up_hours",
                    models.PositiveSmallIntegerField(
                        db_default=48,
                        default=48,
                        help_text="So long after a low score somebody should have spoken with the customer.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="hours to follow up",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SurveyQuestionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stars", "one to five stars"),
                            ("single", "one of several answers"),
                            ("multiple", "several answers"),
                            ("nps", "recommendation from 0 to 10"),
                            ("text", "words"),
                        ],
                        db_default="stars",
                        default="stars",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "label",
                    starservice.web.localized.LocalizedTextField(default=dict, verbose_name="question"),
                ),
                (
                    "help",
                    starservice.web.localized.LocalizedTextField(
                        blank=True, db_default={}, default=dict, verbose_name="help"
                    ),
                ),
                (
                    "required",
                    models.BooleanField(db_default=True, default=True, verbose_name="must be answered"),
                ),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="weight",
                    ),
                ),
                (
                    "options",
                    models.JSONField(
                        blank=True, db_default=[], default=list, verbose_name="answers to choose from"
                    ),
                ),
                (
                    "asked_after",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="asked after"
                    ),
                ),
                (
                    "comparison",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("is", "is"),
                            ("is_not", "is not"),
                            ("at_most", "is at most"),
                            ("at_least", "is at least"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="comparison",
                    ),
                ),
                (
                    "compared_with",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=40, verbose_name="compared with"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="surveyanswer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="surveyanswer",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="surveyanswer",
            name="replies",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text="Words, the code of an answer, or a list of codes, by question code.",
                verbose_name="replies",
            ),
        ),
        migrations.AddField(
            model_name="surveyanswerevent",
            name="replies",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                help_text="Words, the code of an answer, or a list of codes, by question code.",
                verbose_name="replies",
            ),
        ),
        migrations.AddField(
            model_name="surveyform",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.surveyform",
                verbose_name="begun from",
            ),
        ),
        migrations.AlterField(
            model_name="surveyform",
            name="effective_from",
            field=models.DateField(blank=True, null=True, verbose_name="for services from"),
        ),
        migrations.AlterField(
            model_name="surveyform",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="published at"),
        ),
        migrations.AlterField(
            model_name="surveyform",
            name="version",
            field=models.PositiveIntegerField(blank=True, null=True, unique=True, verbose_name="version"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."flag" IS DISTINCT FROM (NEW."flag") OR OLD."follow_up_note" IS DISTINCT FROM (NEW."follow_up_note") OR OLD."followed_up_at" IS DISTINCT FROM (NEW."followed_up_at") OR OLD."followed_up_by_id" IS DISTINCT FROM (NEW."followed_up_by_id") OR OLD."invalid_reason" IS DISTINCT FROM (NEW."invalid_reason") OR OLD."invitation_id" IS DISTINCT FROM (NEW."invitation_id") OR OLD."is_valid" IS DISTINCT FROM (NEW."is_valid") OR OLD."needs_follow_up" IS DISTINCT FROM (NEW."needs_follow_up") OR OLD."nps" IS DISTINCT FROM (NEW."nps") OR OLD."replies" IS DISTINCT FROM (NEW."replies") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."served_on" IS DISTINCT FROM (NEW."served_on") OR OLD."staff_id" IS DISTINCT FROM (NEW."staff_id") OR OLD."stars" IS DISTINCT FROM (NEW."stars") OR OLD."via" IS DISTINCT FROM (NEW."via") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func='INSERT INTO "feedback_surveyanswerevent" ("answered_at", "department_id", "entered_by_id", "flag", "follow_up_note", "followed_up_at", "followed_up_by_id", "invalid_reason", "invitation_id", "is_valid", "needs_follow_up", "nps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replies", "score", "served_on", "staff_id", "stars", "via", "words") VALUES (NEW."answered_at", NEW."department_id", NEW."entered_by_id", NEW."flag", NEW."follow_up_note", NEW."followed_up_at", NEW."followed_up_by_id", NEW."invalid_reason", NEW."invitation_id", NEW."is_valid", NEW."needs_follow_up", NEW."nps", _pgh_attach_context(), NOW(), \'update\', NEW."invitation_id", NEW."replies", NEW."score", NEW."served_on", NEW."staff_id", NEW."stars", NEW."via", NEW."words"); RETURN NULL;',
                    hash="8b0414562c0d5ec3bf2debca5e2b39eb500db318",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8a962",
                    table="feedback_surveyanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "feedback_surveyanswerevent" ("answered_at", "department_id", "entered_by_id", "flag", "follow_up_note", "followed_up_at", "followed_up_by_id", "invalid_reason", "invitation_id", "is_valid", "needs_follow_up", "nps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replies", "score", "served_on", "staff_id", "stars", "via", "words") VALUES (OLD."answered_at", OLD."department_id", OLD."entered_by_id", OLD."flag", OLD."follow_up_note", OLD."followed_up_at", OLD."followed_up_by_id", OLD."invalid_reason", OLD."invitation_id", OLD."is_valid", OLD."needs_follow_up", OLD."nps", _pgh_attach_context(), NOW(), \'delete\', OLD."invitation_id", OLD."replies", OLD."score", OLD."served_on", OLD."staff_id", OLD."stars", OLD."via", OLD."words"); RETURN NULL;',
                    hash="dc5867c69427ec0ce4f7ac391d23b2017249be90",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d73ff",
                    table="feedback_surveyanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    feedback.models.survey.JsonbPathExists(
                        models.F("replies"), models.Value('strict $ ? (@.type() == "object")')
                    ),
                    models.Q(
                        feedback.models.survey.JsonbPathExists(
                            models.F("replies"), models.Value('$.* ? (@.type() != "string")')
                        ),
                        _negated=True,
                    ),
                ),
                name="surveyanswer_replies_are_texts",
            ),
        ),
        migrations.AddField(
            model_name="surveyformevent",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="feedback.surveyform",
                verbose_name="begun from",
            ),
        ),
        migrations.AddField(
            model_name="surveyformevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="surveyformevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="feedback.surveyform",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestionevent",
            name="form",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="feedback.surveyform",
                verbose_name="survey form",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="surveyquestionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="feedback.surveyquestion",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyformevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1dfa0f9146fd520f888d78eb6a8fd859a64c0fdd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_53fdf",
                    table="feedback_surveyformevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.UniqueConstraint(fields=("form", "code"), name="surveyquestion_code_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="surveyquestionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="15e4ed8fcd0a4dbe9b5e5b679bb56ec27450b238",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7df24",
                    table="feedback_surveyquestionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
