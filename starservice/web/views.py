"""What every reader may choose for themselves: language and looks; and the pages that say what went wrong."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from starservice.web.context import THEMES

A_YEAR = 365 * 24 * 60 * 60


def next_url(request: HttpRequest) -> str:
    """Return where the reader came from, if that is on this site, else the home page."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe else resolve_url("/")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie and, for people with an account, there too."""
    user: Any = request.user
    language = request.POST.get("language", "")
    if user.is_authenticated and language in dict(settings.LANGUAGES):
        user.language = language
        user.save(update_fields=["language"])
    return set_language(request)


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; anything else follows the device again."""
    response = HttpResponseRedirect(next_url(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
