"""A kept connection: no question to the server each request, and a new one where the server hung up."""

import time

import pytest
from django.db import connection, connections

from starservice.database import base


@pytest.fixture
def kept(db):
    """A connection of its own as a request finds it: open, and to be checked."""
    other = connections.create_connection("default")
    other.settings_dict = {**connection.settings_dict, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    other.connect()
    yield other
    other.close()


def next_request(kept):
    """Do what a new request does first; return the numbers of the server process before and after."""
    before = kept.connection.info.backend_pid
    kept.health_check_enabled, kept.health_check_done = True, False
    kept.asked_at = time.monotonic()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return before, cursor.fetchone()[0]


def test_living_connection_is_kept_without_asking(kept, monkeypatch):
    monkeypatch.setattr(kept, "is_usable", lambda: pytest.fail("the server was asked"))
    before, after = next_request(kept)
    assert before == after


def test_connection_the_server_closed_is_opened_anew(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [kept.connection.info.backend_pid])
    before, after = next_request(kept)
    assert before != after


def test_server_is_asked_when_nobody_asked_for_long(kept, monkeypatch):
    asked = []
    monkeypatch.setattr(base, "ASK_EVERY", 0.0)
    monkeypatch.setattr(kept, "is_usable", lambda: asked.append(1) or True)
    next_request(kept)
    assert asked == [1]
