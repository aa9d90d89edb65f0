"""Following up low scores: the list with its due times, one customer's answer, and what was done about it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.errors import FeedbackError
from feedback.models import FollowUp
from feedback.queries.follow_ups import SHOWN, follow_ups_worked_by, listed, may_follow_up
from feedback.queries.surveys import asked_form
from feedback.queries.words import sayings_of
from feedback.services.follow_ups import close_follow_up, give_to_service, take_follow_up

PER_PAGE = 30
Page = Callable[..., HttpResponse]


class FollowUpFilter(forms.Form):
    """Which follow-ups are shown."""

    state = forms.ChoiceField(
        choices=[("open", gettext_lazy("open")), ("done", gettext_lazy("done"))],
        label=gettext_lazy("State"),
        required=False,
    )
    whose = forms.ChoiceField(
        choices=[("", gettext_lazy("all I may see")), ("mine", gettext_lazy("mine"))],
        label=gettext_lazy("With"),
        required=False,
    )


class DoneForm(forms.Form):
    """What was done about a low score."""

    note = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


def for_followers(view: Page) -> Page:
    """Let in whose business it is; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not may_follow_up(request.user):
            raise Http404
        return view(request, *args, **options)

    return guarded


@for_followers
def follow_ups(request: HttpRequest) -> HttpResponse:
    """List low scores, whose time ends first comes first."""
    form = FollowUpFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    mine = request.user if chosen.get("whose") == "mine" else None
    rows = listed(follow_ups_worked_by(request.user), chosen.get("state", ""), mine)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": timezone.now(), "state": chosen.get("state") or "open"}
    return render(request, "feedback/follow_up_list.html", context)


@for_followers
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer with the customer to call; take it over, hand it on, or close it with a note."""
    found = follow_ups_worked_by(request.user).select_related(*SHOWN).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = DoneForm(request.POST if request.POST.get("action") == "close" else None)
    if request.method == "POST":
        try:
            if said := act(request, found, form):
                messages.success(request, said)
                return redirect("feedback:follow_ups")
        except FeedbackError as refused:
            form.add_error("note", str(refused)) if form.is_bound else messages.error(request, str(refused))
    status = 422 if form.errors else 200
    return render(request, "feedback/follow_up.html", context_of(request, found, form), status=status)


def act(request: HttpRequest, found: FollowUp, form: DoneForm) -> str:
    """Do what the button says and return the message; nothing where the form is not filled in."""
    action = request.POST.get("action")
    if action == "take":
        take_follow_up(follow_up=found, by=request.user)
        return _("The follow-up is yours.")
    if action == "service":
        give_to_service(follow_up=found)
        return _("Customer service has the follow-up now.")
    if action == "close" and form.is_valid():
        close_follow_up(follow_up=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("The follow-up is done.")
    return ""


def context_of(request: HttpRequest, found: FollowUp, form: DoneForm) -> dict[str, Any]:
    answer = found.answer
    dimensions = asked_form(answer.invitation.form_id).dimensions
    return {
        "follow_up": found,
        "answer": answer,
        "customer": answer.invitation.customer,
        "given": [(question.label, answer.stars.get(question.code)) for question in dimensions],
        "sayings": sayings_of(answer),
        "form": form,
        "now": timezone.now(),
        "is_mine": found.owner is not None and found.owner.user_id == request.user.pk,
    }
