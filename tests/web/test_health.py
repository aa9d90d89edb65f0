import pytest
from django.db.migrations.recorder import MigrationRecorder

from starservice.web import health
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_schema(monkeypatch):
    monkeypatch.setattr(health, "_schema", {"complete": False})


def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_the_database_has_every_migration(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] is answer.json()["migrations"] is True


def test_not_ready_when_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="jobs").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_ready_without_a_broker_but_says_so(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (200, False)


@pytest.mark.parametrize("token", ["", "right"])
def test_metrics_are_closed_to_strangers(client, settings, token):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_are_open_to_the_token(client, settings):
    settings.METRICS_TOKEN = "right"
    answer = client.get("/metrics", headers={"Authorization": "Bearer right"})
    assert answer.status_code == 200
    assert b"django_http_requests" in answer.content


def test_metrics_are_open_to_administrators_only(client):
    client.force_login(UserFactory(roles=["office"]))
    assert client.get("/metrics").status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/metrics").status_code == 200


def test_answer_carries_the_request_number(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"
    assert len(client.get("/healthz")["X-Request-ID"]) == 32
    assert "bad" not in client.get("/healthz", headers={"X-Request-ID": "bad\tvalue!"})["X-Request-ID"]
