"""Skills asked for and shown, gaps, and who may see and lead somebody's development."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from people.models import Assignment, Staff
from people.queries import team_of
from starservice.web.localized import LocalizedText
from training.access import staff_of, staff_seen, staff_trained
from training.models import CareerStep, DevelopmentPlan, PlanAction, Rotation, Skill, SkillAssessment


@dataclass(frozen=True)
class SkillLevel:
    """A skill a position asks for and how far somebody is; levels from 1 to 5, None when nobody has assessed it."""

    skill_id: int
    code: str
    name: LocalizedText
    description: LocalizedText
    needed: int
    manager: int | None
    own: int | None

    @property
    def level(self) -> int | None:
        """The level that counts: the manager's view, else one's own."""
        return self.own if self.manager is None else self.manager

    @property
    def gap(self) -> int | None:
        """How many levels are missing; 0 when none, None while not assessed."""
        return None if self.level is None else max(0, self.needed - self.level)


def needs_on(staff: QuerySet[Staff], day: date) -> Any:
    """One row a person and skill their position asks for on a day, with `needed`, `manager`, `own` and `shown` levels."""
    asked: Any = Assignment.objects.on(day).filter(staff__in=staff, position__skills__isnull=False)
    return asked.annotate(
        skill_id=F("position__skills__skill"),
        needed=F("position__skills__level"),
        manager_level=_latest("manager", day),
        own_level=_latest("self", day),
    ).annotate(shown=Coalesce("manager_level", "own_level"))


def _latest(view: str, day: date) -> Subquery:
    seen = SkillAssessment.objects.filter(
        staff=OuterRef("staff"), skill=OuterRef("skill_id"), view=view, assessed_on__lte=day
    )
    return Subquery(seen.order_by("-assessed_on").values("level")[:1], output_field=IntegerField())


def skill_levels(staff: Staff, day: date) -> list[SkillLevel]:
    """The skills somebody's position asks for on a day, the widest gap first."""
    rows = needs_on(Staff.objects.filter(pk=staff.pk), day).values_list(
        "skill_id",
        "position__skills__skill__code",
        "position__skills__skill__name",
        "position__skills__skill__description",
        "needed",
        "manager_level",
        "own_level",
    )
    levels = [SkillLevel(*row) for row in rows]
    return sorted(levels, key=lambda one: (-1 if one.gap is None else -one.gap, one.code))


@dataclass(frozen=True)
class TeamMember:
    """Somebody's skills at a glance: asked for, reached, with a gap, not assessed yet."""

    staff_id: int
    name: str
    employee_no: str
    department: str
    position: str
    asked: int
    gaps: int
    unknown: int

    @property
    def reached(self) -> int:
        return self.asked - self.gaps - self.unknown


def team_gaps(staff: QuerySet[Staff], day: date) -> list[TeamMember]:
    """Everybody's gaps on a day, the most gaps first; one query for any number of people."""
    rows = (
        needs_on(staff.filter(Q(left_on=None) | Q(left_on__gte=day)), day)
        .values_list("staff", "staff__name", "staff__employee_no", "department__name", "position__name")
        .annotate(
            asked=Count("pk"),
            gaps=Count("pk", filter=Q(shown__lt=F("needed"))),
            unknown=Count("pk", filter=Q(shown=None)),
        )
        .order_by("-gaps", "-unknown", "staff__employee_no")
    )
    return [TeamMember(*row) for row in rows]


def department_gaps(staff: QuerySet[Staff], day: date) -> list[dict[str, Any]]:
    """Per department and skill on a day: `asked` of how many, `below` the level, `unknown`, and `missing` levels in all."""
    needs: Any = needs_on(staff.filter(Q(left_on=None) | Q(left_on__gte=day)), day)
    missing = Case(When(shown__lt=F("needed"), then=F("needed") - F("shown")), default=Value(0))
    rows: Any = (
        needs.annotate(levels_missing=missing)
        .values("department", "department__name", "skill_id")
        .annotate(
            asked=Count("pk"),
            below=Count("pk", filter=Q(shown__lt=F("needed"))),
            unknown=Count("pk", filter=Q(shown=None)),
        )
        .order_by("department__name", "-below", "skill_id")
    )
    return list(rows)


def staff_below(staff: QuerySet[Staff], department: int, skill: Skill, day: date) -> QuerySet[Staff]:
    """Who of a department is below the level of a skill their position asks for on a day."""
    below: Any = needs_on(staff, day).filter(department=department, skill_id=skill.pk, shown__lt=F("needed"))
    return staff.filter(pk__in=below.values("staff"))


def open_plan(staff: Staff) -> DevelopmentPlan | None:
    """The plan somebody is working on, with its actions' skills and courses."""
    return (
        DevelopmentPlan.objects.filter(staff=staff)
        .exclude(state=DevelopmentPlan.State.CLOSED)
        .select_related("mentor")
        .first()
    )


def actions_of(plan: DevelopmentPlan) -> QuerySet[PlanAction]:
    """A plan's actions by their day."""
    return plan.actions.select_related("skill", "course")


def closed_plans(staff: Staff) -> QuerySet[DevelopmentPlan]:
    """What somebody worked on before, the latest first."""
    return DevelopmentPlan.objects.filter(staff=staff, state=DevelopmentPlan.State.CLOSED)


def rotations_of(staff: Staff) -> QuerySet[Rotation]:
    """Somebody's rotations, the latest first."""
    return Rotation.objects.filter(staff=staff).select_related("department", "position")


def mentored_plans(mentor: Staff) -> QuerySet[DevelopmentPlan]:
    """Plans in work in which somebody is the mentor."""
    return (
        DevelopmentPlan.objects.filter(mentor=mentor)
        .exclude(state=DevelopmentPlan.State.CLOSED)
        .select_related("staff")
        .annotate(asked=Count("actions"), done=Count("actions", filter=Q(actions__done_on__isnull=False)))
    )


def steps_from(position_id: int | None) -> QuerySet[CareerStep]:
    """Where the career ladder leads from a position."""
    return CareerStep.objects.filter(from_position=position_id).select_related("to_position")


def sees_development(user: Any, staff: Staff) -> bool:
    """Whether the user sees somebody's development: oneself, duty, managers, and the mentor of a plan in work."""
    if staff_seen(user).filter(pk=staff.pk).exists():
        return True
    reader = staff_of(user)
    return reader is not None and mentored_plans(reader).filter(staff=staff).exists()


def leads_development(user: Any, staff: Staff, day: date) -> bool:
    """Whether the user assesses, agrees and decides: the training department and the managers of the day, not oneself."""
    if staff.user_id == user.pk:
        return False
    if staff_trained(user).filter(pk=staff.pk).exists():
        return True
    reader = staff_of(user)
    return reader is not None and team_of(reader, day, day).filter(pk=staff.pk).exists()
