"""A database of its own for a benchmark, dropped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.database import migrated_template


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Create an empty migrated database, point the default connection at it, and drop it at the end."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
