"""Hand work to the broker without ever waiting for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from starservice.jobs.models import OutboxMessage

BATCH = 500


def put_in_outbox(task: str, **arguments: Any) -> OutboxMessage:
    """Note in the caller's transaction that a task is to run; it is sent once that has committed."""
    return OutboxMessage.objects.create(task=task, arguments=arguments)


@transaction.atomic
def relay_waiting_messages(send: Any) -> int:
    """Send waiting messages in order with `send(task, arguments)` and return how many; delivery is at least once."""
    waiting = list(
        OutboxMessage.objects.select_for_update(skip_locked=True)
        .filter(relayed_at__isnull=True)
        .order_by("id")[:BATCH]
    )
    for message in waiting:
        send(message.task, message.arguments)
    OutboxMessage.objects.filter(pk__in=[message.pk for message in waiting]).update(relayed_at=timezone.now())
    return len(waiting)
