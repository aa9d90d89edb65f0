"""What migrations ship is in the database of every test: what a test committed goes, and this comes back."""

from io import BytesIO
from typing import Any

from django.db import connection, transaction

# A sequence never goes back behind what was given out: survey pages keep forms by number for as long as they run.
SEQUENCES = """
    SELECT format('SELECT setval(%1$L, greatest(last_value, %2$s), is_called OR %3$L) FROM %1$s;',
        quote_ident(sequencename), coalesce(last_value, start_value), last_value IS NOT NULL)
    FROM pg_sequences WHERE schemaname = current_schema
"""
COLUMNS = """
    SELECT quote_ident(class.relname), string_agg(quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_class class JOIN pg_attribute ON attrelid = class.oid
    WHERE relnamespace = current_schema::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
        AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY 1 ORDER BY 1
"""


class Shipped:
    """The rows of a database as its migrations left it, in PostgreSQL's own words, so that nothing is lost between."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.columns = dict(_asked(cursor, COLUMNS))
            self.rows = {table: self._copied(cursor, table) for table in self._filled(cursor)}
            self.counted_on = [ask for (ask,) in _asked(cursor, SEQUENCES)]

    def bring_back(self) -> None:
        """Leave these rows and no others, as Django's flush would leave none; no trigger has a say."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            # Deleting from the few tables that were used takes a tenth of what emptying all files takes.
            cursor.execute("".join(f"DELETE FROM {table};" for table in self._filled(cursor)) or "SELECT")
            for table, rows in self.rows.items():
                cursor.copy_expert(f"COPY {table} ({self.columns[table]}) FROM STDIN", BytesIO(rows))
            cursor.execute("".join(self.counted_on))

    def _filled(self, cursor: Any) -> list[str]:
        """The tables that have rows."""
        ask = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in self.columns)
        return [table for (table,) in _asked(cursor, " UNION ALL ".join(ask))]

    def _copied(self, cursor: Any, table: str) -> bytes:
        rows = BytesIO()
        cursor.copy_expert(f"COPY {table} ({self.columns[table]}) TO STDOUT", rows)
        return rows.getvalue()


def _asked(cursor: Any, question: str) -> list[Any]:
    cursor.execute(question)
    return cursor.fetchall()
