"""Doors for machines that watch us: alive, ready, figures."""

import hmac

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

BROKER_SECONDS = 1
_schema = {"complete": False}


@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when requests can be served: the database is there with every migration.

    The broker is told but not required: pages and surveys work without it, and what must run waits in the outbox.
    """
    database = database_answers()
    facts = {
        "database": database,
        "migrations": database and schema_is_complete(),
        "broker": broker_answers(),
    }
    return JsonResponse(facts, status=200 if facts["migrations"] else 503)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus its figures: to who has the token, to administrators, and on a developer's own machine."""
    if not may_see_metrics(request):
        raise Http404
    return ExportToDjangoView(request)


def may_see_metrics(request: HttpRequest) -> bool:
    """Whether this reader is ours; the address alone proves nothing behind a proxy."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if settings.METRICS_TOKEN and hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
        return True
    return bool(request.user.is_authenticated and request.user.is_superuser)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def schema_is_complete() -> bool:
    """Whether every migration this code knows has been applied; asked until it is so once."""
    if not _schema["complete"]:
        executor = MigrationExecutor(connection)
        _schema["complete"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _schema["complete"]


def broker_answers() -> bool:
    """Whether the broker answers within a second."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=BROKER_SECONDS, socket_timeout=BROKER_SECONDS
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
