"""Once a day, the networks staff are signed in from, so that answers from there can be looked at."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from feedback.services.noticing import remember_network
from starservice.web.addresses import client_address

MARK = "network_day"


class StaffNetworkMiddleware:
    """Notes the network of a signed-in member of staff, at the first request of a session on a day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            note_network(request)
        return response


def note_network(request: HttpRequest) -> None:
    """Remember the network of this request unless this session's was remembered today."""
    at = timezone.now()
    if not request.session.accessed or request.session.get(MARK) == at.date().isoformat():
        return
    if request.user.is_authenticated:
        note_sign_in(request=request, user=request.user)


def note_sign_in(*, request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Remember the network somebody signs in from; receives `user_logged_in`."""
    at = timezone.now()
    request.session[MARK] = at.date().isoformat()
    remember_network(user=user, address=client_address(request), at=at)
