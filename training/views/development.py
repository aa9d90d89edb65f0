"""Skills, gaps, development plans and rotations, of oneself and of those one leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import Staff
from people.queries import assignment_on
from starservice.lib.refusals import Refusal
from training.access import staff_of, staff_seen
from training.forms.development import ActionForm, PlanForm, RotationForm, SkillsForm, WordsForm
from training.models import DevelopmentPlan, PlanAction, Rotation
from training.queries import development as asked
from training.services import development as services

HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Door:
    """Whose development is looked at, and what the reader may do with it."""

    staff: Staff
    is_own: bool
    leads: bool

    @property
    def writes(self) -> bool:
        return self.is_own or self.leads


def door_to(request: HttpRequest, pk: int, *, to_write: bool = False, to_lead: bool = False) -> Door:
    """Open somebody's development to the reader, or 404."""
    staff = get_object_or_404(Staff, pk=pk)
    if not asked.sees_development(request.user, staff):
        raise Http404
    door = Door(
        staff,
        is_own=staff.user_id == request.user.pk,
        leads=asked.leads_development(request.user, staff, timezone.localdate()),
    )
    if (to_write and not door.writes) or (to_lead and not door.leads):
        raise Http404
    return door


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to one's own page, or to the team's for accounts without a staff record."""
    staff = staff_of(request.user)
    if staff is None:
        return redirect("training:development_team")
    return redirect("training:development", staff.pk)


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody's skills, plan, rotations and next positions."""
    door, today = door_to(request, pk), timezone.localdate()
    plan, place = asked.open_plan(door.staff), assignment_on(door.staff, today)
    context = {
        "door": door,
        "staff": door.staff,
        "place": place,
        "skills": asked.skill_levels(door.staff, today),
        "plan": plan,
        "actions": asked.actions_of(plan) if plan else [],
        "closed": asked.closed_plans(door.staff),
        "rotations": asked.rotations_of(door.staff),
        "ladder": asked.steps_from(place.position_id if place else None),
        "mentored": asked.mentored_plans(door.staff) if door.is_own else [],
        "has_team": staff_seen(request.user).exclude(pk=door.staff.pk).exists(),
        "today": today,
    }
    return render(request, "training/development.html", context)


@login_required
def team(request: HttpRequest) -> HttpResponse:
    """List everybody whose development the reader may see, those with most gaps first."""
    rows = asked.team_gaps(staff_seen(request.user), timezone.localdate())
    return render(request, "training/development_team.html", {"rows": rows})


@login_required
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far one is oneself, or how far somebody one leads is."""
    door, now = door_to(request, pk, to_write=True), timezone.now()
    view = "self" if door.is_own else "manager"
    skills = sorted(asked.skill_levels(door.staff, timezone.localdate(now)), key=lambda one: one.code)
    form = SkillsForm(request.POST or None, skills=skills, view=view)

    def act() -> str:
        services.assess_skills(staff=door.staff, levels=form.levels, view=view, by=_user(request), at=now)
        return _("Your view of the skills is stored.")

    return _answered(request, door, form, act, "training/development_assess.html", {"skills": skills})


@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or change somebody's plan."""
    door, now = door_to(request, pk, to_write=True), timezone.now()
    today, current = timezone.localdate(now), asked.open_plan(door.staff)
    initial = (
        {
            "goal": current.goal,
            "mentor": current.mentor_id,
            "starts_on": current.starts_on,
            "ends_on": current.ends_on,
        }
        if current
        else {"starts_on": today, "ends_on": today + HALF_A_YEAR}
    )
    form = PlanForm(request.POST or None, staff=door.staff, today=today, initial=initial)

    def act() -> str:
        services.write_plan(staff=door.staff, by=_user(request), at=now, **form.cleaned_data)
        return _("The plan is stored. Add what is to be done; then it can be agreed.")

    return _answered(request, door, form, act, "training/development_plan.html", {"plan": current})


@login_required
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """Add something to do to a plan."""
    current = get_object_or_404(DevelopmentPlan, pk=pk)
    door = door_to(request, current.staff_id, to_write=True)
    form = ActionForm(request.POST or None, initial={"due_on": current.ends_on})

    def act() -> str:
        services.add_action(plan=current, by=_user(request), at=timezone.now(), **form.cleaned_data)
        return _("Added to the plan.")

    return _answered(request, door, form, act, "training/development_action.html", {"plan": current})


@login_required
def rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a rotation."""
    door = door_to(request, pk, to_write=True)
    form = RotationForm(request.POST or None)

    def act() -> str:
        services.propose_rotation(staff=door.staff, by=_user(request), at=timezone.now(), **form.cleaned_data)
        return _("The rotation is proposed.")

    return _answered(request, door, form, act, "training/development_rotation.html", {})


@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a plan with its outcome."""
    current = get_object_or_404(DevelopmentPlan, pk=pk)
    door = door_to(request, current.staff_id, to_lead=True)
    form = WordsForm(request.POST or None, label=_("What came of it?"))

    def act() -> str:
        services.close_plan(
            plan=current, outcome=form.cleaned_data["text"], by=_user(request), at=timezone.now()
        )
        return _("The plan is closed.")

    return _answered(request, door, form, act, "training/development_close.html", {"plan": current})


@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """End a rotation with what was learned."""
    current = get_object_or_404(Rotation, pk=pk)
    door = door_to(request, current.staff_id, to_write=True)
    form = WordsForm(request.POST or None, label=_("What was learned?"))

    def act() -> str:
        services.report_rotation(
            rotation=current, report=form.cleaned_data["text"], by=_user(request), at=timezone.now()
        )
        return _("Thank you. The rotation is done.")

    return _answered(request, door, form, act, "training/development_report.html", {"rotation": current})


@require_POST
@login_required
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree a plan."""
    current = get_object_or_404(DevelopmentPlan, pk=pk)
    door = door_to(request, current.staff_id, to_lead=True)
    now = timezone.now()
    return _done(
        request,
        door,
        lambda: services.agree_plan(plan=current, by=_user(request), at=now),
        _("The plan is agreed."),
    )


@require_POST
@login_required
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an action as done, or as not done after all."""
    current = get_object_or_404(PlanAction.objects.select_related("plan"), pk=pk)
    door, now = door_to(request, current.plan.staff_id, to_write=True), timezone.now()
    is_done = request.POST.get("done") == "1"
    return _done(
        request,
        door,
        lambda: services.finish_action(action=current, is_done=is_done, by=_user(request), at=now),
        _("Noted as done.") if is_done else _("Noted as not done yet."),
    )


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse a rotation."""
    current = get_object_or_404(Rotation, pk=pk)
    door, now = door_to(request, current.staff_id, to_lead=True), timezone.now()
    approve = request.POST.get("decision") == "approve"
    return _done(
        request,
        door,
        lambda: services.decide_rotation(rotation=current, approve=approve, by=_user(request), at=now),
        _("The rotation is approved.") if approve else _("The rotation is refused."),
    )


def _user(request: HttpRequest) -> Any:
    return request.user


def _answered(
    request: HttpRequest,
    door: Door,
    form: Form,
    act: Callable[[], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form, or do what it asks and go back to the person; refusals stand at their field."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("training:development", door.staff.pk)
    context = {"door": door, "staff": door.staff, "form": form, **context}
    return render(request, template, context, status=422 if form.errors else 200)


def _done(request: HttpRequest, door: Door, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("training:development", door.staff.pk)
