"""Call-backs: customer service asks by telephone and enters what the customer said."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.errors import AnswerFieldsError, FeedbackError
from feedback.forms.answer import questions_of, typed_answer
from feedback.forms.invitation import CallBackDayForm
from feedback.models import Interaction, Invitation, SurveyAnswer
from feedback.queries.call_backs import (
    interactions_to_call_back,
    invitations_to_call,
    invitations_to_call_back,
)
from feedback.queries.surveys import asked_form, form_in_force
from feedback.questions import AskedForm
from feedback.services import record_answer, record_call_back
from feedback.services.stopping import stop_surveys
from people.models import Role, Staff

PER_PAGE = 30
CALLERS = (Role.OFFICE, Role.CUSTOMER_SERVICE)
Page = Callable[..., HttpResponse]


def for_callers(view: Page) -> Page:
    """Let in whose duty it is to call customers; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not request.user.has_role(*CALLERS):  # type: ignore[union-attr]
            raise Http404
        return view(request, *args, **options)

    return guarded


@for_callers
def call_backs(request: HttpRequest) -> HttpResponse:
    """List whom to call back about a day."""
    form = CallBackDayForm(request.GET or None, initial={"day": timezone.localdate()})
    chosen = form.cleaned_data if form.is_valid() else {}
    day, words = chosen.get("day") or timezone.localdate(), chosen.get("q", "")
    page = Paginator(interactions_to_call_back(request.user, day, words), PER_PAGE).get_page(
        request.GET.get("page")
    )
    handed_out = invitations_to_call_back(request.user, day, words)[:PER_PAGE] if page.number == 1 else []
    to_call = Paginator(invitations_to_call(request.user, timezone.now()), PER_PAGE).page(1)
    context = {
        "form": form,
        "day": day,
        "page": page,
        "handed_out": handed_out,
        "to_call": to_call,
    }
    return render(request, "feedback/call_back_list.html", context)


@for_callers
def call_back_interaction(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a customer said about an interaction."""
    found = one_of_others(request, Interaction.objects.filter(pk=pk, answered=True))
    form = form_in_force(found.served_on)
    if form is None:
        raise Http404

    def record(**answer: Any) -> None:
        record_call_back(interaction=found, **answer)

    return enter(request, found, asked_form(form.pk), record)


@for_callers
def call_back_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a customer said who was handed a link and has not used it."""
    found = one_of_others(request, Invitation.objects.filter(pk=pk))

    def record(**answer: Any) -> None:
        record_answer(invitation=found, via=SurveyAnswer.Via.CALL_BACK, **answer)

    return enter(request, found, asked_form(found.form_id), record)


def one_of_others(request: HttpRequest, rows: QuerySet[Any]) -> Any:
    """Return the row, or 404 where it is not there or is about the caller."""
    found = rows.select_related("staff", "customer", "channel").first()
    if found is None or found.staff in Staff.objects.filter(user=request.user):  # type: ignore[misc]
        raise Http404
    return found


def enter(request: HttpRequest, about: Any, form: AskedForm, record: Callable[..., None]) -> HttpResponse:
    """Show the questions to read out, and record what is typed."""
    posted, problems = request.POST, {}
    if request.method == "POST" and "wants_none" in posted and about.customer:
        return leave_alone(request, about)
    if request.method == "POST":
        try:
            record(at=timezone.now(), by=request.user, **typed_answer(posted))
            messages.success(
                request, _("What the customer said about %(name)s is recorded.") % {"name": about.staff.name}
            )
            return redirect(list_of(about.served_on))
        except AnswerFieldsError as refused:
            problems = refused.fields
        except FeedbackError as refused:
            messages.error(request, str(refused))
            return redirect(list_of(about.served_on))
    context = {
        "about": about,
        "questions": questions_of(form, posted, problems),
        "has_problems": bool(problems),
        "back": list_of(about.served_on),
    }
    return render(request, "feedback/call_back_form.html", context, status=422 if problems else 200)


def leave_alone(request: HttpRequest, about: Any) -> HttpResponse:
    """Note that the customer wants no more surveys."""
    stop_surveys(customer=about.customer, at=timezone.now())
    messages.success(request, _("%(customer)s is not asked any more.") % {"customer": about.customer})
    return redirect(list_of(about.served_on))


def list_of(day: date) -> str:
    return f"{reverse('feedback:call_backs')}?day={day.isoformat()}"
