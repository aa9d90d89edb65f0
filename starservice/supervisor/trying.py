"""`make test` and its kin: one command on throw-away servers."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil

from starservice.supervisor.account import server_account
from starservice.supervisor.child import _dies_with_us
from starservice.supervisor.environment import persons_environment
from starservice.supervisor.errors import StopAsked
from starservice.supervisor.leftovers import free_data_directory, stop_leftovers
from starservice.supervisor.lock import is_held, only_run
from starservice.supervisor.places import PROJECT, RUN, prepare_places
from starservice.supervisor.servers import Servers
from starservice.supervisor.signals import ignore_stop, raise_on_stop
from starservice.supervisor.stack import Stack

PREFIX = "try-"
LOCATION = "servers-directory"
SETTINGS = {"DEBUG": "1", "DEMO": "1", "CACHE_IN_MEMORY": "1"}
PATIENCE = 20


def run_on_throwaway_servers(command: Sequence[str]) -> int:
    """Run a command with servers of its own, remove them with all data, and return its exit code."""
    raise_on_stop()
    clear_abandoned()
    account, run = server_account(), RUN / f"{PREFIX}{os.getpid()}"
    places = prepare_places(run, account)
    (run / LOCATION).write_text(str(places.servers))
    stack = Stack(places, quiet=True)
    with only_run(run / "lock", "tests"):
        try:
            environment = persons_environment()
            environment |= Servers(places, account, stack, careless=True).start_missing(environment)
            return _run(command, environment | SETTINGS | {"SECRET_KEY": secrets.token_urlsafe(48)})
        except StopAsked as asked:
            return 128 + signal.Signals[str(asked)]
        finally:
            ignore_stop()
            stack.stop_all()
            _remove(run)


def clear_abandoned() -> None:
    """Remove what a killed run of this kind left."""
    for run in RUN.glob(f"{PREFIX}*"):
        # One that is about to take its lock is not abandoned either.
        if not is_held(run / "lock") and not psutil.pid_exists(int(run.name.removeprefix(PREFIX))):
            stop_leftovers(run / "processes")
            _remove(run)


def _remove(run: Path) -> None:
    location = run / LOCATION
    if location.is_file():
        servers = Path(location.read_text())
        free_data_directory(servers / "postgresql")
        shutil.rmtree(servers, ignore_errors=True)
    shutil.rmtree(run, ignore_errors=True)


def _run(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run the command on our terminal; it hears Ctrl-C itself."""
    child = subprocess.Popen(  # noqa: S603
        command, cwd=PROJECT, env=environment, preexec_fn=_dies_with_us(signal.SIGTERM)
    )
    try:
        return child.wait()
    except StopAsked as asked:
        if str(asked) != "SIGINT":
            child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise
