"""One run at a time in a directory; the kernel frees the lock however we end."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starservice.supervisor.errors import CannotStart


@contextmanager
def only_run(file: Path, address: str) -> Iterator[None]:
    """Hold the directory's lock, or say who does."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(_busy(os.pread(descriptor, 1000, 0).decode())) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {address}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _busy(holder: str) -> str:
    process, _space, address = holder.partition(" ")
    return (
        f"StarService already runs from this directory: process {process}, {address}\n"
        f"Stop it with Ctrl-C in its terminal, or with: kill {process}"
    )


def is_held(file: Path) -> bool:
    """Whether a living process holds this lock."""
    if not file.is_file():
        return False
    descriptor = os.open(file, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
