"""The public survey's GET and POST beside bare views with the same queries, on one gunicorn: requests per second.

The two take turns in short rounds, so that both meet the same machine; the ratio is the median of the rounds'.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from feedback import tokens
from feedback.models import Invitation, SurveyForm
from tests import factories
from tests.bench.database import throwaway_database

CLIENTS, ROUNDS, REQUESTS = 4, 9, 200
WARM_UP = 60
LEAST = 0.70
SEED = "bench"
BODY = "stars-attitude=5&stars-quality=4&stars-efficiency=3&nps=9&words=Fine&receipt=r&lang=en&website=&form={form}"


def send_many(count: int) -> int:
    """Make so many open invitations and return their form."""
    form = SurveyForm.objects.get(version=2)
    now = timezone.now()
    shared = {
        "form": form,
        "staff": factories.StaffFactory(),
        "department": factories.DepartmentFactory(),
        "channel": factories.ChannelFactory(),
        "served_on": timezone.localdate(),
        "sent_at": now,
        "expires_at": now + timedelta(days=14),
    }
    Invitation.objects.bulk_create(
        (Invitation(token_hash=tokens.hash_of(token(number)), **shared) for number in range(count)),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return form.pk


def token(number: int) -> str:
    return tokens.token_for("key", SEED, number)


@contextmanager
def server() -> Iterator[int]:
    """Serve the site and the bare views on a free port, on the throwaway database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(database._replace(path="/" + settings.DATABASES["default"]["NAME"])),
        "DJANGO_SETTINGS_MODULE": "starservice.settings",
        "DEBUG": "0",
        "CACHE_IN_MEMORY": "0",
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "ERROR",
    }
    command = ["gunicorn", "tests.bench.survey_server:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "2", "--keep-alive", "30", "--log-level", "error"]
    serving = subprocess.Popen([sys.executable, "-m", *command], env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        serving.terminate()
        serving.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


class Client:
    """One kept-alive connection that does next to nothing, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.stream = self.socket.makefile("rb")

    def ask(self, method: str, address: str, network: str, body: str = "") -> None:
        head = f"{method} {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {network}\r\n"
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.socket.sendall(f"{head}\r\n{body}".encode())
        status = self.stream.readline()
        length = 0
        while (line := self.stream.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self.stream.read(length)
        if b" 200 " not in status:
            raise SystemExit(f"{method} {address}: {status!r}")


def per_second(port: int, method: str, path: str, numbers: range, body: str = "") -> float:
    """Requests per second of CLIENTS connections that share the numbers; each number is a network of its own."""

    def work(share: range) -> None:
        client = Client(port)
        for number in share:
            network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            client.ask(method, path.format(token=token(number)), network, body)

    threads = [threading.Thread(target=work, args=[numbers[start::CLIENTS]]) for start in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(numbers) / (time.perf_counter() - begun)


def compare(port: int, method: str, bare: str, body: str = "") -> float:
    """Print both figures and return the ratio; a number is posted once, by one of the two."""
    figures, used = [], 0
    for turn in range(ROUNDS + 1):
        count = REQUESTS if turn else WARM_UP
        pair = []
        for path in (bare, "/s/{token}/"):
            pair.append(per_second(port, method, path, range(used, used + count), body))
            used += count
        figures.append(pair)
    measured = figures[1:]
    ratio = statistics.median(ours / theirs for theirs, ours in measured)
    theirs, ours = (statistics.median(column) for column in zip(*measured, strict=True))
    figures_text = f"{ours:6.0f}/s, bare view {theirs:6.0f}/s, ratio {ratio:.2f} (at least {LEAST:.2f})"
    print(f"survey {method:4}: {figures_text}")
    return ratio


def main() -> bool:
    """Measure and return whether both ratios are good enough."""
    with throwaway_database():
        form = send_many(2 * (ROUNDS * REQUESTS + WARM_UP))
        connection.close()
        with server() as port:
            get = compare(port, "GET", "/bare/get/{token}/")
            post = compare(port, "POST", "/bare/post/{token}/", BODY.format(form=form))
    return min(get, post) >= LEAST


if __name__ == "__main__":
    raise SystemExit(not main())
