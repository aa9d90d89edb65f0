"""So many tries a minute; no limit at all while the cache is down."""

import logging
import time

from django.core.cache import cache

log = logging.getLogger(__name__)
REST_AFTER_FAILURE = 10.0
_rests_until = 0.0


def within_limit(what: str, limit: int, seconds: int = 60) -> bool:
    """Count one try and return whether no more than `limit` were made in the present window of `seconds`.

    A limit protects the service, so its own failure must not stop it: without a cache everything is allowed, and for some
    seconds the cache is not even asked, so that nobody waits for its timeout.
    """
    global _rests_until
    if time.monotonic() < _rests_until:
        return True
    key = f"limit:{what}:{int(time.time() // seconds)}"
    try:
        return bool(cache.add(key, 1, seconds + 5)) or cache.incr(key) <= limit
    except ValueError:  # the key ran out between the two
        return True
    except Exception:
        _rests_until = time.monotonic() + REST_AFTER_FAILURE
        log.warning("rate limits rest: the cache does not answer", exc_info=True)
        return True
