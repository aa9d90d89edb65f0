"""One migrated database that all workers, and all later runs on the same server, copy instead of migrating anew."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

LOCK = 743_201  # any number: whoever holds it in the server's own database makes the template


def migrated_template() -> str:
    """Return the name of a database with all migrations applied, made when there is none of these migrations."""
    # Checkouts that test on one server can share: with TEST_TEMPLATES they name them alike and keep each other's.
    shared = os.environ.get("TEST_TEMPLATES", "")
    prefix = shared or f"template_{settings.DATABASES['default']['NAME']}_"
    name = f"{prefix}{_fingerprint()}"[-63:]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = _databases(cursor, prefix)
        if name not in known:
            for outdated in () if shared else known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{outdated}"')
            _make(cursor, name)
    return name


def _databases(cursor: Any, prefix: str) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    return [name for (name,) in cursor.fetchall()]


def _make(cursor: Any, name: str) -> None:
    # It gets its name when it is finished: one that a broken run left behind is never copied.
    unfinished = f"un{name}"[:63]
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    with _connected_to(unfinished):
        call_command("migrate", verbosity=0, interactive=False)
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _fingerprint() -> str:
    root = Path(settings.BASE_DIR)
    seen = sha256((root / "requirements.lock").read_bytes())
    for path in sorted([*root.glob("*/migrations/*.py"), *root.glob("starservice/*/migrations/*.py")]):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:12]
