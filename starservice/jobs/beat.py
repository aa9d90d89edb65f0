"""A beat that fires only while it is the only one."""

from typing import Any

from celery.beat import PersistentScheduler
from celery.utils.log import get_logger
from django.db import DatabaseError, connection

from starservice.jobs.beat_alive import heartbeat_of

# Any number nobody else uses for an advisory lock in this database.
BEAT_LOCK = 7_827_300_001
SECONDS_BETWEEN_LOOKS = 5.0
logger = get_logger(__name__)


def is_the_only_beat() -> bool:
    """Whether this process holds, or now got, the beat's lock; PostgreSQL frees it when its holder goes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT CASE WHEN EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
                " AND pid = pg_backend_pid() AND (classid::bigint << 32) + objid::bigint = %(key)s)"
                " THEN true ELSE pg_try_advisory_lock(%(key)s) END",
                {"key": BEAT_LOCK},
            )
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        logger.warning("no database: the beat waits")
        connection.close()
        return False


class OnlyBeat(PersistentScheduler):
    """Celery's scheduler, silent while another beat of the same database is at work."""

    def tick(self, *args: Any, **options: Any) -> float:
        heartbeat_of(self.schedule_filename).touch()
        if not is_the_only_beat():
            return SECONDS_BETWEEN_LOOKS
        return float(super().tick(*args, **options))
