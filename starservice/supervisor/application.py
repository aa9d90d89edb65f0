"""Our own processes: web, worker, beat, and the steps before them."""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from starservice.supervisor.account import Account
from starservice.supervisor.child import Plan
from starservice.supervisor.places import PROJECT

WEB_WORKERS = 2
WEB_THREADS = 4


def _plan(name: str, arguments: Sequence[str], environment: Mapping[str, str], patience: float = 10) -> Plan:
    me = Account(os.geteuid(), os.getegid())
    return Plan(name, [sys.executable, "-m", *arguments], me, environment, PROJECT, patience=patience)


def manage_plan(environment: Mapping[str, str], *arguments: str) -> Plan:
    me = Account(os.geteuid(), os.getegid())
    command = [sys.executable, str(PROJECT / "manage.py"), *arguments]
    return Plan(arguments[0], command, me, environment, PROJECT)


def web_plan(environment: Mapping[str, str], *, host: str, port: int) -> Plan:
    workers = environment.get("WEB_CONCURRENCY", str(WEB_WORKERS))
    options = ["--worker-class=gthread", f"--workers={workers}", f"--threads={WEB_THREADS}"]
    options += ["--graceful-timeout=5", "--no-control-socket", "--timeout=120"]
    return _plan("web", ["gunicorn", "starservice.wsgi", f"--bind={host}:{port}", *options], environment)


def worker_plan(environment: Mapping[str, str]) -> Plan:
    arguments = ["celery", "-A", "starservice", "worker", "--loglevel=INFO", "--concurrency=2"]
    plan = _plan("worker", arguments, environment)
    # Without us there is no broker and no database: there is nothing to finish, leave at once.
    return Plan(**{**vars(plan), "orphan_signal": signal.SIGQUIT})


def beat_plan(environment: Mapping[str, str], schedule: Path) -> Plan:
    arguments = ["celery", "-A", "starservice", "beat", "--loglevel=INFO", "--pidfile="]
    return _plan("beat", [*arguments, f"--schedule={schedule}"], environment)
