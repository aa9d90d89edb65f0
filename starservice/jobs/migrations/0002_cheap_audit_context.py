"""Audit triggers look up their context without an exception for each row.

pghistory's own function catches the error of a setting that is not there. Every caught error ends a subtransaction, and
ending one walks all foreign keys still to be checked: writing n audited rows outside a request takes n² steps.
"""

from django.db import migrations
from pghistory.models import Context

CHEAP = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
DECLARE
    context_id UUID := nullif(current_setting('pghistory.context_id', true), '');
    context_metadata JSONB := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF context_id IS NULL OR context_metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (context_id, context_metadata, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
        WHERE pghistory_context.metadata != excluded.metadata;
    RETURN context_id;
END;
$$ LANGUAGE plpgsql
"""


def install(apps, schema_editor):
    schema_editor.execute(CHEAP, params=None)


def restore(apps, schema_editor):
    Context.install_pgh_attach_context_func(using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_job_runs_and_outbox"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunPython(install, restore)]
