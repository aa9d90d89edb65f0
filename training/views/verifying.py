"""The public page that verifies a certificate. The token in the address is all it takes; without a right one there is nothing to
see, and numbers, which can be guessed, open nothing.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit
from training.queries.certificates import certificate_behind
from training.services.papers import title_of
from training.views.certificates import TONES

OPENS_A_MINUTE = 30
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What was certified, for whom, and what it is worth today; who tries many links waits."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        translation.activate(asked)
    if not within_limit(f"verify:{client_address(request)}", OPENS_A_MINUTE):
        return _page(request, "training/verify_wait.html", {}, 429)
    certificate = certificate_behind(token)
    if certificate is None:
        return _page(request, "training/verify_unknown.html", {}, 404)
    today = timezone.localdate()
    state = certificate.state_on(today)
    context = {
        "certificate": certificate,
        "title": title_of(certificate),
        "state": state,
        "tone": TONES[state],
        "today": today,
    }
    return _page(request, "training/verify.html", context, 200)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, template, {"company": settings.COMPANY_NAME, **context}, status=status)
    for name, value in HEADERS.items():
        answer[name] = value
    return answer
