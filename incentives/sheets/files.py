"""Bonus sheets as files."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from incentives.queries.bonus_sheets import BonusSheet
from incentives.sheets.table import bonus_table
from incentives.sheets.workbook import bonus_workbook

WRITERS: dict[str, Callable[[BonusSheet], bytes]] = {".xlsx": bonus_workbook, ".csv": bonus_table}
CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises OSError, also where the directory is missing."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
