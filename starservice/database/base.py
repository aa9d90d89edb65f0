"""A kept connection is checked before each request by looking at its socket, and by asking the server now and then.

Django asks `SELECT 1` before each request, a round trip that costs an answered survey about a fifth of its time. A server
that went away has closed the socket, or said so on it: then, and when nothing was asked for a while (a network in between may
forget a quiet connection), Django's own check follows.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

ASK_EVERY = 20.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for the check of a kept connection."""

    health_check_enabled: bool
    health_check_done: bool
    asked_at = 0.0

    def close_if_health_check_failed(self) -> None:
        """Close the connection where the server is gone."""
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if time.monotonic() - self.asked_at < ASK_EVERY and is_silent(self.connection):
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self.asked_at = time.monotonic()


def is_silent(connection: Any) -> bool:
    """Whether the server said nothing by itself, not even good-bye."""
    if connection.closed:
        return False
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    return not socket.poll(0)
