"""Put the actor's name on the audit rows of what happens inside."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pghistory

from people.models import User


def acting(by: User | None, at: datetime) -> AbstractContextManager[Any]:
    """Note in the audit trail who acts and at which moment; nobody (None) is the system itself."""
    actor = {"user": by.pk} if by else {}
    return pghistory.context(**actor, at=at.isoformat())
