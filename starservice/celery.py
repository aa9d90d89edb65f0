"""The Celery application; tasks live in each app's tasks.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, unbind_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "starservice.settings")

app = Celery("starservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_django_does(**_facts: Any) -> None:
    """Keep the logging of the settings: worker and beat write the same JSON lines as the web."""


@task_prerun.connect
def name_task_in_logs(task_id: str, task: Any, **_facts: Any) -> None:
    bind_contextvars(task=task.name, task_id=task_id)


@task_postrun.connect
def forget_task_in_logs(**_facts: Any) -> None:
    unbind_contextvars("task", "task_id")
