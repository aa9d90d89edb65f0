"""Who comes in, and how a page or a piece of it is answered; with htmx in place, without it by whole pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from feedback.access import may_work_on
from feedback.forms.desk import AnswerForm
from feedback.models import ServiceRequest
from feedback.queries.desk import Desk, beside, desk_of, request_for
from feedback.queries.wordings import language_of, wordings_for

Page = Callable[..., HttpResponseBase]


def in_place(request: HttpRequest) -> bool:
    """Whether the answer replaces pieces of a page that is open."""
    return bool(request.headers.get("HX-Request"))


def for_readers(view: Page) -> Page:
    """Give the view the request if the user may read it; for everybody else there is no such page."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **options: Any) -> HttpResponseBase:
        one = request_for(request.user, pk)
        if one is None:
            raise Http404
        return view(request, one, *args, **options)

    return guarded


def for_workers(view: Page) -> Page:
    """Give the view the request if the user may work on it; for everybody else there is no such page."""

    @for_readers
    @wraps(view)
    def guarded(request: HttpRequest, one: ServiceRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if not may_work_on(request.user, one):
            raise Http404
        return view(request, one, *args, **options)

    return guarded


def drawn(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
    """Draw the request as it is now: the pieces of the open page, or the whole page."""
    status = more.pop("status", 200)
    one = request_for(request.user, pk)
    if one is None:  # it went to where the user does not see it
        return _gone(request)
    desk = desk_of(one, request.user, timezone.now())
    name = "feedback/_request_pieces.html" if in_place(request) else "feedback/request.html"
    return render(request, name, page_context(request, desk, **more), status=status)


def page_context(request: HttpRequest, desk: Desk, **more: Any) -> dict[str, Any]:
    """What the page needs; what only the whole page shows is left out where pieces are drawn."""
    context = {"desk": desk, "one": desk.one, "beside": beside(desk.one, request.user)}
    if not in_place(request) and desk.may_work:
        context["wordings"] = [each.as_facts() for each in wordings_for(desk.one, request.user)]
        context["wording_language"] = dict(settings.LANGUAGES).get(language_of(desk.one), "")
    if not in_place(request):
        context["form"] = AnswerForm(
            initial={"what": "reply", "client_key": uuid4(), "seen_entry": desk.newest}
        )
    return {**context, **more}


def done(request: HttpRequest, one: ServiceRequest, said: str, **more: Any) -> HttpResponse:
    """Say that something was done, and show the request as it is now."""
    if in_place(request):
        return drawn(request, one.pk, said=said, closes_panel=True, **more)
    messages.success(request, said)
    if request_for(request.user, one.pk) is None:
        return redirect("feedback:queue")
    return redirect("feedback:request", one.pk)


def refused(request: HttpRequest, one: ServiceRequest, why: str) -> HttpResponse:
    """Say why something was not done, and show the request as it is now."""
    if in_place(request):
        return drawn(request, one.pk, refusal=why, status=409)
    messages.error(request, why)
    return redirect("feedback:request", one.pk)


def _gone(request: HttpRequest) -> HttpResponse:
    if not in_place(request):
        return redirect("feedback:queue")
    answer = HttpResponse(status=200)
    answer["HX-Redirect"] = reverse("feedback:queue")
    return answer
