"""Where a scanned code leads: one button, then a clear answer."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from people.models import Staff
from starservice.lib.refusals import Refusal
from training import errors
from training.models import CourseSession, SessionPlace
from training.rotating_code import is_fresh
from training.services import sessions
from training.services.sessions.locking import free_seats
from training.views.portal import for_staff

COOKIE, A_YEAR = "device", 365 * 24 * 3600
STATES: dict[type[Refusal], str] = {
    errors.SignInClosed: "closed",
    errors.CodeExpired: "expired",
    errors.StruckOut: "struck",
    errors.DeviceUsed: "device",
    errors.NoPlace: "not_booked",
    errors.NoFreeSeat: "full",
}


@never_cache
@for_staff
def sign_in(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """Show what the code is for and ask; only the button signs in."""
    session, secret = _read(code)
    device = _device(request)
    place = session.places.filter(staff=staff).first() if session else None
    if session is None or (place is None and not _is_on_screen(session, secret, timezone.now())):
        # Who has no place and no code of now learns nothing: not even which sessions there are.
        return _answer(request, "expired", device, 200 if request.method == "GET" else 422)
    if request.method == "POST":
        return _signed(request, session, staff, code, secret, device)
    state = _state(session, place, secret, device, timezone.now())
    return _answer(request, state, device, session=session, place=place)


def _signed(
    request: HttpRequest, session: CourseSession, staff: Staff, code: str, secret: str, device: str
) -> HttpResponse:
    try:
        sessions.sign_in(
            session=session,
            staff=staff,
            code=secret,
            device=device,
            at=timezone.now(),
            walk_in="walk_in" in request.POST,
        )
    except Refusal as refusal:
        state = STATES.get(type(refusal), "refused")
        return _answer(request, state, device, 422, session=session, refusal=refusal.message)
    return _remember(redirect("training:sign_in", code), device)


def _state(session: CourseSession, place: SessionPlace | None, secret: str, device: str, at: datetime) -> str:
    """What the page says, in the order in which the service would refuse."""
    if place is not None and place.signed_in_at:
        return "done"
    if not session.is_signing_in(at):
        return "closed"
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("expired", lambda: not is_fresh(session.code_key, secret, at)),
        ("struck", lambda: place is not None and place.struck_out_at is not None),
        ("device", lambda: session.places.filter(device=sessions.device_hash(session, device)).exists()),
        ("ready", lambda: place is not None and place.state == SessionPlace.State.SEAT),
        ("not_booked", lambda: bool(free_seats(session))),
    ]
    return next((state for state, holds in checks if holds()), "full")


def _is_on_screen(session: CourseSession, secret: str, at: datetime) -> bool:
    return session.is_signing_in(at) and is_fresh(session.code_key, secret, at)


def _read(code: str) -> tuple[CourseSession | None, str]:
    number, _dot, secret = code.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None, ""
    return CourseSession.objects.select_related("course").filter(pk=int(number)).first(), secret


def _device(request: HttpRequest) -> str:
    """The browser's random mark; a changed or missing one is made anew."""
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or secrets.token_urlsafe(24)


def _answer(request: HttpRequest, state: str, device: str, status: int = 200, **context: Any) -> HttpResponse:
    page = render(request, "training/sessions/sign_in.html", {"state": state, **context}, status=status)
    return _remember(page, device)


def _remember(answer: HttpResponse, device: str) -> HttpResponse:
    answer.set_signed_cookie(
        COOKIE,
        device,
        salt=COOKIE,
        max_age=A_YEAR,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return answer
