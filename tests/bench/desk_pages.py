"""The agent's queue and a request's page among 1 000 000 requests beside the same pages among 1 000.

Two databases with the same agents, whose pages of the queue are full in both; pages are asked as a browser does, through all
middleware, and the two take turns. Queries must be as many, and the time within 1.5 times.
"""

import logging
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from feedback.models import Agent, ServiceRequest
from people.models import Role, User
from tests import factories
from tests.bench.admin_lists import plain_storages
from tests.bench.database import throwaway_database
from tests.bench.sweep_sla import AT, HERE, settle

FEW, FEW_OPEN, MANY, MANY_OPEN = 1_000, 600, 1_000_000, 30_000
ROUNDS, ASKS = 7, 5
MOST = 1.5


@dataclass(frozen=True)
class Desk:
    """One of the two databases with its signed-in browsers."""

    database: str
    agent: Client
    service: Client
    request: int

    def pages(self) -> dict[str, tuple[Client, str]]:
        return {
            "queue of an agent": (self.agent, "/queue/"),
            "queue of customer service": (self.service, "/queue/"),
            "what is late": (self.service, "/queue/late/"),
            "request of the agent": (self.agent, f"/requests/{self.request}/"),
        }


def use(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def people() -> None:
    """Make twenty agents, the first of whom signs in, and customer service."""
    for number in range(20):
        user = factories.UserFactory(username=f"agent{number}") if number == 0 else None
        staff = factories.StaffFactory(user=user)
        factories.AssignmentFactory(staff=staff)
        Agent.objects.create(staff=staff)
    factories.UserFactory(username="service", roles=[Role.CUSTOMER_SERVICE])


def browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), settings.AUTHENTICATION_BACKENDS[-1])
    return client


def desk(database: str, requests: int, unresolved: int) -> Desk:
    use(database)
    with connection.cursor() as cursor:
        values = {"requests": requests, "open": unresolved, "at": AT}
        cursor.execute((HERE / "service_desk.sql").read_text(), values)
    settle()
    own = ServiceRequest.objects.unresolved().filter(agent__user__username="agent0").earliest("next_due_at")
    return Desk(database, browser("agent0"), browser("service"), own.pk)


@contextmanager
def two_desks() -> Iterator[tuple[Desk, Desk]]:
    with throwaway_database():
        few = connection.settings_dict["NAME"]
        many = f"{few}_many"
        people()
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{many}"')
            cursor.execute(f'CREATE DATABASE "{many}" TEMPLATE "{few}"')
        try:
            yield desk(few, FEW, FEW_OPEN), desk(many, MANY, MANY_OPEN)
        finally:
            use(few)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{many}" WITH (FORCE)')


def measured(one: Desk, page: str) -> tuple[float, int]:
    """Milliseconds of a page, templates compiled and connected before, and its queries."""
    use(one.database)
    client, address = one.pages()[page]
    with CaptureQueriesContext(connection) as queries:
        answer: Any = client.get(address)
    count = len(queries)  # the next request forgets them
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    client.get(address)
    times = []
    for _turn in range(ASKS):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), count


def compare(few: Desk, many: Desk, page: str) -> bool:
    """Print both figures of a page and return whether they are near enough."""
    times: dict[str, list[float]] = {few.database: [], many.database: []}
    counts: dict[str, int] = {}
    for turn in range(ROUNDS):
        for one in (few, many) if turn % 2 else (many, few):
            milliseconds, counts[one.database] = measured(one, page)
            times[one.database].append(milliseconds)
    small, large = statistics.median(times[few.database]), statistics.median(times[many.database])
    print(
        f"{page}: {FEW} requests {small:.1f} ms, {counts[few.database]} queries; {MANY} requests {large:.1f} ms, "
        f"{counts[many.database]} queries; ratio {large / small:.2f} (at most {MOST})",
        flush=True,
    )
    return counts[few.database] == counts[many.database] and large <= MOST * small


def main() -> bool:
    """Measure and return whether all pages are as they should be."""
    logging.disable(logging.WARNING)
    with (
        two_desks() as (few, many),
        override_settings(DEBUG=False, STORAGES=plain_storages(), MFA_REQUIRED=False, ALLOWED_HOSTS=["*"]),
    ):
        results = [compare(few, many, page) for page in few.pages()]
    return all(results)


if __name__ == "__main__":
    raise SystemExit(not main())
