"""Imports the interactions of a file: one transaction, good rows taken, each rejected row reported."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from feedback.models import ImportMapping, ImportRejection, ImportRun, Interaction
from feedback.queries.interactions import interaction_summary
from feedback.services.interaction_import.errors import ImportAlreadyRunningError, ImportCancelledError
from feedback.services.interaction_import.judging import judge
from feedback.services.interaction_import.merging import WRITTEN_TOGETHER, changes, merge
from feedback.services.interaction_import.plan import Plan, make_plan
from feedback.services.interaction_import.progress import Progress
from feedback.services.interaction_import.staging import stage
from starservice.sheets import Table

LOCK_RUN, LOCK_SOURCE = 202_101, 202_102
COUNTED_AFRESH = 2  # from the third part on, what the planner knows is of the right size
KEEP_REJECTIONS = """
    INSERT INTO feedback_importrejection (run_id, row_number, field, "column", value, reason, detail)
    SELECT %s, row_number, field, coalesce(%s::jsonb ->> field, ''), coalesce(value, ''), code, detail
    FROM problem ORDER BY row_number, field
"""
Sink = Callable[[ImportRejection], None]


def import_interactions(
    *,
    table: Table,
    mapping: ImportMapping,
    file_name: str,
    by: Any,
    at: datetime,
    run: ImportRun | None = None,
    dry_run: bool = False,
    sink: Sink | None = None,
) -> ImportRun:
    """Take over the table's rows by (source, external id) and return the run with its counts.

    Nothing is kept when anything fails, when the run is cancelled, or with `dry_run`. Every rejection is handed to
    `sink` before the transaction ends. Raises ImportRefusedError, ImportCancelledError, SheetError.
    """
    plan = make_plan(mapping=mapping, headings=table.headings, at=at)
    with Progress(run) as progress, transaction.atomic():
        if run is None:
            run = ImportRun.objects.create(
                mapping=mapping, file_name=file_name, started_by=by, status=ImportRun.Status.RUNNING
            )
        _lock(run, plan.source)
        _take_over(run, table, plan, progress, at)
        _finish(run, at)
        for rejection in run.rejections.order_by("row_number", "id").iterator() if sink else ():
            sink(rejection)  # type: ignore[misc]
        if dry_run:
            transaction.set_rollback(True)
    return run


def _lock(run: ImportRun, source: str) -> None:
    """One worker a run; one import of a source at a time, or two would wait for each other's rows for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_RUN, run.pk % 2**31])
        if not cursor.fetchone()[0]:
            raise ImportAlreadyRunningError
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SOURCE, source])


def _take_over(run: ImportRun, table: Table, plan: Plan, progress: Progress, at: datetime) -> None:
    run.rows_total = stage(table=table, plan=plan, progress=progress)
    run.staff_created = judge(plan=plan, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(row_number), 0), coalesce(max(row_number), -1) FROM judged")
        first, last = cursor.fetchone()
    for part, start in enumerate(range(first, last + 1, WRITTEN_TOGETHER)):
        end = start + WRITTEN_TOGETHER - 1
        merge(plan=plan, first=start, last=end, by=run.started_by_id, afresh=part < COUNTED_AFRESH)
        progress.tell(ImportRun.Phase.WRITING, start + WRITTEN_TOGETHER - first, run.rows_total)
    run.rows_created, run.rows_updated, run.rows_unchanged = changes()
    run.rows_rejected = run.rows_total - run.rows_created - run.rows_updated - run.rows_unchanged
    run.figures = _figures(plan.source)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_REJECTIONS, [run.pk, _columns_json(plan)])


def _figures(source: str) -> dict[str, Any]:
    """The summary of the file's good rows as they now stand in the database, decimals as text."""
    taken = RawSQL("SELECT external_id FROM judged WHERE problem IS NULL", [])
    summary = interaction_summary(Interaction.objects.filter(source=source, external_id__in=taken))
    return {
        name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(summary).items()
    }


def _columns_json(plan: Plan) -> Any:
    return connection.ops.adapt_json_value(plan.mapping.columns, None)


def _finish(run: ImportRun, at: datetime) -> None:
    """Note the result, unless somebody has cancelled in the meantime."""
    run.status, run.finished_at, run.rows_done = ImportRun.Status.DONE, at, run.rows_total
    counts = (
        "rows_total",
        "rows_created",
        "rows_updated",
        "rows_unchanged",
        "rows_rejected",
        "staff_created",
    )
    values = {name: getattr(run, name) for name in (*counts, "status", "finished_at", "rows_done")}
    running = ImportRun.objects.filter(pk=run.pk).exclude(status=ImportRun.Status.CANCELLED)
    if not running.update(**values):
        raise ImportCancelledError
