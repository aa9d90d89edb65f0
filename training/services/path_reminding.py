"""Remind of paths: a week before they are due, on the day, and the manager every week they are late."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.models import Assignment, Topic
from people.notices import Notice
from people.services.notifications import notify
from training.models import PathAssignment
from training.services.path_telling import facts_of, learning_home, named

BEFORE = timedelta(days=7)


@transaction.atomic
def remind_of_paths(*, at: datetime) -> int:
    """Send today's reminders and return how many are new; the same one is sent once however often this runs.

    A morning that was missed is made up for: who was to hear of a day since then hears now.
    """
    today = timezone.localdate(at)
    running = (
        PathAssignment.objects.filter(completed_at=None, cancelled_at=None, due_on__lte=today + BEFORE)
        .filter(Q(staff__left_on=None) | Q(staff__left_on__gte=today))
        .select_related("path", "staff")
    )
    rows = list(running)
    late = [row for row in rows if row.due_on < today]
    notices = [_own(row, today) for row in rows if row.staff.user_id]
    return notify(notices=[*notices, *_for_managers(late, today)], at=at)


def _own(row: PathAssignment, today: date) -> Notice:
    code = "path_late" if row.due_on < today else "path_due" if row.due_on == today else "path_soon"
    return Notice(
        row.staff.user_id or 0,
        Topic.LEARNING,
        code,
        f"{code}:{row.pk}:{row.due_on}",
        facts_of(row),
        learning_home(),
    )


def late_list() -> str:
    """Where managers see who is late."""
    return reverse("admin:training_pathassignment_changelist") + "?state=late"


def _for_managers(late: list[PathAssignment], today: date) -> list[Notice]:
    managers = dict(
        Assignment.objects.on(today)
        .filter(staff__in=[row.staff_id for row in late], manager__user__isnull=False)
        .values_list("staff", "manager__user")
    )
    return [
        Notice(
            managers[row.staff_id],
            Topic.LEARNING,
            "report_late",
            f"report-late:{row.pk}:{row.due_on}:{(today - row.due_on).days // 7}",
            {"path": named(row.path), "due_on": row.due_on.isoformat(), "name": row.staff.name},
            late_list(),
        )
        for row in late
        if row.staff_id in managers
    ]
