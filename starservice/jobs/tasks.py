from celery import current_app, shared_task

from starservice.jobs.outbox import relay_waiting_messages


@shared_task
def relay_outbox() -> None:
    """Give waiting outbox messages to the broker."""
    relay_waiting_messages(lambda task, arguments: current_app.send_task(task, kwargs=arguments))
