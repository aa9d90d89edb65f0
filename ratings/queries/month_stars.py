"""The month's stars, calculated in the database in one statement whatever the number of staff and answers."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from ratings.models import RatingMonth
from starservice.lib.months import last_of

SQL = Path(__file__).resolve().parent.parent / "sql"


@cache
def month_stars_sql() -> str:
    """The SELECT that makes one row per person of the month."""
    return (SQL / "month_stars.sql").read_text(encoding="utf-8")


@cache
def store_month_stars_sql() -> str:
    """The statement that calculates a month, writes what changed and drops who no longer belongs to it."""
    return (
        (SQL / "store_month_stars.sql")
        .read_text(encoding="utf-8")
        .replace("{month_stars}", month_stars_sql())
    )


def parameters(month: RatingMonth) -> dict[str, Any]:
    """What both statements need to know of a month."""
    return {
        "month_id": month.pk,
        "policy_id": month.policy_id,
        "first_day": month.first_day,
        "last_day": last_of(month.first_day),
    }


def month_digest(month: RatingMonth) -> str:
    """SHA-256 over the digests of a month's results in the order of the employee numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT encode(sha256(convert_to(coalesce(
                   string_agg(result.digest, '' ORDER BY staff.employee_no), ''), 'UTF8')), 'hex')
               FROM ratings_starresult result JOIN people_staff staff ON staff.id = result.staff_id
               WHERE result.month_id = %s""",
            [month.pk],
        )
        return str(cursor.fetchone()[0])
