"""Real processes: what we start ends with us, and a stranger is left alone."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from starservice.supervisor.account import Account
from starservice.supervisor.child import Child, Plan, recorded_process, write_record
from starservice.supervisor.errors import CannotStart
from starservice.supervisor.leftovers import stop_leftovers
from starservice.supervisor.lock import is_held, only_run
from starservice.supervisor.places import Places
from starservice.supervisor.running import check_port, chosen_port
from starservice.supervisor.stack import Stack

ME = Account(os.geteuid(), os.getegid())
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def stack(tmp_path):
    for name in ("logs", "processes"):
        (tmp_path / name).mkdir()
    made = Stack(Places(run=tmp_path, servers=tmp_path, sockets=tmp_path), quiet=True)
    yield made
    made.stop_all()


def _plan(name: str, code: str) -> Plan:
    return Plan(name, [sys.executable, "-c", code], ME, dict(os.environ), os.getcwd(), patience=1)


def _gone(pid: int, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_process_that_ends_is_named_with_its_last_words(stack):
    child = stack.start(_plan("web", "print('no such table'); raise SystemExit(3)"))
    child.popen.wait()
    with pytest.raises(CannotStart, match=r"(?s)web ended by itself \(exit code 3\).*no such table"):
        stack.check_others()


def test_step_that_fails_says_why(stack):
    with pytest.raises(CannotStart, match=r"(?s)`migrate` failed.*broken"):
        stack.finish(_plan("migrate", "raise SystemExit('broken')"))


def test_stubborn_process_is_killed_with_its_children(stack):
    code = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.fork(), flush=True); time.sleep(600)"
    child = stack.start(_plan("stubborn", code))
    deadline = time.monotonic() + 20
    while len(numbers := child.log.read_text().split()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    stack.stop_all()
    assert all(_gone(int(number)) for number in numbers if number != "0")
    assert not list(stack.places.records.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="ONLY LINUX tells children that their parent died")
def test_nothing_is_left_when_we_are_killed(tmp_path):
    code = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from starservice.supervisor.account import Account\nfrom starservice.supervisor.child import Child, Plan\n"
        "here = Path(sys.argv[1])\nme = Account(os.geteuid(), os.getegid())\n"
        "plan = Plan('server', [sys.executable, '-c', 'import time; time.sleep(600)'], me, dict(os.environ), here)\n"
        "print(Child(plan, here / 'log', here / 'record.json').popen.pid, flush=True)\ntime.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    supervisor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    pid = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.wait()
    assert _gone(pid)


def test_leftover_of_a_killed_run_is_stopped(tmp_path):
    leftover = subprocess.Popen(SLEEP, start_new_session=True)
    write_record(tmp_path / "0-web.json", leftover.pid, signal.SIGTERM)
    assert stop_leftovers(tmp_path) == 1
    assert leftover.wait(20) == -signal.SIGTERM
    assert not list(tmp_path.iterdir())


def test_stranger_with_a_leftovers_number_is_left_alone(tmp_path):
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    record = tmp_path / "0-web.json"
    write_record(record, stranger.pid, signal.SIGTERM)
    record.write_text(json.dumps(json.loads(record.read_text()) | {"started": 1.0}))
    try:
        assert stop_leftovers(tmp_path) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("text", ["", "{", "{}", '{"pid": 0, "started": 1, "signal": 15}'])
def test_spoilt_record_is_nobody(tmp_path, text):
    (tmp_path / "record.json").write_text(text)
    assert recorded_process(tmp_path / "record.json") is None


def test_second_run_is_told_who_holds_the_directory(tmp_path):
    with only_run(tmp_path / "lock", "http://localhost:8000"):
        assert is_held(tmp_path / "lock")
        with (
            pytest.raises(CannotStart, match=f"process {os.getpid()}, http://localhost:8000"),
            only_run(tmp_path / "lock", ""),
        ):
            pass
    assert not is_held(tmp_path / "lock")


def test_taken_port_is_named_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is taken.*make run PORT={port + 1}"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "eighty", "８０"])
def test_nonsense_for_a_port_is_refused(text):
    with pytest.raises(CannotStart, match="is no port"):
        chosen_port(text)


def test_log_of_a_child_is_kept(stack):
    child = Child(
        _plan("web", "print('hello')"), stack.places.logs / "web.log", stack.places.records / "web.json"
    )
    child.popen.wait()
    child.stop()
    assert child.log.read_text() == "hello\n"
