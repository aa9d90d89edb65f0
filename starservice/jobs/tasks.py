from typing import Any

from celery import current_app, shared_task
from django.db import OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as NoBroker

from starservice.jobs.outbox import BrokerAway, forget_relayed_messages, relay_waiting_messages


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def relay_outbox() -> None:
    """Give waiting outbox messages to the broker."""
    relay_waiting_messages(send_to_broker)


def send_to_broker(task: str, arguments: dict[str, Any]) -> None:
    """Queue a task by its name; raise BrokerAway if nobody takes it."""
    try:
        current_app.send_task(task, kwargs=arguments)
    except NoBroker as error:
        raise BrokerAway from error


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True)
def forget_relayed() -> None:
    """Delete outbox messages that were sent long ago."""
    forget_relayed_messages(at=timezone.now())
