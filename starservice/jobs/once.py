"""Make the effect of a scheduled job happen once for each period, however often it is delivered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from starservice.jobs.models import JobRun


@transaction.atomic
def run_once(*, job: str, period: str, at: datetime, work: Callable[[], dict[str, Any]]) -> bool:
    """Do the work of a job for a period unless it is done; return whether it was done now.

    The row and the effect are one transaction: killed half-way leaves neither, and a second worker waits for the first.
    """
    JobRun.objects.bulk_create([JobRun(job=job, period=period, started_at=at)], ignore_conflicts=True)
    run = JobRun.objects.select_for_update().get(job=job, period=period)
    if run.status == JobRun.Status.DONE:
        return False
    run.detail = work()
    run.status, run.finished_at = JobRun.Status.DONE, at
    run.save()
    return True
