"""What a run that was killed may have left running; strangers are never touched."""

import os
import signal
from pathlib import Path

import psutil

from starservice.supervisor.child import recorded_process, stop_session
from starservice.supervisor.saying import say

PATIENCE = 10.0


def stop_leftovers(records: Path) -> int:
    """Stop the processes an earlier run noted and did not get to stop; return how many there were."""
    stopped = 0
    for record in sorted(records.glob("*.json"), reverse=True):
        found = recorded_process(record)
        if found:
            process, orphan_signal = found
            say(f"Stopping {record.stem} (process {process.pid}), left by a run that was killed.")
            stop_session(process.pid, orphan_signal, PATIENCE)
            stopped += 1
        record.unlink(missing_ok=True)
    return stopped


def servers_in(data: Path) -> list[psutil.Process]:
    """Return PostgreSQL processes that live in a data directory."""
    return [process for process in psutil.process_iter() if _lives_in(process, data)]


def _lives_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == data
    except (psutil.Error, OSError):
        return False


def free_data_directory(data: Path) -> None:
    """Leave no PostgreSQL process in a data directory and no lock of one that is gone.

    After a restart of the machine the number in the lock often belongs to another process of ours, and PostgreSQL
    would not start.
    """
    for process in servers_in(data):
        _ask(process, signal.SIGINT)
    _gone, alive = psutil.wait_procs(servers_in(data), timeout=PATIENCE)
    for process in alive:
        _ask(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=PATIENCE)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _ask(process: psutil.Process, number: signal.Signals) -> None:
    try:
        os.kill(process.pid, number)
    except ProcessLookupError:
        return
