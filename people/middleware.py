"""Who must have a second factor sets it up before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from people.access import must_have_second_factor

# What the set-up itself needs, and what must answer whoever asks.
OPEN = ("/accounts/", "/i18n/", "/static/", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Send users with a duty, who have no second factor yet, to its set-up page; off without MFA_REQUIRED."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_REQUIRED and not request.path.startswith(OPEN) and _lacks_factor(request):
            messages.warning(request, _("Your duty needs a second factor. Set it up to go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _lacks_factor(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user: Any = request.user
    return user.is_authenticated and must_have_second_factor(user) and not is_mfa_enabled(user)
