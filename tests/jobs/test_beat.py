import psycopg2
import pytest
from celery.beat import PersistentScheduler
from django.db import connection

from starservice.celery import app
from starservice.jobs.beat import BEAT_LOCK, SECONDS_BETWEEN_LOOKS, OnlyBeat, is_the_only_beat


@pytest.fixture
def another_beat(db):
    """A second connection to the same database, as another beat has it."""
    options = connection.get_connection_params()
    other = psycopg2.connect(
        **{key: value for key, value in options.items() if key not in ("cursor_factory",)}
    )
    other.autocommit = True
    yield other
    other.close()


@pytest.fixture(autouse=True)
def free_lock(db):
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def _lock(other) -> bool:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [BEAT_LOCK])
        return cursor.fetchone()[0]


def _end(other) -> None:
    """Close a beat's connection and wait until the server has noticed."""
    pid = other.info.backend_pid
    other.close()
    with connection.cursor() as cursor:
        for _attempt in range(100):
            cursor.execute("SELECT pg_sleep(0.02), EXISTS (SELECT FROM pg_locks WHERE pid = %s)", [pid])
            if not cursor.fetchone()[1]:
                return


def test_beat_is_the_only_one_while_it_holds_the_lock(another_beat):
    assert is_the_only_beat()
    assert is_the_only_beat()
    assert not _lock(another_beat)


def test_second_beat_takes_over_when_the_first_has_gone(another_beat):
    assert _lock(another_beat)
    assert not is_the_only_beat()
    _end(another_beat)
    assert is_the_only_beat()


def test_silent_beat_fires_nothing(another_beat, monkeypatch, tmp_path):
    fired = []
    monkeypatch.setattr(PersistentScheduler, "tick", lambda _self: fired.append(1) or 1.0)
    scheduler = OnlyBeat(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=True)

    _lock(another_beat)
    assert scheduler.tick() == SECONDS_BETWEEN_LOOKS
    _end(another_beat)
    assert scheduler.tick() == 1.0
    assert fired == [1]


def test_settings_choose_this_beat(settings):
    assert settings.CELERY_BEAT_SCHEDULER == "starservice.jobs.beat:OnlyBeat"
    assert app.conf.beat_scheduler == "starservice.jobs.beat:OnlyBeat"
