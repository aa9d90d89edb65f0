"""What public forms without an account share: languages that keep what was typed, limits, no cookie needed.

Who sends such a form needs no session, so there is nothing another site could misuse: no CSRF token is asked for.
"""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from feedback.views.ready_pages import page
from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
OPENS_A_MINUTE = 120
SENDS_A_MINUTE = 10


def speak(language: str) -> None:
    """Go on in a language we have; anything else leaves the one the browser asked for."""
    if language in LANGUAGES:
        translation.activate(language)


def may_open(request: HttpRequest, what: str) -> bool:
    """Whether this network has opened few enough pages this minute."""
    return within_limit(f"{what}-open:{client_address(request)}", OPENS_A_MINUTE)


def may_send(request: HttpRequest, what: str) -> bool:
    """Whether this network has sent few enough forms this minute."""
    return within_limit(f"{what}-send:{client_address(request)}", SENDS_A_MINUTE)


def hurried(request: HttpRequest) -> HttpResponse:
    """Ask to wait a minute."""
    return page(request, "feedback/public_wait.html", {}, status=429)


def is_sent(request: HttpRequest) -> bool:
    """Whether the form was sent, and not only the language changed; speaks the language asked for."""
    given = request.POST if request.method == "POST" else request.GET
    speak(given.get("switch") or given.get("lang", ""))
    return request.method == "POST" and "switch" not in request.POST


def typed(request: HttpRequest) -> dict[str, Any] | None:
    """What was typed before the language changed, to be shown again without complaints."""
    return request.POST.dict() if request.method == "POST" else None


def show(request: HttpRequest, template: str, form: Form, status: int = 200) -> HttpResponse:
    """Render a public form."""
    return page(request, template, {"form": form}, status)


def too_many(form: Form) -> Form:
    """The form as it was typed, with the wish to wait."""
    form.add_error(None, _("Very many came from your network just now. Please wait a minute and send again."))
    return form


def signed_in(request: HttpRequest) -> Any:
    """The user, where the browser has a session at all: customers cost no query."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.user if has_session and request.user.is_authenticated else None
