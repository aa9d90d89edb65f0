"""What is asked before a request changes: wait, reopen, hand over, tier, category; a panel of the page, or a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from feedback.errors import AwayError, FeedbackError
from feedback.forms.desk import CategoryForm, HandOverForm, NoteForm, ReopenForm, TierForm
from feedback.models import ServiceRequest
from feedback.queries.colleagues import SHOWN, colleagues, those_who_are_there
from feedback.services import desk
from feedback.timeline import listed
from feedback.views.desk.doors import done, for_workers, in_place

asked = require_http_methods(["GET", "POST"])
NAMED = 5


@dataclass(frozen=True)
class Panel:
    """What a panel says: its title, what it does, its button."""

    title: Any
    help: Any
    button: Any


WAIT = Panel(
    gettext_lazy("Wait for the customer"),
    gettext_lazy("The clock stands still until the customer answers or you go on."),
    gettext_lazy("Wait"),
)
REOPEN = Panel(
    gettext_lazy("Reopen"),
    gettext_lazy("The time worked goes on; the time it was resolved does not count. The customer sees this."),
    gettext_lazy("Reopen"),
)
TIER = Panel(
    gettext_lazy("Change the service tier"),
    gettext_lazy(
        "What is still open is promised anew from creation, or from now where that time has passed. What was missed stays so."
    ),
    gettext_lazy("Change"),
)
CATEGORY = Panel(
    gettext_lazy("Change the category"),
    gettext_lazy("The department of the responsibility list answers for it from now on."),
    gettext_lazy("Change"),
)
HAND_OVER = Panel(
    gettext_lazy("Hand over"),
    gettext_lazy("The clock goes on whoever handles it."),
    gettext_lazy("Hand over"),
)


def posted(request: HttpRequest) -> Any:
    """What was posted, for a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


@for_workers
@asked
def wait(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Stop the clock until the customer answers."""
    form = NoteForm(posted(request))

    def go(sent: dict[str, Any]) -> str:
        desk.pause(request=one, by=request.user, at=timezone.now(), note=sent["note"])
        return _("%(number)s waits for the customer.") % {"number": one.number}

    return ask(request, one, form, WAIT, go)


@for_workers
@asked
def reopen(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Go on with what was resolved or closed."""

    def go(sent: dict[str, Any]) -> str:
        desk.reopen(request=one, by=request.user, at=timezone.now(), text=sent["note"])
        return _("%(number)s is open again.") % {"number": one.number}

    return ask(request, one, ReopenForm(posted(request)), REOPEN, go)


@for_workers
@asked
def tier(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Promise something else, and say why."""

    def go(sent: dict[str, Any]) -> str:
        desk.change_tier(
            request=one, tier=sent["tier"], by=request.user, at=timezone.now(), note=sent["note"]
        )
        return _("The service tier is %(tier)s now.") % {"tier": sent["tier"]}

    return ask(request, one, TierForm(posted(request), one=one), TIER, go)


@for_workers
@asked
def category(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Say what it is about."""

    def go(sent: dict[str, Any]) -> str:
        desk.change_category(request=one, category=sent["category"], by=request.user, at=timezone.now())
        return _("The category is %(category)s now.") % {"category": sent["category"]}

    return ask(request, one, CategoryForm(posted(request), one=one), CATEGORY, go)


@for_workers
@asked
def hand_over(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Hand it to a colleague who is there; one without the skill only when that is meant."""
    now = timezone.now()
    form = HandOverForm(posted(request))
    words = request.GET.get("q", "")
    found = colleagues(one, now, words)

    def go(sent: dict[str, Any]) -> str:
        to = sent["to"].staff
        try:
            desk.hand_over(request=one, to=to, by=request.user, at=now, note=sent["note"])
        except AwayError as refusal:
            raise AwayError(f"{refusal} {_who_is_there(one, now)}".strip()) from refusal
        return _("%(name)s handles %(number)s now.") % {"name": to.name, "number": one.number}

    if form.is_bound and form.is_valid():
        _warn_untrained(form, colleagues(one, now))
    more = {"colleagues": found[:SHOWN], "has_more": len(found) > SHOWN, "words": words}
    return ask(request, one, form, HAND_OVER, go, "feedback/_request_hand_over.html", **more)


def _warn_untrained(form: HandOverForm, found: list[Any]) -> None:
    chosen = next((each for each in found if each.agent == form.cleaned_data["to"]), None)
    if chosen is not None and not chosen.knows_it and not form.cleaned_data["anyway"]:
        name = chosen.agent.staff.name
        form.add_error(
            "anyway",
            _("%(name)s is not trained in this category. Tick this if you mean it.") % {"name": name},
        )


def _who_is_there(one: ServiceRequest, now: Any) -> str:
    names = [each.agent.staff.name for each in those_who_are_there(one, now)[:NAMED]]
    return _("There now: %(names)s.") % {"names": listed(names)} if names else _("Nobody else is there now.")


def ask(
    request: HttpRequest,
    one: ServiceRequest,
    form: Form,
    panel: Panel,
    go: Callable[[dict[str, Any]], str],
    body: str = "feedback/_request_form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form about a request; once it is valid, do it and say what was done, or what was refused."""
    if form.is_bound and form.is_valid():
        try:
            return done(request, one, go(form.cleaned_data))
        except FeedbackError as refusal:
            form.add_error(None, str(refusal))
    context = {"one": one, "form": form, "panel": panel, "body": body, **more}
    name = "feedback/_request_panel.html" if in_place(request) else "feedback/request_panel.html"
    return render(request, name, context, status=422 if form.is_bound else 200)
