"""What the courses of a path add up to."""

from collections.abc import Iterable

from training.models import Course, LearningPath, PathStep
from training.path_plan import Asked, CoursePlan, Plan, plan_of


def asked_of(path: LearningPath) -> Asked:
    """What a path asks for."""
    shares = {
        "product": path.product_share,
        "etiquette": path.etiquette_share,
        "systems": path.systems_share,
        "emergencies": path.emergencies_share,
    }
    return Asked(path.online_minutes, path.simulation_minutes, shares)


def plan_with(path: LearningPath, courses: Iterable[Course]) -> Plan:
    """The plan of a path with these required courses; costs no query."""
    return plan_of((CoursePlan(row.delivery, row.content, row.minutes) for row in courses), asked_of(path))


def plan_for(path: LearningPath) -> Plan:
    """The plan of a path with the required courses it has; one query. Courses not in use give no hours."""
    steps = PathStep.objects.filter(path=path, is_required=True, course__is_active=True)
    return plan_with(path, [step.course for step in steps.select_related("course") if step.course])
