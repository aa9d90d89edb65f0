"""The customer's page of one request. The token in the address is the only credential, as with surveys: no cookie, no session,
no CSRF token. A GET changes nothing. Unknown and run-out links show the same page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from feedback.errors import FeedbackError
from feedback.forms.help import SayForm
from feedback.links import tracking_token
from feedback.models import Invitation, ServiceRequest
from feedback.queries.tracking import TrackedRequest, public_file, request_behind, tracked_request
from feedback.services.attaching import most_bytes, most_bytes_together
from feedback.services.customer_messages import can_reopen
from feedback.services.desk import confirm
from feedback.services.tracking import say, token_to_rate
from feedback.views import public_form
from feedback.views.help import too_large
from feedback.views.ready_pages import HEADERS, page
from starservice.web.body_limit import is_too_large, takes_files

SENDS = "track"
Page = Callable[..., HttpResponseBase]
DONE = {
    "taken": lambda: _("Thank you, it has come in. This page is yours: keep the link."),
    "said": lambda: _("Your message has been added."),
    "confirmed": lambda: _("Thank you for telling us. It is closed now."),
    "reopened": lambda: _("It is open again; somebody looks at it."),
    "new": lambda: _(
        "What you had written about was closed long ago, so this is a new request that follows on it."
    ),
}


def of_link(view: Page) -> Page:
    """Find the request behind the link for the view; who tries many links waits."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **options: Any) -> HttpResponseBase:
        public_form.speak(request.GET.get("lang", ""))
        if not public_form.may_open(request, "track"):
            return public_form.hurried(request)
        found = request_behind(token, timezone.now())
        if found is None:
            return unknown(request)
        one, rules = found
        if not request.GET.get("lang") and "django_language" not in request.COOKIES:
            public_form.speak(one.language)
        return view(request, token, tracked_request(one, rules, timezone.now()), *args, **options)

    return opened


@require_http_methods(["GET", "HEAD"])
@of_link
def track(request: HttpRequest, token: str, tracked: TrackedRequest) -> HttpResponse:
    """Show who handles it, where it stands, when it will be done, and what was said."""
    return show(request, token, tracked)


@require_http_methods(["GET", "HEAD"])
@of_link
def live(request: HttpRequest, token: str, tracked: TrackedRequest) -> HttpResponse:
    """The part that changes by itself; nothing where the page shows it already."""
    promise = tracked.promise
    version = f"{tracked.version}-{int(bool(promise and promise.is_late))}"
    if request.GET.get("version") == version:
        return HttpResponse(status=204, headers=HEADERS)
    return page(request, "feedback/_track_now.html", context_of(request, token, tracked))


@csrf_exempt
@takes_files(most_bytes_together)
@require_POST
@of_link
def add(request: HttpRequest, token: str, tracked: TrackedRequest) -> HttpResponse:
    """Add a message or files; where the request had ended, that opens it again or begins a new one."""
    form = SayForm(request.POST, request.FILES)
    if is_too_large(request):
        form.add_error("files", too_large())
        return show(request, token, tracked, form, 413)
    if not form.is_valid():
        return show(request, token, tracked, form, 422)
    if not public_form.may_send(request, SENDS):
        public_form.too_many(form)
        return show(request, token, tracked, form, 429)
    given, one = form.cleaned_data, tracked.request
    try:
        entry = say(
            request=one, text=given["text"], at=timezone.now(), client_key=given["key"], files=given["files"]
        )
    except FeedbackError as refused:
        form.add_error("text", str(refused))
        return show(request, token, tracked, form, 422)
    if entry.request_id != one.pk:
        return back(tracking_token(entry.request), "new")
    return back(token, "said" if one.is_unresolved else "reopened")


@csrf_exempt
@require_POST
@of_link
def confirm_solved(request: HttpRequest, token: str, tracked: TrackedRequest) -> HttpResponse:
    """Say that it is solved."""
    try:
        confirm(request=tracked.request, at=timezone.now())
    except FeedbackError as refused:
        return show(request, token, tracked, problem=str(refused), status=409)
    return back(token, "confirmed")


@csrf_exempt
@require_POST
@of_link
def rate(request: HttpRequest, token: str, tracked: TrackedRequest) -> HttpResponse:
    """Go to the survey about this request."""
    try:
        survey = token_to_rate(request=tracked.request, at=timezone.now())
    except FeedbackError as refused:
        return show(request, token, tracked, problem=str(refused), status=409)
    return private(redirect("feedback:survey", survey))


@require_http_methods(["GET", "HEAD"])
@of_link
def download(request: HttpRequest, token: str, tracked: TrackedRequest, pk: int) -> HttpResponseBase:
    """Hand out a file of this request's public part."""
    found = public_file(tracked.request, pk)
    if found is None:
        return unknown(request)
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return private(answer)


def show(
    request: HttpRequest,
    token: str,
    tracked: TrackedRequest,
    form: SayForm | None = None,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = context_of(request, token, tracked)
    done = DONE.get(request.GET.get("done", ""))
    context |= {
        "form": form or SayForm(initial={"key": uuid4()}),
        "done": done() if done and request.method != "POST" else "",
        "problem": problem,
        "had_files": bool(request.FILES) or is_too_large(request),
        "most_bytes": most_bytes(),
        "most_together": most_bytes_together(),
        "link": request.build_absolute_uri(reverse("feedback:track", args=[token])),
    }
    return page(request, "feedback/track.html", context, status)


def context_of(request: HttpRequest, token: str, tracked: TrackedRequest) -> dict[str, Any]:
    """What the live part of the page needs; moments are told in the calendar's place."""
    one, promise = tracked.request, tracked.promise
    zone = ZoneInfo(tracked.zone) if tracked.zone else timezone.get_current_timezone()
    return {
        "token": token,
        "tracked": tracked,
        "one": one,
        "promise": promise,
        "zone": zone,
        "zone_name": str(zone),
        "version": f"{tracked.version}-{int(bool(promise and promise.is_late))}",
        "can_rate": can_rate(one),
        "can_reopen": one.status == ServiceRequest.Status.CLOSED and can_reopen(one, timezone.now()),
        "agent": agent_shown(tracked),
    }


def agent_shown(tracked: TrackedRequest) -> str:
    """Who handles it, as the company tells customers."""
    agent, taste = tracked.request.agent, tracked.rules.agent_shown
    if agent is None or taste == tracked.rules.AgentShown.TEAM:
        return ""
    if taste == tracked.rules.AgentShown.NUMBER:
        return _("Agent %(number)s") % {"number": agent.employee_no}
    return agent.name


def can_rate(one: ServiceRequest) -> bool:
    """Whether there is somebody to rate who was not rated about this."""
    if one.resolved_at is None or one.agent_id is None:
        return False
    answered = Invitation.objects.filter(request=one).exclude(answered_at=None, revoked_at=None)
    return not answered.exists()


def back(token: str, done: str) -> HttpResponse:
    answer = redirect("feedback:track", token)
    answer["Location"] += f"?done={done}"
    return private(answer)


def private(answer: HttpResponseBase) -> Any:
    """Nothing of the page is kept on the way, and the link is told to nobody."""
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def unknown(request: HttpRequest) -> HttpResponse:
    """The one answer for links that open nothing, or nothing any more."""
    return page(request, "feedback/track_unknown.html", {}, status=404)
