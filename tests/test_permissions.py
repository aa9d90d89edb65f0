"""Nobody sees or does more than the duty needs: the table of tests/permission_table.py, cell by cell."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.permission_table import EVERYBODY, NOT_OURS, TABLE, Row
from tests.permission_world import build_world

# Without the mark a run of this file alone would get no test database, but the one of the environment.
pytestmark = pytest.mark.django_db

PERSONAS = EVERYBODY.split()
DOORS = ("/accounts/login/", "/admin/login/")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[Any]:
    """One world for all rows; each request is rolled back.

    Thousands of requests are turned away: their log lines, of which each has a traceback, are not written, and what their
    sessions hold is in their cookies.
    """
    in_cookies = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    with django_db_blocker.unblock(), in_cookies, transaction.atomic():
        logging.disable(logging.ERROR)
        yield build_world()
        logging.disable(logging.NOTSET)
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_permission_is_as_the_table_says(row: Row, world, settings):
    settings.MFA_REQUIRED = False
    address = reverse(row.name, args=row.args(world) if row.args else None)
    wrong = [*_wrong_cells(world, row, "get", address, row.see)]
    wrong += _wrong_cells(world, row, "post", address, row.see if row.post is None else row.post)
    assert not wrong, "\n".join([address, *wrong])


def test_table_has_a_row_for_every_address():
    rows = {row.name for row in TABLE}
    missing = sorted(name for name in set(_names(get_resolver())) - rows if not name.startswith(NOT_OURS))
    assert not missing, "Without a row in tests/permission_table.py: " + ", ".join(missing)


def test_table_names_only_addresses_that_exist():
    gone = sorted({row.name for row in TABLE} - set(_names(get_resolver())))
    assert not gone, "Rows of addresses that are gone: " + ", ".join(gone)


def test_table_names_only_known_personas_and_each_address_once():
    named = {persona for row in TABLE for cell in (row.see, row.post) for persona in (cell or "").split()}
    assert named <= set(PERSONAS)
    names = [row.name for row in TABLE]
    assert len(names) == len(set(names))


def _wrong_cells(world: Any, row: Row, method: str, address: str, allowed: str | None) -> Iterator[str]:
    if allowed is None:
        return
    admitted = {*allowed.split(), *(["administrator"] if method in row.administrator else [])}
    for persona in PERSONAS:
        answer = _ask(world.clients[persona], method, address)
        if _turned_away(answer) == (persona in admitted):
            expected = "may" if persona in admitted else "must not"
            yield f"{persona} {expected} {method.upper()}: {answer.status_code} {answer.headers.get('Location', '')}"


def _ask(client: Any, method: str, address: str) -> HttpResponse:
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer


def _turned_away(answer: HttpResponse) -> bool:
    if answer.status_code in (301, 302):
        return answer.headers["Location"].startswith(DOORS)
    return answer.status_code in (401, 403, 404)


def _names(resolver: Any, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if not isinstance(pattern, URLPattern):
            yield from _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif pattern.name:
            yield ":".join([*spaces, pattern.name])


def test_every_row_can_be_reversed(world):
    broken = []
    for row in TABLE:
        try:
            reverse(row.name, args=row.args(world) if row.args else None)
        except NoReverseMatch as error:
            broken.append(f"{row.name}: {error}")
    assert not broken
