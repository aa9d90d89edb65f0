"""Assessors' pages: what waits to be marked, the marking page, and holding a simulation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff
from starservice.lib.refusals import Refusal
from training.forms.assessing import MarkingForm, SimulationForm
from training.models import Attempt
from training.queries.assessing import assesses, attempts_to_assess, marking_of
from training.services import assessing
from training.views.portal import for_staff

PER_PAGE = 30
View = Callable[..., HttpResponse]


def for_assessor(view: View) -> View:
    """Give the view `request, staff` of trainers and managers who are members of staff; 404 for all others."""

    @for_staff
    @wraps(view)
    def guarded(request: HttpRequest, staff: Staff, *args: Any, **options: Any) -> HttpResponse:
        if not assesses(request.user):
            raise Http404
        return view(request, staff, *args, **options)

    return guarded


@for_assessor
def queue(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Texts to mark and simulations begun, the longest waiting first."""
    waiting = attempts_to_assess(request.user, staff)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "training/assess/queue.html", {"page": page, "staff": staff})


@for_assessor
def hold(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose a simulation and a candidate, and begin."""
    form = SimulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            attempt = assessing.begin_simulation(
                exam=form.cleaned_data["exam"],
                candidate=form.cleaned_data["candidate"],
                assessor=staff,
                by=by,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field or "candidate", refusal.message)
        else:
            return redirect("training:assess", attempt.pk)
    return render(request, "training/assess/hold.html", {"form": form}, status=422 if form.errors else 200)


@for_assessor
def mark(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Give points by criteria; keep them as a draft, or finish."""
    attempt = get_object_or_404(attempts_to_assess(request.user, staff), pk=pk)
    form = MarkingForm(request.POST or None, marking=marking_of(attempt))
    if request.method == "POST" and form.is_valid() and _marked(request, staff, attempt, form):
        return redirect("training:assess_queue" if "finish" in request.POST else request.path)
    context = {"attempt": attempt, "form": form, "marking": form.marking, "staff": staff}
    return render(request, "training/assess/mark.html", context, status=422 if form.errors else 200)


def _marked(request: HttpRequest, staff: Staff, attempt: Attempt, form: MarkingForm) -> bool:
    service = assessing.finish_marking if "finish" in request.POST else assessing.save_marks
    by: Any = request.user
    try:
        service(attempt=attempt, marks=form.marks(), assessor=staff, by=by, at=timezone.now())
    except Refusal as refusal:
        _refused(form, refusal)
        return False
    messages.success(request, _told(attempt) if "finish" in request.POST else _("The draft is saved."))
    return True


def _told(attempt: Attempt) -> str:
    attempt.refresh_from_db()
    facts = {"name": attempt.staff.name, "score": attempt.score}
    if attempt.passed:
        return _("%(name)s passed with %(score)s percent and has been told.") % facts
    return _("%(name)s did not pass, with %(score)s percent, and has been told.") % facts


def _refused(form: Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
