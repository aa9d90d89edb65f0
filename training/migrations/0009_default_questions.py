"""Questions a new company starts with, ready to be drawn."""

from django.db import migrations

from training.shipped.questions import QUESTIONS


def localized(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=False))


def add_questions(apps, schema_editor):
    question, option, topic, rubric = (
        apps.get_model("training", name) for name in ("Question", "QuestionOption", "Topic", "Rubric")
    )
    topics = dict(topic.objects.values_list("code", "pk"))
    marked_on = rubric.objects.get(code="written-answer")
    shipped = [(code, one) for code, ones in QUESTIONS.items() for one in ones]
    rows = question.objects.bulk_create(
        question(
            code=one.code,
            topic_id=topics[code],
            difficulty=one.difficulty,
            kind=one.kind,
            text=localized(one.text),
            explanation=localized(one.why),
            rubric=marked_on if one.kind == "text" else None,
            state="ready",
        )
        for code, one in shipped
    )
    option.objects.bulk_create(
        option(
            question=row,
            order=order,
            text=localized(one.answers[number]),
            is_right=one.kind != "order" and number < one.right,
            place=number + 1 if one.kind == "order" else None,
        )
        for row, (_code, one) in zip(rows, shipped, strict=True)
        for order, number in enumerate(listed(one), start=1)
    )


def listed(one):
    """Numbers of the answers as the bank lists them: "true" above "false", the right one not always first."""
    if one.kind == "true_false":
        return sorted(range(2), key=lambda number: one.answers[number][0] != "True")
    turned = int(one.code[-2:]) % max(1, len(one.answers))
    return [*range(turned, len(one.answers)), *range(turned)]


def remove_questions(apps, schema_editor):
    codes = [one.code for ones in QUESTIONS.values() for one in ones]
    apps.get_model("training", "QuestionOption").objects.filter(question__code__in=codes).delete()
    apps.get_model("training", "Question").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0008_ready_questions_have_answers")]
    operations = [migrations.RunPython(add_questions, remove_questions)]
