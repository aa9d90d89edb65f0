"""Request middleware that knows nothing of the domain."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from pghistory.middleware import HistoryMiddleware
from structlog.contextvars import bound_contextvars

Answer = Callable[[HttpRequest], HttpResponse]
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class PreferredLanguageMiddleware:
    """Show the language an address asks for (?lang=zh-hans), else that of the signed-in person's account.

    Costs nothing where there is no session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else _language_of_account(request)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if language and language == asked:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        return response


def _language_of_account(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return request.user.language
    return ""


class AuditMiddleware(HistoryMiddleware):
    """Say in the audit trail who changed something, and on which page.

    Not for visitors, who have neither session nor API token: there is nobody to name, and the address of a customer's page is the
    customer's key, which is stored nowhere.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            return super().__call__(request)
        return self.get_response(request)


class RequestIdMiddleware:
    """Give each request a number that is in its answer and in every log line it causes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        with bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
