"""`import_interactions` of 100 000 rows, first and again, beside a bare COPY and INSERT of the same rows.

The reference checks nothing, looks nothing up and reports nothing; it is the floor, not a target.
"""

import csv
import io
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from tests.bench.database import throwaway_database

ROWS, AGENTS = 100_000, 200
HEADINGS = "Call Id|Agent|Date|Time|Topic|Answered (Y/N)|Resolved|Speed of answer in seconds|AvgTalkDuration|Satisfaction rating"
FLOOR = """
    CREATE TEMPORARY TABLE bare (id text, agent text, day date, at time, topic text, answered boolean,
        resolved boolean, seconds integer, talk interval, rating integer) ON COMMIT DROP
"""
INSERT = """
    INSERT INTO feedback_interaction (source, external_id, staff_id, department_id, channel_id, topic, occurred_at,
        served_on, answered, resolved, response_seconds, talk_seconds)
    SELECT 'floor', bare.id, staff.id, department.id, channel.id, topic, day + at, day, answered, resolved, seconds,
        extract(epoch FROM talk)
    FROM bare JOIN people_staff AS staff ON staff.employee_no = agent
        JOIN people_department AS department ON department.code = 'call-centre'
        JOIN feedback_channel AS channel ON channel.code = 'phone'
"""


def write_calls(path: Path, rows: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.split("|"))
        for n in range(rows):
            day, at = f"2021-0{n % 3 + 1}-{n % 28 + 1:02}", f"{n % 24:02}:{n % 60:02}:00"
            solved = "Y" if n % 4 else "N"
            writer.writerow(
                [f"B{n}", f"A{n % AGENTS}", day, at, "Billing", "Y", solved, n % 120, "0:02:10", n % 5 + 1]
            )


def bare_copy(path: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor, path.open() as file:
        cursor.execute(FLOOR)
        cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", file)
        cursor.execute(INSERT)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int = ROWS) -> None:
    with throwaway_database(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        write_calls(path, rows)
        before = peak_mib()
        first, again = (
            timed(lambda: call_command("import_interactions", str(path), stdout=io.StringIO()))
            for _turn in range(2)
        )
        added = peak_mib() - before
        floor = timed(lambda: bare_copy(path))
    print(
        f"import_interactions, {rows} rows: {first:.1f} s, again {again:.1f} s; bare COPY and INSERT {floor:.1f} s; "
        f"ratio {first / floor:.1f}; memory added {added:.1f} MiB"
    )


if __name__ == "__main__":
    main()
