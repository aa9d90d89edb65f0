"""The public form for requests and complaints, and the page that says what happens next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.errors import FeedbackError
from feedback.forms.help import HelpForm, LostLinkForm
from feedback.links import tracking_token
from feedback.models import Category, Channel, ServiceRequest, Tier
from feedback.services.attaching import most_bytes, most_bytes_together
from feedback.services.intake import Contact, open_request
from feedback.services.tracking import ask_for_link
from feedback.views import public_form
from feedback.views.ready_pages import page
from starservice.web.body_limit import is_too_large, takes_files
from starservice.web.rate_limit import within_limit

LINKS_A_MINUTE = 3


@csrf_exempt
@takes_files(most_bytes_together)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help(request: HttpRequest) -> HttpResponseBase:
    """Take a request or complaint and go to its own page."""
    now = timezone.now()
    if not public_form.is_sent(request):
        if not public_form.may_open(request, "help"):
            return public_form.hurried(request)
        return show(request, HelpForm(now=now, initial=public_form.typed(request)))
    form = HelpForm(request.POST, request.FILES, now=now)
    if is_too_large(request):
        form.add_error("files", too_large())
        return show(request, form, 413)
    if not form.is_valid():
        return show(request, form, 422)
    if not public_form.may_send(request, "help"):
        public_form.too_many(form)
        return show(request, form, 429)
    return take(request, form, now)


def take(request: HttpRequest, form: HelpForm, now: datetime) -> HttpResponse:
    given = form.cleaned_data
    try:
        made = open_request(
            subject="",
            text=given["text"],
            channel=Channel.objects.get(code="web"),
            at=now,
            kind=given["kind"],
            category=Category.objects.select_related("department", "tier")
            .filter(code=given["category"])
            .first(),
            contact=Contact(given["name"], given["email"], given["phone"]),
            language=translation.get_language(),
            area=given["area"],
            files=given["files"],
        )
    except FeedbackError as refused:
        form.add_error(None, str(refused))
        return show(request, form, 422)
    address = redirect("feedback:track", tracking_token(made))
    address["Location"] += "?done=taken"
    return address


def show(request: HttpRequest, form: HelpForm, status: int = 200) -> HttpResponse:
    """The form with what was typed, and what happens after it is sent."""
    context = {
        "form": form,
        "promises": promises(),
        "most_bytes": most_bytes(),
        "most_together": most_bytes_together(),
        "had_files": bool(request.FILES) or is_too_large(request),
    }
    return page(request, "feedback/help.html", context, status)


@dataclass(frozen=True)
class Promised:
    """What everybody is promised, in words."""

    first: str
    last: str
    counts_hours: bool


def promises() -> dict[str, Promised]:
    """What the usual request and a complaint are promised."""
    in_use = Tier.objects.filter(is_active=True).select_related("calendar").order_by("-rank")
    found: dict[str, Promised] = {}
    for tier in in_use:
        kind = ServiceRequest.Kind.COMPLAINT if tier.is_for_complaints else ServiceRequest.Kind.REQUEST
        words = [time_in_words(minutes) for minutes in (tier.response_minutes, tier.solution_minutes)]
        found.setdefault(kind.value, Promised(words[0], words[1], tier.calendar is not None))
    return found


def time_in_words(minutes: int) -> str:
    """Hours stay hours: two days of working time are not 48 hours of it."""
    if minutes % 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}


def too_large() -> str:
    return _("Together the files are larger than %(most)s. Please send fewer or smaller ones.") % {
        "most": filesizeformat(most_bytes_together())
    }


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for a lost link; the answer is the same whether there is such a request or not, and takes as long."""
    if not public_form.is_sent(request):
        if not public_form.may_open(request, "lost-link"):
            return public_form.hurried(request)
        return public_form.show(
            request, "feedback/lost_link.html", LostLinkForm(initial=public_form.typed(request))
        )
    form = LostLinkForm(request.POST)
    if not form.is_valid():
        return public_form.show(request, "feedback/lost_link.html", form, 422)
    if not public_form.may_send(request, "lost-link"):
        return public_form.show(request, "feedback/lost_link.html", public_form.too_many(form), 429)
    given: dict[str, Any] = form.cleaned_data
    if within_limit(f"lost-link-number:{given['number'].strip().upper()}", LINKS_A_MINUTE):
        ask_for_link(**given, language=translation.get_language())
    return page(request, "feedback/lost_link_asked.html", {})
