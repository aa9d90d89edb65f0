"""Build paths: steps one after another without a circle, in use once the hours add up."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from people.services.trail import acting
from starservice.web.formats import format_duration
from training.circles import find_circle
from training.errors import PathError
from training.models import Content, Delivery, LearningPath, PathStep
from training.path_plan import Hours, Plan, Share
from training.queries.path_plans import plan_for

After = Mapping[int, Collection[int]]


def locked_path(path_id: int) -> LearningPath:
    """The path, kept for this transaction: two edits at once make no circle together."""
    return LearningPath.objects.select_for_update().get(pk=path_id)


@transaction.atomic
def order_steps(*, path: LearningPath, after: After, by: User | None, at: datetime) -> None:
    """Say which steps of a path come first, by step ids; steps not named stay as they are.

    Raises PathError for a circle, with the names of its steps, and for steps of another path.
    """
    path = locked_path(path.pk)
    steps = {step.pk: step for step in _steps_of(path)}
    if not {one for pk, before in after.items() for one in (pk, *before)} <= steps.keys():
        raise PathError(_("A step can only come after steps of the same path."), "after")
    waits = {pk: set(after.get(pk, (one.pk for one in step.after.all()))) for pk, step in steps.items()}
    if circle := find_circle(waits):
        raise PathError(circle_words([str(steps[pk]) for pk in circle]), "after")
    link = PathStep.after.through
    with acting(by, at):
        link.objects.filter(from_pathstep__in=after).delete()
        link.objects.bulk_create(
            link(from_pathstep_id=pk, to_pathstep_id=one) for pk in after for one in sorted(set(after[pk]))
        )


def circle_words(names: list[str]) -> str:
    """Why a circle is refused, with the steps in it."""
    return _("These steps wait for each other in a circle: %(steps)s.") % {
        "steps": " → ".join([*names, names[0]])
    }


@transaction.atomic
def put_in_use(*, path: LearningPath, by: User | None, at: datetime) -> LearningPath:
    """Let a path be assigned; raises PathError unless its required courses add up to what it asks for."""
    path = locked_path(path.pk)
    if not path.steps.filter(is_required=True).exists():
        raise PathError(_("A path in use needs at least one required step."), "is_active")
    if path.rules.filter(cause="failed_exam", exam__in=path.steps.values("exam")).exists():
        raise PathError(
            _("A retraining opens its exam again when it is done; the exam cannot be a step of it."),
            "is_active",
        )
    if problems := plan_problems(plan_for(path)):
        raise PathError(" ".join(problems), "is_active")
    path.is_active = True
    with acting(by, at):
        path.save(update_fields=["is_active"])
    return path


def plan_problems(plan: Plan) -> list[str]:
    """What is missing in a plan, a sentence each."""
    short = [_short(row) for row in plan.hours if not row.is_enough]
    return [*short, *(_beside(row) for row in plan.shares if not row.fits)]


def _short(row: Hours) -> str:
    return _("The required courses given as “%(heading)s” take %(planned)s; the path asks for %(asked)s.") % {
        "heading": Delivery(row.heading).label,
        "planned": format_duration(row.minutes * 60),
        "asked": format_duration(row.asked * 60),
    }


def _beside(row: Share) -> str:
    return _("%(content)s is %(percent)s%% of the online hours; the path asks for %(asked)s%%.") % {
        "content": Content(row.content).label,
        "percent": row.percent,
        "asked": row.asked,
    }


def _steps_of(path: LearningPath) -> list[PathStep]:
    steps = PathStep.objects.filter(path=path).select_related("course", "manual", "exam")
    return list(steps.prefetch_related("after"))
