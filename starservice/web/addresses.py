"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the device or network, believing only the proxies we run ourselves.

    With TRUSTED_PROXIES = n the n-th entry from the right of X-Forwarded-For was written by our outermost proxy; anything
    further left is what the client claims.
    """
    count = settings.TRUSTED_PROXIES
    if count:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= count:
            return hops[-count]
    return request.META.get("REMOTE_ADDR", "")
