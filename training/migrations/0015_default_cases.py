"""Cases a new company starts with."""

from datetime import UTC, datetime

from django.db import migrations

from training.shipped.cases import CASES

PARTS = ("title", "happened", "root_cause", "gap", "measure", "lesson")
PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def add_cases(apps, schema_editor):
    cases, wordings = apps.get_model("training", "ServiceCase"), apps.get_model("training", "Wording")
    rows = cases.objects.bulk_create(
        cases(
            code=one.code,
            standard_code=one.standard,
            state="published",
            published_at=PUBLISHED_AT,
            **{
                part: dict(zip(("en", "zh-hans", "zh-hant"), getattr(one, part), strict=True))
                for part in PARTS
            },
        )
        for one in CASES
    )
    known = dict(wordings.objects.values_list("shortcut", "pk"))
    links = cases.wordings.through
    links.objects.bulk_create(
        links(servicecase=row, wording_id=known[shortcut])
        for row, one in zip(rows, CASES, strict=True)
        for shortcut in one.wordings
        if shortcut in known
    )


def remove_cases(apps, schema_editor):
    codes = [one.code for one in CASES]
    apps.get_model("training", "ServiceCase").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0014_sample_manuals")]
    operations = [migrations.RunPython(add_cases, remove_cases)]
