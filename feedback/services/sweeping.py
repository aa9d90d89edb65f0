"""Making events of the alerts whose moment has come; each event once, however many look.

The order of locks around a request's clock, for everybody: first the request (whoever changes its clock: FOR UPDATE),
then its milestones, then its alerts. The sweep takes a request only FOR KEY SHARE and skips what another holds, so that
it waits for nobody: what it skips is changed by that other just now, and met, moved or seen by the next sweep.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import TruncSecond

from feedback.models import SlaAlert
from feedback.numbers import number_of
from feedback.sla import kind_of_level
from starservice.jobs.outbox import put_in_outbox

BATCH = 2000
TELL_TASK = "feedback.tasks.tell_of_sla_events"
LOOK_TASK = "feedback.tasks.plan_look"
# Sweeps come each minute; a bit longer, so that a late one leaves no gap.
LOOKS_AHEAD = timedelta(seconds=70)
A_SECOND = timedelta(seconds=1)

# An alert whose milestone was met before its moment (none should be left) goes without an event.
FIRE = """
WITH due AS (
    SELECT alert.id, alert.milestone_id, alert.level, alert.fires_at, alert.due_at,
        milestone.request_id, milestone.kind, milestone.met_at, request.kind AS request_kind
    FROM feedback_slaalert AS alert
        JOIN feedback_milestone AS milestone ON milestone.id = alert.milestone_id
        JOIN feedback_servicerequest AS request ON request.id = milestone.request_id
    WHERE alert.fires_at <= %(at)s {which}
    ORDER BY alert.fires_at, alert.id
    LIMIT %(batch)s
    {locks}
), gone AS (
    DELETE FROM feedback_slaalert USING due WHERE feedback_slaalert.id = due.id RETURNING feedback_slaalert.id
), made AS (
    INSERT INTO feedback_slaevent (request_id, milestone, due_at, level, happened_at, made_at)
    SELECT request_id, kind, due_at, level, fires_at, %(at)s FROM due
    WHERE met_at IS NULL OR met_at >= fires_at
    ORDER BY fires_at, due.id
    ON CONFLICT (request_id, milestone, due_at, level) DO NOTHING
    RETURNING id, request_id, milestone, due_at, level, happened_at
), missed AS (
    UPDATE feedback_milestone SET breached_at = due.due_at FROM due
    WHERE feedback_milestone.id = due.milestone_id AND due.level = 1 AND feedback_milestone.breached_at IS NULL
        AND (due.met_at IS NULL OR due.met_at >= due.fires_at)
), noted AS (
    INSERT INTO feedback_timelineentry (request_id, kind, at, text, data, is_public)
    SELECT request_id, 'sla', happened_at, '',
        jsonb_build_object('milestone', milestone, 'level', level, 'due_at', due_at), false
    FROM made ORDER BY id
)
SELECT made.id, made.request_id, due.request_kind, made.milestone, made.level, made.due_at, made.happened_at
FROM due LEFT JOIN made ON made.request_id = due.request_id AND made.milestone = due.kind
    AND made.due_at = due.due_at AND made.level = due.level
ORDER BY due.fires_at, due.id
"""
ALL = FIRE.format(which="", locks="FOR UPDATE OF alert SKIP LOCKED FOR KEY SHARE OF request SKIP LOCKED")
# Whoever holds the request waits for the alerts: a sweep that looks just now may have locked one before it saw that the
# request is held, and skipped both; it waits for nobody, so the wait is short.
OF_MILESTONES = FIRE.format(which="AND alert.milestone_id = ANY(%(milestones)s)", locks="FOR UPDATE OF alert")


@dataclass(frozen=True)
class FiredEvent:
    """An event just made."""

    event_id: int
    request_id: int
    request_kind: str
    milestone: str
    level: int
    due_at: datetime
    happened_at: datetime

    @property
    def number(self) -> str:
        return number_of(self.request_kind, self.request_id)

    @property
    def kind(self) -> str:
        """warning, breach or escalation."""
        return kind_of_level(self.level)


def sweep(*, at: datetime) -> list[FiredEvent]:
    """Make the events of all alerts due at a moment, in batches that commit each; return those made, oldest first."""
    made: list[FiredEvent] = []
    # Most sweeps find nothing: asking first costs less than planning the statement.
    while SlaAlert.objects.filter(fires_at__lte=at).exists():
        looked_at, events = _fire_batch(at, None)
        made += events
        if looked_at < BATCH:
            break
    return made


def fire(*, at: datetime, milestones: Sequence[int] | None = None) -> list[FiredEvent]:
    """Make the events of at most a batch of due alerts, of all or of some milestones; return those made.

    For whoever is about to delete the alerts of milestones met or paused late; the caller holds the request's lock.
    """
    return _fire_batch(at, milestones)[1]


def coming_moments(*, at: datetime) -> list[datetime]:
    """The seconds, until a little after the next sweep, at whose end an alert will have become due."""
    coming = SlaAlert.objects.filter(fires_at__gt=at, fires_at__lte=at + LOOKS_AHEAD)
    seconds = coming.annotate(second=TruncSecond("fires_at")).order_by("second")
    return [second + A_SECOND for second in seconds.values_list("second", flat=True).distinct()]


def plan_looks(*, moments: Iterable[datetime], at: datetime) -> None:
    """Have somebody look at the moments of alerts just made that come before the next sweep."""
    near = {max(moment, at).replace(microsecond=0) for moment in moments if moment <= at + LOOKS_AHEAD}
    for second in sorted(near):
        put_in_outbox(LOOK_TASK, moment=(second + A_SECOND).isoformat())


@transaction.atomic
def _fire_batch(at: datetime, milestones: Sequence[int] | None) -> tuple[int, list[FiredEvent]]:
    values: dict[str, Any] = {"at": at, "batch": BATCH, "milestones": list(milestones or ())}
    with connection.cursor() as cursor:
        cursor.execute(ALL if milestones is None else OF_MILESTONES, values)
        rows = cursor.fetchall()
    events = [FiredEvent(*row) for row in rows if row[0] is not None]
    if events:
        put_in_outbox(TELL_TASK, events=[event.event_id for event in events])
    return len(rows), events
