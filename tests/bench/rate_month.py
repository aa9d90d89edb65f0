"""`rate_month` beside the best hand-written set-based SQL for the same rows.

10 000 staff, 1 000 000 answers and interactions; the two take turns in one run, medians are compared.
"""

import resource
import statistics
import time
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection, transaction

from ratings.models import RatingMonth, StarResult
from ratings.queries.month_stars import month_digest
from ratings.services import ensure_month, rate_month
from tests.bench.database import throwaway_database

HERE = Path(__file__).parent
FIRST, TODAY = date(2025, 10, 1), date(2025, 11, 1)
AT = datetime(2025, 11, 1, tzinfo=UTC)
ROUNDS = 5
STAFF = 10_000


def fill(answers: int) -> RatingMonth:
    """Make the company with a number of answers and as many interactions."""
    month = ensure_month(first_day=FIRST, at=AT)
    with connection.cursor() as cursor:
        cursor.execute((HERE / "month_company.sql").read_text(), {"staff": STAFF, "answers": answers})
        cursor.execute("ANALYZE")
    return month


def by_service() -> None:
    rate_month(first_day=FIRST, at=AT, today=TODAY)


def by_hand(month: RatingMonth) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL work_mem = '32MB'")
        cursor.execute((HERE / "rate_month_reference.sql").read_text(), {"month_id": month.pk})


def timed(work) -> float:
    """Seconds of one calculation into an empty table."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ratings_starresult CASCADE")
        cursor.execute("VACUUM ratings_starresult")
        cursor.execute("CHECKPOINT")
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(answers: int) -> float:
    """Print both figures for a number of answers; return the memory `rate_month` added in MiB."""
    with throwaway_database():
        month = fill(answers)
        before = peak_mib()
        service_times, hand_times = [], []
        for turn in range(ROUNDS):
            pair = [(service_times, by_service), (hand_times, lambda: by_hand(month))]
            for times, work in pair if turn % 2 else pair[::-1]:
                times.append(timed(work))
                digest = month_digest(month)
        added = peak_mib() - before
        timed(by_service)
        same = month_digest(month) == digest
        rated = StarResult.objects.filter(score__isnull=False).count()
        ours, hand = statistics.median(service_times), statistics.median(hand_times)
        print(
            f"rate_month, {STAFF} staff ({rated} rated), {answers} answers: {ours:.2f} s; by hand {hand:.2f} s; "
            f"ratio {ours / hand:.2f} (at most 1.20); same rows: {same}; memory added {added:.1f} MiB"
        )
    return added


def main() -> None:
    few, many = measure(100_000), measure(1_000_000)
    print(f"rate_month memory from 100 000 to 1 000 000 answers: {few:.1f} → {many:.1f} MiB (at most 64)")


if __name__ == "__main__":
    main()
