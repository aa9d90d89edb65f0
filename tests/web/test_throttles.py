import pytest
from django.core.cache import cache

from starservice.web import rate_limit
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings, time_machine_at_noon):
    settings.API_REQUESTS_A_MINUTE = 3
    settings.API_STRANGERS_A_MINUTE = 2
    rate_limit.forget()
    yield
    rate_limit.forget()


def statuses(client, times):
    return [client.get("/api/v1/months/").status_code for _n in range(times)]


def test_caller_is_limited_by_account(client):
    client.force_login(make.UserFactory(roles=["office"]))
    assert statuses(client, 4) == [200, 200, 200, 429]
    client.force_login(make.UserFactory(roles=["office"]))
    assert statuses(client, 1) == [200]


def test_cache_that_is_down_limits_nobody(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    cache.close()
    client.force_login(make.UserFactory(roles=["office"]))
    assert statuses(client, 5) == [200] * 5
