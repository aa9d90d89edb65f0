"""Assess skills, write and agree development plans, and rotate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Assignment, Department, Staff, Topic, User
from people.notices import Notice
from people.queries import assignment_on
from people.services.notifications import notify
from people.services.trail import acting
from training.errors import DevelopmentError
from training.models import Course, DevelopmentPlan, PlanAction, Rotation, Skill, SkillAssessment


@dataclass(frozen=True)
class Seen:
    """A level from 1 to 5 as somebody saw it, with a note."""

    level: int
    note: str = ""


@transaction.atomic
def assess_skills(*, staff: Staff, levels: Mapping[int, Seen], view: str, by: User, at: datetime) -> int:
    """Store how somebody saw skills (by id) today; seeing them again the same day replaces it. Returns how many."""
    if view == SkillAssessment.View.MANAGER and staff.user_id == by.pk:
        raise DevelopmentError(_("Your own skills are seen by your manager, and by you as your own view."))
    known = set(Skill.objects.filter(pk__in=levels).values_list("pk", flat=True))
    today = timezone.localdate(at)
    rows = [
        SkillAssessment(
            staff=staff,
            skill_id=skill,
            view=view,
            level=seen.level,
            note=seen.note,
            assessed_on=today,
            assessed_by=by,
        )
        for skill, seen in levels.items()
        if skill in known
    ]
    with acting(by, at):
        SkillAssessment.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["staff", "skill", "view", "assessed_on"],
            update_fields=["level", "note", "assessed_by"],
        )
    return len(rows)


@transaction.atomic
def write_plan(
    *,
    staff: Staff,
    goal: str,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
    mentor: Staff | None = None,
) -> DevelopmentPlan:
    """Begin somebody's plan, or change the one in work; an agreed plan that is changed has to be agreed again."""
    _check_days(starts_on, ends_on)
    _check_mentor(staff, mentor, at)
    Staff.objects.select_for_update().get(pk=staff.pk)
    plan = DevelopmentPlan.objects.filter(staff=staff).exclude(state="closed").first()
    plan = plan or DevelopmentPlan(staff=staff)
    plan.goal, plan.mentor, plan.starts_on, plan.ends_on = goal, mentor, starts_on, ends_on
    plan.state = DevelopmentPlan.State.DRAFT
    with acting(by, at):
        plan.save()
    if staff.user_id == by.pk:
        _tell_manager(staff, "plan_proposed", f"plan:{plan.pk}:{timezone.localdate(at)}", at)
    return plan


@transaction.atomic
def agree_plan(*, plan: DevelopmentPlan, by: User, at: datetime) -> None:
    """Agree a plan as manager or trainer: never one's own, and not without anything to do."""
    plan = DevelopmentPlan.objects.select_for_update().select_related("staff").get(pk=plan.pk)
    if plan.staff.user_id == by.pk:
        raise DevelopmentError(_("Somebody else agrees your plan: your manager or the training department."))
    if plan.state != DevelopmentPlan.State.DRAFT:
        raise DevelopmentError(_("This plan is agreed or closed already."))
    if not plan.actions.exists():
        raise DevelopmentError(_("A plan needs at least one action with a day before it is agreed."))
    plan.state = DevelopmentPlan.State.AGREED
    with acting(by, at):
        plan.save(update_fields=["state"])
    _tell([plan.staff, plan.mentor], "plan_agreed", f"plan:{plan.pk}:agreed:{at:%Y%m%d}", plan.staff, at)


@transaction.atomic
def close_plan(*, plan: DevelopmentPlan, outcome: str, by: User, at: datetime) -> None:
    """Close a plan with what came of it."""
    plan = DevelopmentPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state == DevelopmentPlan.State.CLOSED:
        raise DevelopmentError(_("This plan is closed already."))
    plan.state, plan.outcome = DevelopmentPlan.State.CLOSED, outcome
    with acting(by, at):
        plan.save(update_fields=["state", "outcome"])


@transaction.atomic
def add_action(
    *,
    plan: DevelopmentPlan,
    text: str,
    due_on: date,
    by: User,
    at: datetime,
    skill: Skill | None = None,
    course: Course | None = None,
) -> PlanAction:
    """Add something to do to a plan in work, by a day within it."""
    plan = DevelopmentPlan.objects.select_for_update().get(pk=plan.pk)
    _check_open(plan)
    if not plan.starts_on <= due_on <= plan.ends_on:
        raise DevelopmentError(_("The day lies outside the plan."), "due_on")
    with acting(by, at):
        return PlanAction.objects.create(plan=plan, text=text, due_on=due_on, skill=skill, course=course)


@transaction.atomic
def finish_action(*, action: PlanAction, is_done: bool, by: User, at: datetime) -> None:
    """Note that an action of a plan in work is done, or not after all."""
    action = PlanAction.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)
    _check_open(action.plan)
    action.done_on = timezone.localdate(at) if is_done else None
    with acting(by, at):
        action.save(update_fields=["done_on"])


@transaction.atomic
def propose_rotation(
    *, staff: Staff, department: Department, starts_on: date, ends_on: date, goal: str, by: User, at: datetime
) -> Rotation:
    """Propose a time in another department."""
    _check_days(starts_on, ends_on)
    Staff.objects.select_for_update().get(pk=staff.pk)
    place = assignment_on(staff, starts_on)
    if place and place.department_id == department.pk:
        raise DevelopmentError(_("This is the department of that time already."), "department")
    if _rotates_between(staff, starts_on, ends_on):
        raise DevelopmentError(_("There is another rotation in this time."), "starts_on")
    with acting(by, at):
        made = Rotation.objects.create(
            staff=staff, department=department, starts_on=starts_on, ends_on=ends_on, goal=goal
        )
    if staff.user_id == by.pk:
        _tell_manager(staff, "rotation_proposed", f"rotation:{made.pk}", at)
    return made


@transaction.atomic
def decide_rotation(*, rotation: Rotation, approve: bool, by: User, at: datetime) -> None:
    """Approve or refuse a proposed rotation; never one's own."""
    rotation = Rotation.objects.select_for_update(of=("self",)).select_related("staff").get(pk=rotation.pk)
    if rotation.staff.user_id == by.pk:
        raise DevelopmentError(
            _("Somebody else decides on your rotation: your manager or the training department.")
        )
    if rotation.state != Rotation.State.PROPOSED:
        raise DevelopmentError(_("This rotation was decided already."))
    rotation.state = Rotation.State.APPROVED if approve else Rotation.State.REFUSED
    with acting(by, at):
        rotation.save(update_fields=["state"])
    code = "rotation_approved" if approve else "rotation_refused"
    _tell([rotation.staff], code, f"rotation:{rotation.pk}:decided", rotation.staff, at)


@transaction.atomic
def report_rotation(*, rotation: Rotation, report: str, by: User, at: datetime) -> None:
    """End an approved rotation with what was learned."""
    rotation = Rotation.objects.select_for_update().get(pk=rotation.pk)
    if rotation.state != Rotation.State.APPROVED:
        raise DevelopmentError(_("Only an approved rotation can be reported on."))
    if timezone.localdate(at) < rotation.starts_on:
        raise DevelopmentError(_("This rotation has not begun yet."))
    rotation.state, rotation.report = Rotation.State.DONE, report
    with acting(by, at):
        rotation.save(update_fields=["state", "report"])


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise DevelopmentError(_("The last day lies before the first."), "ends_on")


def _check_mentor(staff: Staff, mentor: Staff | None, at: datetime) -> None:
    if mentor is None:
        return
    if mentor.pk == staff.pk:
        raise DevelopmentError(_("Nobody is their own mentor."), "mentor")
    if not mentor.is_employed_on(timezone.localdate(at)):
        raise DevelopmentError(_("%(name)s does not work here today.") % {"name": mentor.name}, "mentor")


def _check_open(plan: DevelopmentPlan) -> None:
    if plan.state == DevelopmentPlan.State.CLOSED:
        raise DevelopmentError(_("This plan is closed already."))


def _rotates_between(staff: Staff, first: date, last: date) -> bool:
    return (
        Rotation.objects.filter(staff=staff, starts_on__lte=last, ends_on__gte=first)
        .exclude(state=Rotation.State.REFUSED)
        .exists()
    )


def _tell_manager(staff: Staff, code: str, key: str, at: datetime) -> None:
    place = (
        Assignment.objects.on(timezone.localdate(at)).filter(staff=staff).select_related("manager").first()
    )
    _tell([place.manager if place else None], code, key, staff, at)


def _tell(readers: Iterable[Staff | None], code: str, key: str, about: Staff, at: datetime) -> None:
    data: dict[str, Any] = {"name": about.name}
    notices = [
        Notice(reader.user_id, Topic.LEARNING, code, f"{key}:{code}", data, f"/development/staff/{about.pk}/")
        for reader in readers
        if reader and reader.user_id
    ]
    notify(notices=notices, at=at)
