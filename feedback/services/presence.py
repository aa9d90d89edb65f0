"""Noting who has a request open, so that two do not answer it unknowingly."""

from datetime import datetime, timedelta
from typing import Any

from feedback.models import Presence, ServiceRequest

FORGOTTEN_AFTER = timedelta(hours=1)


def note_presence(*, request: ServiceRequest, by: Any, at: datetime, is_writing: bool = False) -> None:
    """Note that somebody has a request open and whether they are writing; one statement."""
    Presence.objects.bulk_create(
        [Presence(request=request, user=by, seen_at=at, is_writing=is_writing)],
        update_conflicts=True,
        unique_fields=["request", "user"],
        update_fields=["seen_at", "is_writing"],
    )


def forget_presences(*, at: datetime) -> int:
    """Remove what nobody asks about any more; return how many rows went."""
    gone, _models = Presence.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
    return gone


def leave(*, request: ServiceRequest, by: Any) -> None:
    """Note that somebody closed the page."""
    Presence.objects.filter(request=request, user=by).delete()
