"""Brings the rows of a file into temporary tables, in batches and therefore in bounded memory."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from feedback.models import ImportRun
from feedback.readings import Problem, Reading
from feedback.services.interaction_import.plan import Plan
from feedback.services.interaction_import.progress import Progress
from starservice.sheets import Table

BATCH = 2_000
CREATE = """
    DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.judged, pg_temp.problem;
    CREATE TEMPORARY TABLE incoming (
        row_number integer PRIMARY KEY, external_id text NOT NULL, staff_key text NOT NULL,
        channel_code text NOT NULL, customer_key text, topic text, occurred_at timestamptz NOT NULL,
        served_on date NOT NULL, answered boolean NOT NULL, resolved boolean NOT NULL,
        response_seconds integer, talk_seconds integer, rating smallint
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE problem (
        row_number integer NOT NULL, field text NOT NULL, value text, code text NOT NULL, detail jsonb NOT NULL
    ) ON COMMIT DROP
"""


def stage(*, table: Table, plan: Plan, progress: Progress) -> int:
    """Read the whole file into `incoming` and what is wrong with it into `problem`; return the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        batch, problems, count = [], [], 0
        for row in table.rows:
            count += 1
            read = plan.reader.read(row.cells)
            if isinstance(read, Reading):
                batch.append((row.number, *read))
            else:
                problems += [_problem(row.number, problem) for problem in read]
            if count % BATCH == 0:
                _copy_both(cursor, batch, problems)
                progress.tell(ImportRun.Phase.READING, count, table.row_count)
        _copy_both(cursor, batch, problems)
        cursor.execute("ANALYZE incoming")
    return count


def _problem(row_number: int, problem: Problem) -> Sequence[Any]:
    return row_number, problem.field, problem.value, problem.code, json.dumps(problem.detail)


def _copy_both(cursor: Any, batch: list[Any], problems: list[Any]) -> None:
    _copy(cursor, "incoming", batch)
    _copy(cursor, "problem", problems)
    batch.clear()
    problems.clear()


def _copy(cursor: Any, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY the rows; None and empty texts both arrive as NULL."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT csv)", buffer)
