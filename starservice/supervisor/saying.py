"""Words on the terminal, which may have gone away."""

import contextlib
import sys
from pathlib import Path

TAIL_BYTES = 16 * 1024


def say(text: str = "") -> None:
    """Print a line at once; a closed terminal is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def last_lines(log: Path, count: int = 15) -> str:
    """Return the last lines of a log, indented."""
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])
