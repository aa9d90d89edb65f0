"""The onboarding and its exams, two advanced paths, a retraining and a refresher, with their courses in outline."""

from django.db import migrations

from training.shipped.path_courses import COURSES
from training.shipped.paths import EXAMS, PATHS, RULES


def localized(texts):
    return dict(zip(("en", "zh-hans", "zh-hant"), texts, strict=True))


def by_code(rows):
    return {row.code: row for row in rows}


def add_courses(apps):
    course, unit = (apps.get_model("training", name) for name in ("Course", "CourseUnit"))
    courses = course.objects.bulk_create(
        course(code=code, content=content, delivery=delivery, minutes=minutes, title=localized(title))
        for code, (content, delivery, minutes, title, _text) in COURSES.items()
    )
    unit.objects.bulk_create(
        unit(
            course=row,
            order=1,
            kind="document",
            minutes=row.minutes,
            title=row.title,
            text=localized(COURSES[row.code][4]),
        )
        for row in courses
    )
    return by_code(courses)


def add_exams(apps):
    exam, part, topic, rubric = (
        apps.get_model("training", name) for name in ("Exam", "ExamPart", "Topic", "Rubric")
    )
    rubrics, topics = by_code(rubric.objects.all()), by_code(topic.objects.all())
    exams = exam.objects.bulk_create(
        exam(
            code=code,
            kind=facts["kind"],
            minutes=facts["minutes"],
            pass_mark=facts["pass_mark"],
            rubric=rubrics[facts["rubric"]] if "rubric" in facts else None,
            title=localized(facts["title"]),
            instructions=localized(facts["instructions"]),
        )
        for code, facts in EXAMS.items()
    )
    part.objects.bulk_create(
        part(
            exam=row,
            order=order,
            topic=topics[code],
            kind=kind,
            count=count,
            points=EXAMS[row.code]["points"],
        )
        for row in exams
        for order, (code, kind, count) in enumerate(EXAMS[row.code].get("parts", ()), start=1)
    )
    return by_code(exams)


def add_paths(apps, courses, exams):
    path = apps.get_model("training", "LearningPath")
    names = ("product_share", "etiquette_share", "systems_share", "emergencies_share")
    paths = path.objects.bulk_create(
        path(
            code=code,
            kind=facts["kind"],
            days=facts["days"],
            needs_mentor=facts.get("needs_mentor", False),
            counts_earlier=facts.get("counts_earlier", True),
            online_minutes=facts.get("online_minutes", 0),
            simulation_minutes=facts.get("simulation_minutes", 0),
            title=localized(facts["title"]),
            summary=localized(facts["summary"]),
            **dict(zip(names, facts.get("shares", (0, 0, 0, 0)), strict=True)),
        )
        for code, facts in PATHS.items()
    )
    for row in paths:
        add_steps(apps, row, PATHS[row.code]["steps"], courses, exams)
    return by_code(paths)


def add_steps(apps, path, steps, courses, exams):
    step = apps.get_model("training", "PathStep")
    rows = step.objects.bulk_create(
        step(path=path, order=order, course=courses.get(code), exam=exams.get(code))
        for order, (code, _after) in enumerate(steps, start=1)
    )
    made = {code: row for (code, _after), row in zip(steps, rows, strict=True)}
    link = step.after.through
    link.objects.bulk_create(
        link(from_pathstep=made[code], to_pathstep=made[before]) for code, after in steps for before in after
    )


def ship(apps, schema_editor):
    courses, exams = add_courses(apps), add_exams(apps)
    paths = add_paths(apps, courses, exams)
    rule = apps.get_model("training", "PathRule")
    rule.objects.bulk_create(
        rule(
            path=paths[path],
            cause=cause,
            exam=exams.get(facts.get("exam")),
            dimension=facts.get("dimension", ""),
            below=facts.get("below"),
            is_active=is_active,
        )
        for path, cause, facts, is_active in RULES
    )


def take_back(apps, schema_editor):
    apps.get_model("training", "LearningPath").objects.filter(code__in=PATHS).delete()
    apps.get_model("training", "Exam").objects.filter(code__in=EXAMS).delete()
    apps.get_model("training", "Course").objects.filter(code__in=COURSES).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0011_manual_review_and_freeze")]
    operations = [migrations.RunPython(ship, take_back)]
