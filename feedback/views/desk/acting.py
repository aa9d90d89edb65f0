"""What is done with a request at one touch: take, wait, go on, resolve, reopen."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.access import may_take
from feedback.errors import FeedbackError
from feedback.models import ServiceRequest
from feedback.services import desk
from feedback.views.desk.doors import done, for_readers, for_workers, in_place, refused


@for_readers
@require_POST
def take(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Begin to handle it; somebody who was faster is named."""
    if not may_take(request.user, one):
        raise Http404
    return act(request, one, desk.take, _("You handle %(number)s now.") % {"number": one.number})


@for_workers
@require_POST
def resume(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Let the clock go on."""
    return act(request, one, desk.resume, _("The clock goes on."))


@for_workers
@require_POST
def resolve(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Say that it is solved; of two at once the second hears who was first."""
    said = _("%(number)s is resolved. The customer is asked to confirm.") % {"number": one.number}
    return act(request, one, desk.resolve, said)


@for_workers
@require_POST
def close(request: HttpRequest, one: ServiceRequest) -> HttpResponse:
    """Close what is resolved without waiting for the customer."""
    return act(request, one, desk.close, _("%(number)s is closed.") % {"number": one.number})


def act(
    request: HttpRequest, one: ServiceRequest, service: Callable[..., Any], said: str, **facts: Any
) -> HttpResponse:
    """Call a service of the desk; what it refuses is said."""
    try:
        service(request=one, by=request.user, at=timezone.now(), **facts)
    except FeedbackError as refusal:
        return refused(request, one, str(refusal))
    if request.POST.get("then") == "open" and not in_place(request):
        return redirect("feedback:request", one.pk)
    return done(request, one, said)
