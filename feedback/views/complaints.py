"""A complaint in the portal: what is found out and done, and what waits for one's decision or call."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.access import requests_seen_by, requests_worked_by, writes_cases
from feedback.errors import FeedbackError
from feedback.forms.complaint import CallForm, ClassifyForm, ErrorForm, FindingForm, MoneyForm, TurnForm
from feedback.models import Complaint, ServiceRequest
from feedback.queries.complaints import (
    complaints_decided_by,
    complaints_seen_by,
    findings_to_decide,
    is_about,
    likely_about,
    to_call_back,
)
from feedback.queries.money import money_to_decide
from feedback.services.case_review import make_case as case_of_complaint
from feedback.services.compensation import ask_for_money
from feedback.services.complaint_calls import record_complaint_call, record_missed_call
from feedback.services.complaints import classify, decide_finding, turn_into_complaint
from feedback.services.service_errors import record_error

PER_PAGE = 30


@login_required
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a complaint to whoever reads or decides it."""
    about = request_seen(request, pk)
    reads = requests_seen_by(request.user, ServiceRequest.objects.filter(pk=pk)).exists()
    return render(request, "feedback/complaint.html", {"about": about, "reads_request": reads})


@login_required
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a request is a complaint, and treat it as one."""
    about = request_worked(request, pk)
    if about.is_complaint:
        return redirect(home_of(request, about))

    def answer(form: Any) -> str:
        turn_into_complaint(request=about, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("It is a complaint now.")

    return ask(request, about, TurnForm(posted(request)), _("Treat as a complaint"), answer)


@login_required
def classification(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what a complaint is about, who answers for it and whom it is about."""
    about = complaint_worked(request, pk)
    form = ClassifyForm(posted(request), initial=ClassifyForm.initial_of(begun(about)))

    def answer(form: Any) -> str:
        classify(request=about, facts=form.facts, by=request.user, at=timezone.now())
        return _("Saved.")

    return ask(request, about, form, _("What the complaint is about"), answer, likely=likely_about(about))


@login_required
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the finding of a complaint."""
    rows = complaints_decided_by(request.user, Complaint.objects.filter(pk=pk), timezone.localdate())
    found = rows.select_related("request__agent", "request__category", "about", "event").first()
    if found is None:
        raise Http404
    form = FindingForm(posted(request), decided=bool(found.finding), initial=FindingForm.initial_of(found))

    def answer(form: Any) -> str:
        decide_finding(request=found.request, decision=form.decision, by=request.user, at=timezone.now())
        return _("The finding is recorded.")

    title = _("Change the finding") if found.finding else _("Decide the finding")
    return ask(request, found.request, form, title, answer, likely=likely_about(found.request))


@login_required
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a refund or compensation."""
    about = complaint_worked(request, pk)

    def answer(form: Any) -> str:
        ask_for_money(request=about, **form.cleaned_data, by=request.user, at=timezone.now())
        return _("Asked. Whoever decides is told.")

    form = MoneyForm(posted(request), initial={"kind": "refund"})
    return ask(request, about, form, _("Ask for a refund or compensation"), answer)


@login_required
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what came of calling the customer back."""
    about = complaint_worked(request, pk)

    def answer(form: Any) -> str:
        given: dict[str, Any] = {"request": about, "by": request.user, "at": timezone.now()}
        outcome, said = form.cleaned_data["outcome"], form.cleaned_data["said"]
        if outcome == CallForm.NOT_REACHED:
            record_missed_call(**given, note=said)
            return _("Recorded. The call-back stays on the list.")
        satisfied = outcome == CallForm.SATISFIED
        record_complaint_call(**given, satisfied=satisfied, said=said)
        return _("The customer is satisfied.") if satisfied else _("The complaint is open again.")

    return ask(request, about, CallForm(posted(request)), _("Call the customer back"), answer, calls=True)


@login_required
def service_error(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which service error somebody made with a request."""
    about = request_worked(request, pk)

    def answer(form: Any) -> str:
        record_error(report=form.report, request=about, by=request.user, at=timezone.now())
        return _("The service error is recorded. Its points count in that month.")

    form = ErrorForm(posted(request), initial={"happened_on": timezone.localdate(about.created_at)})
    return ask(
        request,
        about,
        form,
        _("Record a service error"),
        answer,
        likely=likely_about(about),
        classes=form.fields["error_class"].queryset,  # type: ignore[attr-defined]
    )


@require_POST
@login_required
def make_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a case to learn from of a complaint and go on writing it; a complaint that has one goes on with that."""
    about = request_seen(request, pk)
    if not (about.is_complaint and writes_cases(request.user)) or is_about(request.user, begun(about)):
        raise Http404
    try:
        case = case_of_complaint(request=about, by=request.user, at=timezone.now())
    except FeedbackError as refused:
        messages.error(request, str(refused))
        return redirect(home_of(request, about))
    messages.success(
        request, _("Names and numbers were left out. Please read it through before it is published.")
    )
    return redirect("admin:training_servicecase_change", case.pk)


@login_required
def decisions(request: HttpRequest) -> HttpResponse:
    """List the findings and the money that wait for the reader."""
    today = timezone.localdate()
    findings = Paginator(findings_to_decide(request.user, today), PER_PAGE)
    context = {
        "page": findings.get_page(request.GET.get("page")),
        "money": money_to_decide(request.user, today)[:PER_PAGE],
        "now": timezone.now(),
    }
    return render(request, "feedback/decisions.html", context)


@login_required
def complaint_calls(request: HttpRequest) -> HttpResponse:
    """List the customers to call back about resolved complaints."""
    worked = requests_worked_by(request.user, ServiceRequest.objects.all())
    staff = getattr(request.user, "staff", None)
    if staff is not None:
        worked = worked.exclude(complaint__about=staff)
    page = Paginator(to_call_back(worked), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/complaint_calls.html", {"page": page, "now": timezone.now()})


def posted(request: HttpRequest) -> Any:
    """What was posted, for a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def request_seen(request: HttpRequest, pk: int) -> ServiceRequest:
    """Return a request the user may read, itself or its complaint; else 404."""
    today = timezone.localdate()
    complaints = complaints_seen_by(request.user, Complaint.objects.all(), today).order_by()
    requests = requests_seen_by(request.user, ServiceRequest.objects.all(), today).order_by()
    readable = Q(pk__in=complaints.values("pk")) | Q(pk__in=requests.values("pk"))
    return _found(ServiceRequest.objects.filter(readable, pk=pk))


def request_worked(request: HttpRequest, pk: int) -> ServiceRequest:
    """Return a request the user works on and that is no complaint about the user; else 404."""
    found = _found(requests_worked_by(request.user, ServiceRequest.objects.filter(pk=pk)))
    if is_about(request.user, begun(found)):
        raise Http404
    return found


def complaint_worked(request: HttpRequest, pk: int) -> ServiceRequest:
    found = request_worked(request, pk)
    if not found.is_complaint:
        raise Http404
    return found


def _found(requests: Any) -> ServiceRequest:
    found = requests.select_related("agent", "category", "department", "customer", "channel").first()
    if found is None:
        raise Http404
    return found


def begun(about: ServiceRequest) -> Complaint:
    """The request's complaint, or an empty one that is not stored."""
    found = Complaint.objects.filter(pk=about.pk).select_related("request", "about", "event").first()
    return found or Complaint(request=about)


def home_of(request: HttpRequest, about: ServiceRequest) -> str:
    """Where the reader goes on: the complaint's page."""
    return reverse("feedback:complaint", args=[about.pk])


def ask(
    request: HttpRequest,
    about: ServiceRequest,
    form: Form,
    title: str,
    answer: Callable[[Any], str],
    **more: Any,
) -> HttpResponse:
    """Show a form about a request; once it is valid, call `answer(form)` and say the message it returns."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, answer(form))
            return redirect(home_of(request, about))
        except FeedbackError as refused:
            field = getattr(refused, "field", "")
            form.add_error(field if field in form.fields else None, str(refused))
    context = {"about": about, "form": form, "title": title, "back": home_of(request, about), **more}
    status = 422 if form.errors else 200
    return render(request, "feedback/complaint_ask.html", context, status=status)
