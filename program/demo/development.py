"""The demo company's skills with gaps, a plan in work, a rotation to decide, and the career ladder."""

import random
from datetime import date, datetime, timedelta

from people.models import Department, Position
from program.demo.people import Person
from program.demo.skills import ASKED, LADDER, PLAN, REQUIREMENTS, ROTATION, SKILLS, TAUGHT_BY
from training.models import CareerStep, Course, PositionSkill, Skill, SkillAssessment
from training.services.development import add_action, propose_rotation, write_plan

PLANNER = "李喆"


def develop(*, rng: random.Random, people: list[Person], now: datetime) -> None:
    """Name skills, assess most of the staff, and let one of them plan and propose."""
    skills = _skills()
    positions = {position.code: position for position in Position.objects.all()}
    PositionSkill.objects.bulk_create(
        PositionSkill(position=positions[code], skill=skills[skill], level=level)
        for code, asked in ASKED.items()
        for skill, level in asked.items()
    )
    CareerStep.objects.bulk_create(
        CareerStep(
            from_position=positions[low],
            to_position=positions[high],
            months=months,
            five_star_months=row,
            requirements=REQUIREMENTS,
        )
        for low, high, months, row in LADDER
    )
    SkillAssessment.objects.bulk_create(
        _seen(rng, person, skills[skill], needed, now.date())
        for person in people
        for skill, needed in ASKED.get(person.position, {}).items()
        if person.staff.left_on is None and rng.random() > 0.15
    )
    _plan(people, skills, now)


def _skills() -> dict[str, Skill]:
    made = [
        Skill(code=code, dimension=dimension, name=name, description=description)
        for code, dimension, name, description in SKILLS
    ]
    skills = {skill.code: skill for skill in Skill.objects.bulk_create(made)}
    for code, courses in TAUGHT_BY.items():
        skills[code].courses.set(Course.objects.filter(code__in=courses))
    return skills


def _seen(rng: random.Random, person: Person, skill: Skill, needed: int, today: date) -> SkillAssessment:
    level = needed + rng.choice((-1, 0, 0, 0, 1)) + (person.quality < -0.6) * -1
    return SkillAssessment(
        staff=person.staff,
        skill=skill,
        view=SkillAssessment.View.MANAGER,
        level=min(5, max(1, level)),
        assessed_on=today - timedelta(days=rng.randint(5, 120)),
        assessed_by=person.manager.staff.user if person.manager else None,
    )


def _plan(people: list[Person], skills: dict[str, Skill], now: datetime) -> None:
    planner = next(person for person in people if person.staff.name == PLANNER)
    user, today = planner.staff.user, now.date()
    if user is None or planner.manager is None:
        return
    goal, sit, learn = PLAN
    plan = write_plan(
        staff=planner.staff,
        goal=goal,
        mentor=planner.manager.staff,
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=160),
        by=user,
        at=now,
    )
    add_action(plan=plan, text=sit, due_on=today + timedelta(days=20), by=user, at=now)
    add_action(
        plan=plan,
        text=learn,
        due_on=today + timedelta(days=60),
        skill=skills["product"],
        course=Course.objects.filter(is_active=True).order_by("code").first(),
        by=user,
        at=now,
    )
    propose_rotation(
        staff=planner.staff,
        department=Department.objects.get(code="shop-east"),
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=44),
        goal=ROTATION,
        by=user,
        at=now,
    )
