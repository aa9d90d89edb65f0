"""So many API requests a minute; the limits stay open while the cache is down."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from starservice.web.addresses import client_address
from starservice.web.rate_limit import within_limit

SECONDS = 60


class CallerThrottle(BaseThrottle):
    """Limits a signed-in caller by account, anybody else by address."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user.is_authenticated:
            return within_limit(f"api:user:{request.user.pk}", settings.API_REQUESTS_A_MINUTE)
        return within_limit(f"api:address:{client_address(request)}", settings.API_STRANGERS_A_MINUTE)

    def wait(self) -> float:
        return SECONDS
