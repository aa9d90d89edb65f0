"""Topics of the question bank, and rubrics for simulations and written answers."""

from django.db import migrations

from training.shipped.rubrics import RUBRICS, TOPICS


def localized(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def add_topics_and_rubrics(apps, schema_editor):
    topic, rubric, criterion = (
        apps.get_model("training", name) for name in ("Topic", "Rubric", "RubricCriterion")
    )
    topic.objects.bulk_create(topic(code=code, name=localized(name)) for code, name in TOPICS.items())
    rubrics = rubric.objects.bulk_create(
        rubric(code=code, title=localized(title)) for code, (title, _criteria) in RUBRICS.items()
    )
    criterion.objects.bulk_create(
        criterion(
            rubric=row,
            order=order,
            code=code,
            points=points,
            name=localized(name),
            description=localized(description),
        )
        for row in rubrics
        for order, (code, points, name, description) in enumerate(RUBRICS[row.code][1], start=1)
    )


def remove_topics_and_rubrics(apps, schema_editor):
    apps.get_model("training", "Rubric").objects.filter(code__in=RUBRICS).delete()
    apps.get_model("training", "Topic").objects.filter(code__in=TOPICS).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0005_learning")]
    operations = [migrations.RunPython(add_topics_and_rubrics, remove_topics_and_rubrics)]
