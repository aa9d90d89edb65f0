"""A beat's heartbeat file, and `python -m starservice.jobs.beat_alive SCHEDULE` to ask for it."""

import sys
import time
from pathlib import Path

SECONDS = 60


def heartbeat_of(schedule: str) -> Path:
    return Path(f"{schedule}.alive")


def is_alive(schedule: str) -> bool:
    """Whether the beat with this schedule file looked at it within the last minute."""
    heartbeat = heartbeat_of(schedule)
    return heartbeat.is_file() and time.time() - heartbeat.stat().st_mtime < SECONDS


if __name__ == "__main__":
    sys.exit(0 if is_alive(sys.argv[1]) else 1)
