"""What customers spent in a year, as other systems tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from feedback.services.customer_numbers import customers_by_number

UPSERT = """
INSERT INTO feedback_customerspend AS spend (customer_id, year, amount)
SELECT customer_id, year, amount FROM unnest(%s::bigint[], %s::int[], %s::numeric[]) AS row (customer_id, year, amount)
ORDER BY customer_id, year
ON CONFLICT (customer_id, year) DO UPDATE SET amount = excluded.amount
    WHERE spend.amount IS DISTINCT FROM excluded.amount
RETURNING xmax = 0
"""


@dataclass(frozen=True)
class SpendFacts:
    """What one customer spent in one year."""

    customer_no: str
    year: int
    amount: Decimal


@dataclass(frozen=True)
class SpendReceived:
    """What became of the rows."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def receive_spending(*, rows: Sequence[SpendFacts]) -> SpendReceived:
    """Take over amounts; customers not yet known are made, the last row about a customer and year counts."""
    ids = customers_by_number({row.customer_no for row in rows})
    wanted = {(ids[row.customer_no], row.year): row.amount for row in rows}
    columns: list[Any] = [
        [customer for customer, _year in wanted],
        [year for _customer, year in wanted],
        list(wanted.values()),
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, columns)
        fresh = [is_new for (is_new,) in cursor.fetchall()]
    return SpendReceived(sum(fresh), len(fresh) - sum(fresh), len(wanted) - len(fresh))
