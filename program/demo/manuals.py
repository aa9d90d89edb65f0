"""The demo company's standards manuals: published, and acknowledged by most."""

import random
from datetime import datetime, timedelta

from people.models import Position, User
from training.models import Acknowledgement, Manual
from training.queries.manuals import duties
from training.services.manual_editing import save_words
from training.services.manuals import publish_version, send_to_review

# Who reads which manual, by position; the restaurant's stays a draft to try reviewing with.
READERS = {
    "front-desk": ("consultant", "leader"),
    "complaints": ("agent", "consultant", "technician", "leader"),
}
DAYS_AGO = {"front-desk": 40, "complaints": 10}
ACKNOWLEDGED = 0.85


def publish_manuals(*, rng: random.Random, writer: User, reviewer: User, now: datetime) -> None:
    """Publish the shipped drafts that have readers some days ago, and let most of the readers acknowledge them."""
    for code, positions in READERS.items():
        manual = Manual.objects.get(code=code)
        manual.positions.set(Position.objects.filter(code__in=positions))
        at = now - timedelta(days=DAYS_AGO[code])
        draft = manual.versions.get(number=1)
        save_words(version=draft, days_to_acknowledge=14, by=writer, at=at)
        send_to_review(version=draft, by=writer, at=at - timedelta(days=2))
        publish_version(version=draft, by=reviewer, at=at)
    _acknowledge(rng, now)


def _acknowledge(rng: random.Random, now: datetime) -> None:
    waiting = [one for one in duties(now.date(), unread_only=True) if rng.random() < ACKNOWLEDGED]
    rows = []
    for one in waiting:
        opened = now - timedelta(days=rng.randint(0, 7), minutes=rng.randint(60, 500))
        rows.append(
            Acknowledgement(
                version_id=one.version_id,
                staff_id=one.staff_id,
                opened_at=opened,
                acknowledged_at=opened + timedelta(minutes=rng.randint(8, 40)),
            )
        )
    Acknowledgement.objects.bulk_create(rows)
