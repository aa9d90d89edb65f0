"""Hand work to the broker without ever waiting for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from starservice.jobs.models import OutboxMessage

BATCH = 500
KEPT = timedelta(days=7)


class BrokerAway(Exception):
    """The broker took no message; what waits goes on waiting."""


def put_in_outbox(task: str, **arguments: Any) -> OutboxMessage:
    """Note in the caller's transaction that a task is to run; it is sent once that has committed."""
    return OutboxMessage.objects.create(task=task, arguments=arguments)


@transaction.atomic
def relay_waiting_messages(send: Callable[[str, dict[str, Any]], object]) -> int:
    """Send waiting messages in order with `send(task, arguments)` and return how many; delivery is at least once.

    A relay at work beside another takes what the other has not locked. BrokerAway from `send` ends the round.
    """
    waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(relayed_at__isnull=True)
    sent: list[int] = []
    for message in waiting.order_by("id")[:BATCH]:
        try:
            send(message.task, message.arguments)
        except BrokerAway:
            break
        sent.append(message.pk)
    OutboxMessage.objects.filter(pk__in=sent).update(relayed_at=timezone.now())
    return len(sent)


def forget_relayed_messages(*, at: datetime) -> int:
    """Delete messages handed to the broker more than seven days ago; return how many."""
    return OutboxMessage.objects.filter(relayed_at__lt=at - KEPT).delete()[0]
