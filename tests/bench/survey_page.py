"""The public survey's GET and POST beside bare views with the same queries, on one gunicorn, and the POST beside the driver.

All figures are requests per second. What is compared takes turns in short rounds whose order rotates, so that all meet the
same machine; a ratio is the median of the rounds'. The driver's rounds are in tests/bench/survey_driver.py.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
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
DRIVER_ROUNDS, DRIVER_REQUESTS = 30, 60
POSTED = 2 * (ROUNDS + 1) * REQUESTS
DRIVER_NUMBERS = 2 * (DRIVER_ROUNDS + 1) * DRIVER_REQUESTS
LEAST = 0.70
LEAST_OF_DRIVER = 0.40
SEED = "bench"
BODY = "stars-attitude=5&stars-quality=4&stars-efficiency=3&nps=9&words=Fine&receipt=r&lang=en&website=&form={form}"


PAGE = "/s/{token}/"


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


def database_address() -> str:
    """Where the throwaway database is."""
    database = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(database._replace(path="/" + settings.DATABASES["default"]["NAME"]))


def environment() -> dict[str, str]:
    """The settings a site is served with, on the throwaway database."""
    return {
        **os.environ,
        "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "starservice.settings",
        "DEBUG": "0",
        "CACHE_IN_MEMORY": "0",
        "TRUSTED_PROXIES": "1",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def server() -> Iterator[int]:
    """Serve the site and the bare views on a free port, on the throwaway database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["gunicorn", "tests.bench.survey_server:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "2", "--keep-alive", "30", "--log-level", "error"]
    serving = subprocess.Popen([sys.executable, "-m", *command], env=environment())
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
            raise RuntimeError(f"{method} {address}: {status!r}")


def network_of(number: int) -> str:
    """Each number is a network of its own."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def ask_site(port: int, method: str, path: str, body: str = "") -> Callable[[range], float]:
    """Requests per second of CLIENTS connections that share the numbers."""

    def work(share: range) -> None:
        client = Client(port)
        for number in share:
            client.ask(method, path.format(token=token(number)), network_of(number), body)

    def per_second(numbers: range) -> float:
        shares = [numbers[start::CLIENTS] for start in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as clients:
            begun = time.perf_counter()
            list(clients.map(work, shares))
            return len(numbers) / (time.perf_counter() - begun)

    return per_second


def rounds(
    works: Mapping[str, Callable[[range], float]], many: int, count: int, used: int = 0
) -> list[dict[str, float]]:
    """The figures of each round by name; a number is used once. The first round warms up and is not counted."""
    figures = []
    for turn in range(many + 1):
        names = list(works)
        figure = {}
        for place in range(len(names)):
            name = names[(place + turn) % len(names)]
            figure[name] = works[name](range(used, used + count))
            used += count
        figures.append(figure)
    return figures[1:]


def is_good(figures: list[dict[str, float]], method: str, beside: str, least: float) -> bool:
    """Print the survey's figure beside a reference's and whether their ratio is good enough."""
    ratio = statistics.median(figure["survey"] / figure[beside] for figure in figures)
    ours, theirs = (statistics.median(figure[name] for figure in figures) for name in ("survey", beside))
    print(
        f"survey {method:4}: {ours:6.0f}/s, {beside} {theirs:6.0f}/s, ratio {ratio:.2f} (at least {least:.2f})"
    )
    return ratio >= least


def beside_driver(form: int) -> list[dict[str, float]]:
    """The figures of the POST and of the driver, both in one process of its own with the settings of the server."""
    command = [sys.executable, "-m", "tests.bench.survey_driver", str(form), str(POSTED)]
    return json.loads(subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE).stdout)


def main() -> bool:
    """Measure and return whether all ratios are good enough."""
    with throwaway_database():
        form = send_many(POSTED + DRIVER_NUMBERS)
        connection.close()
        with server() as port:
            body = BODY.format(form=form)
            got = {
                "bare view": ask_site(port, "GET", "/bare/get/{token}/"),
                "survey": ask_site(port, "GET", PAGE),
            }
            posted = {
                "bare view": ask_site(port, "POST", "/bare/post/{token}/", body),
                "survey": ask_site(port, "POST", PAGE, body),
            }
            by_get, by_post = rounds(got, ROUNDS, REQUESTS), rounds(posted, ROUNDS, REQUESTS)
        by_driver = beside_driver(form)
    good = [
        is_good(by_get, "GET", "bare view", LEAST),
        is_good(by_post, "POST", "bare view", LEAST),
        is_good(by_driver, "POST", "driver", LEAST_OF_DRIVER),
    ]
    return all(good)


if __name__ == "__main__":
    raise SystemExit(not main())
