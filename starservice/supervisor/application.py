"""Our own processes: web, worker, beat, and the steps before them."""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from starservice.supervisor.account import Account
from starservice.supervisor.child import Plan
from starservice.supervisor.places import PROJECT

WEB_WORKERS = 2
WEB_THREADS = 4


def _plan(name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Plan:
    me = Account(os.geteuid(), os.getegid())
    return Plan(name, [sys.executable, "-m", *arguments], me, environment, PROJECT)


def _celery_plan(name: str, *options: str, environment: Mapping[str, str]) -> Plan:
    """Return how to run a Celery process; without us it has no broker and would wait for one, so it ends at once."""
    plan = _plan(name, ["celery", "-A", "starservice", name, "--loglevel=INFO", *options], environment)
    return replace(plan, orphan_signal=signal.SIGKILL)


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
    return _celery_plan("worker", "--concurrency=2", environment=environment)


def beat_plan(environment: Mapping[str, str], schedule: Path) -> Plan:
    return _celery_plan("beat", "--pidfile=", f"--schedule={schedule}", environment=environment)
