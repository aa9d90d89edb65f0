"""Files that belong to nothing any more: what a refused message or an erased customer left on the disk."""

from datetime import datetime
from itertools import islice
from pathlib import Path

from feedback.models import Attachment
from feedback.models.timeline import private_files

PLACE = "attachments"
BATCH = 1000


def throw_away_loose_files(*, before: datetime) -> int:
    """Delete files last written before a moment that no attachment names; return how many.

    Younger ones may belong to a message that is being taken in just now.
    """
    storage = private_files()
    root = Path(storage.path(""))
    old = (path for path in (root / PLACE).rglob("*") if _is_older(path, before))
    thrown = 0
    while batch := list(islice(old, BATCH)):
        names = {path.relative_to(root).as_posix(): path for path in batch}
        known = set(Attachment.objects.filter(file__in=list(names)).values_list("file", flat=True))
        thrown += sum(_delete(names[name]) for name in names.keys() - known)
    return thrown


def _is_older(path: Path, before: datetime) -> bool:
    return path.is_file() and path.stat().st_mtime < before.timestamp()


def _delete(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
