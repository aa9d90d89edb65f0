"""The learning home of the portal: what to do next, one's paths, and those one mentors."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff
from starservice.web.formats import format_month, format_score
from starservice.web.localized import LocalizedText
from training.access import sees_training, staff_seen
from training.models import Delivery, PathAssignment, PathStep
from training.queries.learning_home import learning_home
from training.queries.path_progress import (
    PathProgress,
    StepState,
    assignments_mentored_by,
    progress_of,
)
from training.views.portal import for_staff

MENTEES_ON_A_PAGE = 20
MARKS = {"done": "done", "locked": "blocked", "late": "todo", "open": "now"}


@for_staff
def learn(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What to do next, then everything else about one's learning."""
    now = timezone.now()
    home, today = learning_home(staff, now), timezone.localdate(now)
    user: Any = request.user
    context: dict[str, Any] = {"home": home, "today": today, "staff": staff}
    context |= {"has_team": user.is_manager, "has_board": sees_training(user)}
    if home.next:
        path, state = home.next
        context |= {"next_path": path, "next": state, **step_door(state.step)}
    return render(request, "training/learn.html", context)


@for_staff
def learn_path(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """One path with its steps and hours; for whom it is, the mentor, and those who see that person's training."""
    row = get_object_or_404(PathAssignment.objects.select_related("path", "mentor", "staff"), pk=pk)
    is_own, is_mentor = row.staff_id == staff.pk, row.mentor_id == staff.pk
    if not (is_mentor or staff_seen(request.user).filter(pk=row.staff_id).exists()):
        raise Http404
    (path,) = progress_of([row])
    today = timezone.localdate()
    context = {"path": path, "today": today, "is_own": is_own, "is_mentor": is_mentor, "low": _low(row)}
    return render(request, "training/learn_path.html", {**context, "lines": _lines(path, is_own)})


@for_staff
def mentees(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Whom one mentors, and how far they are."""
    page = Paginator(assignments_mentored_by(staff), MENTEES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "paths": progress_of(page), "today": timezone.localdate()}
    return render(request, "training/mentees.html", context)


def step_door(step: PathStep) -> dict[str, str]:
    """Where a step is done, and the words of its button."""
    if step.course:
        is_online = step.course.delivery == Delivery.ONLINE
        label = _("Learn") if is_online else _("Choose a date")
        return {"url": _address("training:course", step.course.code), "action_label": label}
    if step.exam:
        return {"url": _address("training:exam", step.exam.code), "action_label": _("To the exam")}
    assert step.manual
    return {"url": _address("training:standards_manual", step.manual.code), "action_label": _("Read")}


def _low(row: PathAssignment) -> dict[str, Any] | None:
    """Which dimension was low in which month, in the reader's words."""
    facts = row.data
    if row.cause != PathAssignment.Cause.LOW_DIMENSION or "mean" not in facts:
        return None
    return {
        "label": str(LocalizedText(facts.get("label") or {"en": facts["dimension"]})),
        "mean": format_score(facts["mean"]),
        "month_words": format_month(facts["month"]),
    }


def _address(name: str, code: str) -> str:
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def _lines(path: PathProgress, is_own: bool) -> list[dict[str, Any]]:
    """The path's steps as lines of a checklist."""
    today = timezone.localdate()
    return [_line(state, state.on(today), is_own and path.is_open) for state in path.steps]


def _line(state: StepState, now: str, may_open: bool) -> dict[str, Any]:
    door = step_door(state.step) if may_open and now != "locked" else {}
    if now == "done":
        door = {**door, "action_label": _("Look again")} if state.step.course else {}
    return {"step": state.step, "state": state, "now": now, "mark": MARKS[now], **door}
