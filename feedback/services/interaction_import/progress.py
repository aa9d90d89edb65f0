"""Tells how far an import is, over a connection of its own, so that others see it before the import commits."""

import time
from types import TracebackType
from typing import Self

from django.db import connection

from feedback.models import ImportRun
from feedback.services.interaction_import.errors import ImportCancelledError

SECONDS_BETWEEN = 0.5
TELL = """
    UPDATE feedback_importrun SET phase = %s, rows_done = %s, rows_total = %s WHERE id = %s RETURNING status
"""


class Progress:
    """Writes the counts at most twice a second; raises ImportCancelledError once somebody has cancelled the run."""

    def __init__(self, run: ImportRun | None) -> None:
        self.run = run
        self.connection = connection.copy() if run else None
        self.told_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.connection:
            self.connection.close()

    def tell(self, phase: str, done: int, total: int) -> None:
        """Note that so many rows are done in this phase."""
        if self.run is None or self.connection is None or time.monotonic() - self.told_at < SECONDS_BETWEEN:
            return
        self.told_at = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(TELL, [phase, done, total, self.run.pk])
            told = cursor.fetchone()
        if told and told[0] == ImportRun.Status.CANCELLED:
            raise ImportCancelledError
