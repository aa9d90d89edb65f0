"""Three standards manuals as drafts ready to be sent to review: nobody has to read them before the office publishes."""

from functools import partial

from django.db import migrations

from training.shipped.manuals import MANUALS, add_manuals


def add(apps, schema_editor):
    add_manuals(partial(apps.get_model, "training"))


def remove(apps, schema_editor):
    """Take them away again; refused by the database where one is published."""
    codes = [shipped["code"] for shipped in MANUALS]
    for name, field in (
        ("StandardIndicator", "standard__version__manual__code__in"),
        ("Standard", "version__manual__code__in"),
        ("ManualVersion", "manual__code__in"),
        ("Manual", "code__in"),
    ):
        apps.get_model("training", name).objects.filter(**{field: codes}).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0013_seats_have_numbers")]
    operations = [migrations.RunPython(add, remove)]
