"""The certificate that lets staff serve customers and be rated, and the path that renews it."""

from django.db import migrations

from training.shipped.certificates import KIND, RENEWAL


def localized(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def ship(apps, schema_editor):
    kinds, paths, exams, steps = (
        apps.get_model("training", name) for name in ("CertificateKind", "LearningPath", "Exam", "PathStep")
    )
    by_code = exams.objects.in_bulk(KIND["exams"], field_name="code")
    renewal = paths.objects.create(
        code=RENEWAL["code"],
        kind="advanced",
        days=RENEWAL["days"],
        counts_earlier=False,
        title=localized(RENEWAL["title"]),
        summary=localized(RENEWAL["summary"]),
    )
    steps.objects.bulk_create(
        steps(path=renewal, order=order, exam=by_code[code])
        for order, code in enumerate(RENEWAL["steps"], start=1)
    )
    kind = kinds.objects.create(
        code=KIND["code"],
        title=localized(KIND["title"]),
        statement=localized(KIND["statement"]),
        path=paths.objects.get(code=KIND["path"]),
        renewal_path=renewal,
    )
    kind.exams.set(by_code.values())


def take_back(apps, schema_editor):
    apps.get_model("training", "CertificateKind").objects.filter(code=KIND["code"]).delete()
    apps.get_model("training", "LearningPath").objects.filter(code=RENEWAL["code"]).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0015_default_cases")]
    operations = [migrations.RunPython(ship, take_back)]
