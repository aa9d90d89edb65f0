"""So many tries a minute; no limit at all while the cache is down."""

import logging
import time

from django.core.cache import cache

log = logging.getLogger(__name__)
REST_AFTER_FAILURE = 10.0
MOST_KEYS = 50_000


class Tries:
    """This process's tries in the present window by key, and how long the cache is left alone."""

    def __init__(self) -> None:
        self.window = 0
        self.counts: dict[str, int] = {}
        self.rests_until = 0.0

    def count(self, what: str, window: int) -> int:
        if window > self.window or len(self.counts) > MOST_KEYS:
            self.window, self.counts = window, {}
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]


_tries = Tries()


def within_limit(what: str, limit: int) -> bool:
    """Count one try and return whether about `limit` tries in this minute, over all processes, are not passed.

    The first tenth of the limit is counted in this process alone: an ordinary visitor costs no round trip, and who hurries
    is counted by all processes together. A limit protects the service, so its own failure must not stop it: without a cache
    everything is allowed, and for some seconds the cache is not even asked, so that nobody waits for its timeout.
    """
    window = int(time.time() // 60)
    tried = _tries.count(what, window)
    if tried <= limit // 10 or time.monotonic() < _tries.rests_until:
        return True
    key = f"limit:{what}:{window}"
    try:
        return bool(cache.add(key, tried, 65)) or cache.incr(key) <= limit
    except ValueError:  # the key ran out between the two
        return True
    except Exception:
        _tries.rests_until = time.monotonic() + REST_AFTER_FAILURE
        log.warning("rate limits rest: the cache does not answer", exc_info=True)
        return True


def forget() -> None:
    """Start counting anew in this process, for tests."""
    _tries.__init__()  # type: ignore[misc]
