"""A body of 1 GB on a real server: refused with the typed text at once, kept in neither memory nor disk."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection

GIGABYTE = 1024**3
BOUNDARY = "----boundary"


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    """A gunicorn on the test's database, with a temporary directory of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    temporary, beats = tmp_path_factory.mktemp("uploads"), tmp_path_factory.mktemp("beats")
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(database),
        "CACHE_IN_MEMORY": "1",
        "DEBUG": "1",
        "SECRET_KEY": "test",
        "TMPDIR": str(temporary),
    }
    command = [sys.executable, "-m", "gunicorn", "starservice.wsgi", f"--bind=127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--threads=2", "--workers=1", "--no-control-socket"]
    process = subprocess.Popen(
        [*command, f"--worker-tmp-dir={beats}"], cwd=django_settings.BASE_DIR, env=environment
    )
    try:
        wait_for(port)
        yield port, process.pid, temporary
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def begin(port: int, path: str, length: int, body: bytes, kind: str) -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", port), 60)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    )
    connected.sendall(head.encode() + body)
    return connected


def form(text: str) -> bytes:
    """The beginning of a form: what was typed, then a file that never ends."""
    typed = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n'
    return (typed + file + "Content-Type: image/png\r\n\r\n").encode()


def push_a_gigabyte(connected: socket.socket) -> int:
    """Send what was announced as a browser does, as far as the server lets us."""
    piece, sent = b"\x00" * (1024 * 1024), 0
    try:
        while sent < GIGABYTE:
            connected.sendall(piece)
            sent += len(piece)
    except OSError:
        pass
    return sent


def answer_of(connected: socket.socket) -> str:
    pieces = []
    try:
        while piece := connected.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces).decode("utf-8", "replace")


def most_memory(pid: int) -> int:
    """The most memory the server or a worker of it ever held, in bytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    peaks = []
    for each in (str(pid), *children):
        status = Path(f"/proc/{each}/status").read_text()
        peaks.append(int(status.split("VmHWM:")[1].split()[0]) * 1024)
    return max(peaks)


def warm(port: int) -> None:
    connected = begin(port, "/help/", 0, b"", "application/x-www-form-urlencoded")
    connected.shutdown(socket.SHUT_WR)
    answer_of(connected)


def test_a_gigabyte_is_refused_unread_with_what_was_typed(server):
    port, pid, temporary = server
    warm(port)
    before = most_memory(pid)
    connected = begin(
        port, "/help/", GIGABYTE, form("Words I typed"), f"multipart/form-data; boundary={BOUNDARY}"
    )
    push_a_gigabyte(connected)
    text = answer_of(connected)
    assert text.startswith("HTTP/1.1 413")
    assert "Words I typed" in text
    assert "Together the files are larger than 30.0" in text
    assert most_memory(pid) - before < 64 * 1024 * 1024
    assert not [path for path in temporary.rglob("*") if path.is_file() and path.stat().st_size > 1024]


def test_answer_comes_before_the_body_is_sent(server):
    port, _pid, _temporary = server
    warm(port)
    start = form("Words") + b"\x00" * 1024 * 1024
    connected = begin(port, "/help/", GIGABYTE, start, f"multipart/form-data; boundary={BOUNDARY}")
    started = time.monotonic()
    connected.settimeout(60)
    assert connected.recv(12) == b"HTTP/1.1 413"
    assert time.monotonic() - started < 60
    connected.close()


def test_other_pages_refuse_a_gigabyte_too(server):
    port, _pid, temporary = server
    for path in ("/s/made-up/", "/accounts/login/", "/praise/"):
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        connected = begin(port, path, GIGABYTE, form("Words"), kind)
        connected.settimeout(60)
        assert connected.recv(12) == b"HTTP/1.1 413", path
        connected.close()
    assert not [path for path in temporary.rglob("*") if path.is_file() and path.stat().st_size > 1024]


def test_what_is_no_form_is_refused_by_its_length_too(server):
    port, _pid, _temporary = server
    for path, kind in (
        ("/accounts/login/", "application/x-www-form-urlencoded"),
        ("/api/v1/requests/", "application/json"),
    ):
        connected = begin(port, path, GIGABYTE, b"a=1", kind)
        connected.settimeout(60)
        assert connected.recv(10) == b"HTTP/1.1 4", path
        connected.close()


def test_server_goes_on_serving_afterwards(server):
    port, _pid, _temporary = server
    connected = begin(port, "/help/", GIGABYTE, form("x"), f"multipart/form-data; boundary={BOUNDARY}")
    connected.close()
    connected = socket.create_connection(("127.0.0.1", port), 30)
    connected.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer_of(connected).startswith("HTTP/1.1 200")
