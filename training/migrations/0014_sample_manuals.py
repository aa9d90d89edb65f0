"""Three standards manuals as drafts ready to be sent to review: nobody has to read them before the office publishes."""

from decimal import Decimal

from django.db import migrations

from training.shipped.manuals import MANUALS

LANGUAGES = ("en", "zh-hans", "zh-hant")
TEXTS = ("title", "behaviour", "attitude", "wording")


def text(written):
    return dict(zip(LANGUAGES, written, strict=True))


def add_manuals(apps, schema_editor):
    model = {name: apps.get_model("training", name) for name in ("Manual", "ManualVersion", "Standard")}
    for shipped in MANUALS:
        manual = model["Manual"].objects.create(
            code=shipped["code"], title=text(shipped["title"]), is_public=True
        )
        version = model["ManualVersion"].objects.create(
            manual=manual, number=1, foreword=text(shipped["foreword"])
        )
        standards = model["Standard"].objects.bulk_create(
            model["Standard"](
                version=version,
                code=one["code"],
                stage=one["stage"],
                order=order,
                **{name: text(one[name]) for name in TEXTS},
            )
            for order, one in enumerate(shipped["standards"], start=1)
        )
        add_indicators(apps, standards, shipped["standards"])


def add_indicators(apps, standards, shipped):
    indicator = apps.get_model("training", "StandardIndicator")
    indicator.objects.bulk_create(
        indicator(
            standard=standard,
            order=order,
            name=text(name),
            comparison=comparison,
            target=Decimal(target),
            unit=unit,
        )
        for standard, one in zip(standards, shipped, strict=True)
        for order, (name, comparison, target, unit) in enumerate(one["indicators"])
    )


def remove_manuals(apps, schema_editor):
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
    operations = [migrations.RunPython(add_manuals, remove_manuals)]
