"""The lecturer's screen: the code of the moment, large, and everybody who signed in as they come."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from starservice.lib.refusals import Refusal
from starservice.web.qr import qr_svg
from training.models import CourseSession
from training.rotating_code import code_at, milliseconds_left
from training.services import sessions
from training.views.lecturing import for_lecturer

A_MOMENT_LATER = 50


@never_cache
@for_lecturer
def screen(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """The page for the projector."""
    now = timezone.now()
    context = _code(session, now) | _room(session)
    context["is_early"] = now < session.starts_at - sessions.EARLIEST
    return render(request, "training/sessions/screen.html", context)


@never_cache
@for_lecturer
def screen_code(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """The code of the moment; it asks for the next one when its time is over."""
    return render(request, "training/sessions/_screen_code.html", _code(session, timezone.now()))


@never_cache
@for_lecturer
def screen_room(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """The count and the names of those who signed in."""
    return render(request, "training/sessions/_screen_room.html", _room(session))


@require_POST
@for_lecturer
def open_screen(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """Begin to show codes."""
    by: Any = request.user
    try:
        sessions.open_sign_in(session=session, by=by, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("training:session_screen", session.pk)


@require_POST
@for_lecturer
def close_screen(request: HttpRequest, session: CourseSession) -> HttpResponse:
    """Take no more codes."""
    by: Any = request.user
    sessions.close_sign_in(session=session, by=by, at=timezone.now())
    messages.success(request, _("Sign-in is closed. Now confirm who was there."))
    return redirect("training:session_attendance", session.pk)


def _code(session: CourseSession, at: datetime) -> dict[str, Any]:
    if not session.is_signing_in(at):
        return {"session": session, "is_open": False}
    code = f"{session.pk}.{code_at(session.code_key, at)}"
    link = settings.PUBLIC_URL + reverse("training:sign_in", args=[code])
    return {
        "session": session,
        "is_open": True,
        "qr": qr_svg(link, _("QR code to sign in; it changes every ten seconds")),
        "wait": milliseconds_left(at) + A_MOMENT_LATER,
    }


def _room(session: CourseSession) -> dict[str, Any]:
    signed = session.places.filter(signed_in_at__isnull=False).select_related("staff")
    came = list(signed.order_by("-signed_in_at", "-pk"))
    return {"session": session, "came": came, "count": len(came)}
