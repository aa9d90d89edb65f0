"""`sweep` among a million requests, 30 000 of them open: with nothing due, with thousands newly due, and four at once.

With nothing due the reference is the usual way: reading the open requests through a partial index. With thousands due it is
one plain statement that only records the same: alerts gone, events, first missed moments, timeline. Both take turns with
ours in one run, medians are compared.
"""

import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from feedback.models import Agent, SlaAlert, SlaEvent, TimelineEntry
from feedback.services.sweeping import sweep
from tests import factories
from tests.bench.database import throwaway_database

AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
OPEN, DUE = 30_000, 5_000
FEW, MANY = 10_000, 1_000_000
ROUNDS, LOOKS = 7, 20
MOST_MS, FLAT, MOST_RATIO = 10, 1.5, 1.5
HERE = Path(__file__).parent

OPEN_INDEX = """
    CREATE INDEX bench_open ON feedback_servicerequest (id) WHERE status IN ('new', 'open', 'waiting')
"""
BY_OPEN_REQUESTS = """
    SELECT request.id, milestone.kind, milestone.due_at
    FROM feedback_servicerequest AS request JOIN feedback_milestone AS milestone ON milestone.request_id = request.id
    WHERE request.status IN ('new', 'open', 'waiting') AND milestone.met_at IS NULL AND milestone.due_at < %(at)s
        AND NOT EXISTS (SELECT FROM feedback_slaevent AS event WHERE event.request_id = request.id
            AND event.milestone = milestone.kind AND event.due_at = milestone.due_at AND event.level = 1)
"""
# What happened, at once and without looking left or right: nothing locked or skipped, no batches, nobody told.
ONLY_RECORD = """
    WITH gone AS (
        DELETE FROM feedback_slaalert AS alert USING feedback_milestone AS milestone
        WHERE alert.fires_at <= %(at)s AND milestone.id = alert.milestone_id
        RETURNING milestone.id AS milestone_id, milestone.request_id, milestone.kind, alert.level, alert.fires_at,
            alert.due_at
    ), missed AS (
        UPDATE feedback_milestone AS milestone SET breached_at = gone.due_at FROM gone
        WHERE milestone.id = gone.milestone_id AND gone.level = 1
    ), noted AS (
        INSERT INTO feedback_timelineentry (request_id, kind, at, text, data, is_public)
        SELECT request_id, 'sla', fires_at, '',
            jsonb_build_object('milestone', kind, 'level', level, 'due_at', due_at), false
        FROM gone
    )
    INSERT INTO feedback_slaevent (request_id, milestone, due_at, level, happened_at, made_at)
    SELECT request_id, kind, due_at, level, fires_at, %(at)s FROM gone
    RETURNING id, request_id, milestone, due_at, level, happened_at
"""
MAKE_DUE = """
    UPDATE feedback_slaalert SET fires_at = %(at)s::timestamptz - interval '1 second' - id * interval '1 microsecond'
    WHERE id IN (SELECT id FROM feedback_slaalert WHERE level = 1 ORDER BY id LIMIT %(due)s)
"""


def fill(requests: int, unresolved: int) -> None:
    """Make the desk; nothing of it is due yet."""
    for _number in range(20):
        Agent.objects.create(staff=factories.AssignmentFactory().staff)
    with connection.cursor() as cursor:
        values = {"requests": requests, "open": unresolved, "at": AT}
        cursor.execute((HERE / "service_desk.sql").read_text(), values)
        cursor.execute(OPEN_INDEX)
    settle()


def settle(tables: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {tables}")
        cursor.execute("CHECKPOINT")


def by_sweep() -> int:
    return len(sweep(at=AT))


def by_open_requests() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BY_OPEN_REQUESTS, {"at": AT})
        return len(cursor.fetchall())


def by_recording() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONLY_RECORD, {"at": AT})
        return len(cursor.fetchall())


def milliseconds(work: Callable[[], int], expected: int, times: int = 1) -> float:
    begun = time.perf_counter()
    for _turn in range(times):
        assert work() == expected, "another number of events than due"
    return (time.perf_counter() - begun) * 1000 / times


def medians(pair: list[Callable[[], float]]) -> list[float]:
    """Medians of measurements that take turns, each first as often as the other."""
    figures: list[list[float]] = [[] for _measure in pair]
    for turn in range(ROUNDS + 1):
        order = list(enumerate(pair))
        for number, measure in order if turn % 2 else order[::-1]:
            figures[number].append(measure())
    return [statistics.median(column[1:]) for column in figures]


def nothing_due(requests: int) -> tuple[float, float]:
    """Milliseconds of a sweep and of its reference."""
    ours, usual = medians(
        [
            lambda: milliseconds(by_sweep, 0, LOOKS),
            lambda: milliseconds(by_open_requests, 0),
        ]
    )
    print(
        f"sweep_sla, {requests} requests, nothing due: {ours:.2f} ms (at most {MOST_MS}); "
        f"open requests by a partial index {usual:.1f} ms; ratio {ours / usual:.3f}",
        flush=True,
    )
    return ours, usual


def with_due(work: Callable[[], int], due: int) -> float:
    """Milliseconds of work on newly due alerts, which are as before afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE before AS TABLE feedback_slaalert")
        cursor.execute(MAKE_DUE, {"at": AT, "due": due})
        settle("feedback_slaalert, feedback_slaevent, feedback_timelineentry")
        try:
            return milliseconds(work, due)
        finally:
            cursor.execute("TRUNCATE feedback_slaevent; TRUNCATE feedback_slaalert")
            cursor.execute("DELETE FROM feedback_timelineentry WHERE kind = 'sla'")
            cursor.execute("UPDATE feedback_milestone SET breached_at = NULL WHERE breached_at IS NOT NULL")
            cursor.execute("INSERT INTO feedback_slaalert SELECT * FROM before; DROP TABLE before")


def newly_due(due: int) -> float:
    ours, recording = medians([lambda: with_due(by_sweep, due), lambda: with_due(by_recording, due)])
    print(
        f"sweep_sla, {due} newly due: {ours:.0f} ms; one statement that only records them {recording:.0f} ms; "
        f"ratio {ours / recording:.2f} (at most {MOST_RATIO})",
        flush=True,
    )
    return ours / recording


def four_at_once(due: int) -> bool:
    """Whether four sweepers that start together make each event once."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE_DUE, {"at": AT, "due": due})
    barrier, made = threading.Barrier(4), []

    def one() -> None:
        barrier.wait()
        made.append(by_sweep())
        connection.close()

    threads = [threading.Thread(target=one) for _number in range(4)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    events, entries = SlaEvent.objects.count(), TimelineEntry.objects.filter(kind="sla").count()
    once = sum(made) == events == entries == due and not SlaAlert.objects.filter(fires_at__lte=AT).exists()
    print(f"sweep_sla, four at once on {due} due: made {made} = {events} events in {seconds:.2f} s: {once}")
    return once


def main() -> bool:
    """Measure and return whether all is as it should be."""
    with throwaway_database():
        fill(FEW, FEW // 10)
        few, _usual = nothing_due(FEW)
    with throwaway_database():
        fill(MANY, OPEN)
        many, _usual = nothing_due(MANY)
        print(f"sweep_sla from {FEW} to {MANY} requests: {few:.2f} → {many:.2f} ms (at most × {FLAT})")
        ratio = newly_due(DUE)
        once = four_at_once(DUE)
    return once and many <= MOST_MS and many <= FLAT * few and ratio <= MOST_RATIO


if __name__ == "__main__":
    raise SystemExit(not main())
