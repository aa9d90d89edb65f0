"""What a department should learn: skills below what positions ask for, and dimensions customers find low."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from feedback.models import SurveyQuestion
from people.models import Department, Staff
from training.models import Course, Skill
from training.queries.development import department_gaps

# Fewer answers could tell who gave them, and say little.
ANSWERS_NEEDED = 5

LOW = """
SELECT answer.department_id, dimension.key, COUNT(*), AVG(dimension.value::numeric)
FROM feedback_surveyanswer answer
CROSS JOIN LATERAL jsonb_each_text(answer.stars) AS dimension (key, value)
WHERE answer.is_valid AND answer.served_on BETWEEN %(first)s AND %(last)s AND answer.staff_id = ANY(%(staff)s)
GROUP BY answer.department_id, dimension.key
HAVING COUNT(*) >= %(answers)s AND ROUND(AVG(dimension.value::numeric), 2) < %(below)s
"""


@dataclass(frozen=True)
class Need:
    """One thing a department should learn, with the courses that teach it.

    Either people below the level of a skill (`below` of `asked`, `unknown` not assessed) or a dimension's `mean` of
    `answers` below the line.
    """

    skill: Skill | None
    dimension: str
    courses: tuple[Course, ...]
    asked: int = 0
    below: int = 0
    unknown: int = 0
    answers: int = 0
    mean: Decimal | None = None


@dataclass(frozen=True)
class DepartmentNeeds:
    """What a department should learn, the most pressing first."""

    department: Department
    needs: tuple[Need, ...]


def training_needs(
    staff: QuerySet[Staff], *, first: date, last: date, below: Decimal
) -> list[DepartmentNeeds]:
    """Needs per department of the staff: gaps on the last day, and dimensions with a mean below a line between two days.

    Seven queries, however many departments.
    """
    skills = {skill.pk: skill for skill in Skill.objects.prefetch_related("courses")}
    found: dict[int, list[Need]] = {}
    for row in department_gaps(staff, last):
        if row["below"] or row["unknown"]:
            found.setdefault(row["department"], []).append(_gap(skills[row["skill_id"]], row))
    words = dimension_words()
    for department, code, answers, mean in low_dimensions(staff, first, last, below):
        taught = [skill for skill in skills.values() if skill.dimension == code]
        need = _low(taught, words.get(code, code), answers, mean)
        found.setdefault(department, []).append(need)
    departments = Department.objects.in_bulk(list(found))
    rows = [DepartmentNeeds(departments[pk], tuple(needs)) for pk, needs in found.items()]
    return sorted(rows, key=lambda row: row.department.code)


def low_dimensions(
    staff: QuerySet[Staff], first: date, last: date, below: Decimal
) -> list[tuple[int, str, int, Decimal]]:
    """(department, dimension, answers, mean with two places) of valid answers about the staff with a mean below a line."""
    people = list(staff.values_list("pk", flat=True))
    params: dict[str, Any] = {
        "first": first,
        "last": last,
        "below": below,
        "answers": ANSWERS_NEEDED,
        "staff": people,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOW, params)
        rows = cursor.fetchall()
    return [
        (department, code, answers, mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
        for department, code, answers, mean in rows
    ]


def dimension_words() -> Mapping[str, Any]:
    """What customers read of each dimension, by its code, in the newest form that asks it."""
    asked = SurveyQuestion.objects.filter(kind=SurveyQuestion.Kind.STARS, form__published_at__isnull=False)
    return dict(asked.order_by("form__version").values_list("code", "label"))


def _gap(skill: Skill, row: Mapping[str, int]) -> Need:
    return Need(
        skill=skill,
        dimension="",
        courses=tuple(skill.courses.all()),
        asked=row["asked"],
        below=row["below"],
        unknown=row["unknown"],
    )


def _low(skills: list[Skill], words: Any, answers: int, mean: Decimal) -> Need:
    courses = {course.pk: course for skill in skills for course in skill.courses.all()}
    return Need(skill=None, dimension=str(words), courses=tuple(courses.values()), answers=answers, mean=mean)
