"""A process of ours: it never outlives us, and stops the way it likes best."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from starservice.supervisor.account import Account

PR_SET_PDEATHSIG = 1
LOG_BYTES = 20 * 1024 * 1024
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Plan:
    """What to start, as whom, and how it is told to stop."""

    name: str
    command: Sequence[str]
    account: Account
    environment: Mapping[str, str]
    directory: Path
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    is_server: bool = False


class Child:
    """A started process, in a session of its own so that the terminal's signals reach only us."""

    def __init__(self, plan: Plan, log: Path, record: Path) -> None:
        self.plan, self.log, self.record, self.is_asked = plan, log, record, False
        _make_room(log)
        with log.open("ab") as output:
            self.popen = subprocess.Popen(  # noqa: S603
                list(plan.command),
                cwd=plan.directory,
                env=dict(plan.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_dies_with_us(plan.orphan_signal),
                **plan.account.options,
            )
        write_record(record, self.popen.pid, plan.orphan_signal)

    @property
    def exit_code(self) -> int | None:
        return self.popen.poll()

    def ask_to_stop(self) -> None:
        """Tell it once: a second time means "at once" to some."""
        if not self.is_asked and self.exit_code is None:
            _signal(os.kill, self.popen.pid, self.plan.stop_signal)
        self.is_asked = True

    def stop(self) -> None:
        """Ask it to stop, insist after a while, and leave nothing of its session."""
        self.ask_to_stop()
        end_session(self.popen.pid, self.plan.patience)
        self.popen.wait()
        self.record.unlink(missing_ok=True)


def _dies_with_us(orphan_signal: signal.Signals) -> Callable[[], None] | None:
    """Have the kernel tell the process to stop when we are gone, even after kill -9."""
    if LIBC is None:
        return None
    parent = os.getpid()

    def before_exec() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(orphan_signal))
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def _make_room(log: Path) -> None:
    if log.is_file() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def write_record(record: Path, pid: int, orphan_signal: signal.Signals) -> None:
    """Note a process so that the next start can recognise it beyond doubt."""
    try:
        started = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return
    record.write_text(json.dumps({"pid": pid, "started": started, "signal": int(orphan_signal)}))


def recorded_process(record: Path) -> tuple[psutil.Process, signal.Signals] | None:
    """Return the process of a record if it still runs; a stranger with the same number is not it."""
    try:
        facts: dict[str, Any] = json.loads(record.read_text())
        process = psutil.Process(facts["pid"])
        is_it = abs(process.create_time() - facts["started"]) < 1 and process.status() != psutil.STATUS_ZOMBIE
        return (process, signal.Signals(facts["signal"])) if is_it else None
    except (OSError, ValueError, KeyError, psutil.Error):
        return None


def stop_session(leader: int, stop_signal: signal.Signals, patience: float) -> None:
    """Stop the leader of a session politely, then whatever is left of the session."""
    _signal(os.kill, leader, stop_signal)
    end_session(leader, patience)


def end_session(leader: int, patience: float) -> None:
    """Wait for the leader of a session to end, then kill whatever is left of the session."""
    deadline = time.monotonic() + patience
    while _is_running(leader) and time.monotonic() < deadline:
        time.sleep(0.05)
    _signal(os.killpg, leader, signal.SIGKILL)


def _is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _signal(send: Callable[[int, int], None], target: int, number: signal.Signals) -> None:
    try:
        send(target, number)
    except ProcessLookupError:
        return
