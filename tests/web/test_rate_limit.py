"""Limits hold over all processes, cost visitors nothing, and never stop the service."""

import time

import pytest
from django.core.cache import cache

from starservice.web import rate_limit
from starservice.web.rate_limit import within_limit


@pytest.fixture(autouse=True)
def fresh():
    rate_limit.forget()
    cache.clear()
    yield
    rate_limit.forget()


def test_tries_beyond_the_limit_are_refused(time_machine_at_noon):
    assert [within_limit("here", 3) for _ in range(5)] == [True, True, True, False, False]
    assert within_limit("there", 3)


def test_next_minute_begins_anew(time_machine_at_noon):
    for _ in range(4):
        within_limit("here", 3)
    time_machine_at_noon.shift(60)
    assert within_limit("here", 3)


def test_other_processes_count_too(time_machine_at_noon):
    for _ in range(20):
        within_limit("here", 20)
    rate_limit.forget()  # another process begins with a count of its own
    assert [within_limit("here", 20) for _ in range(4)] == [True, True, False, False]


def test_ordinary_visitors_do_not_ask_the_cache(time_machine_at_noon):
    assert within_limit("here", 20)
    assert within_limit("here", 20)
    assert not cache._cache


def test_without_a_cache_everything_is_allowed_at_once(settings):
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "OPTIONS": settings.REDIS_OPTIONS}
    settings.CACHES = {"default": {**redis, "LOCATION": "redis://127.0.0.1:1/0"}}
    begun = time.monotonic()
    assert all(within_limit("here", 1) for _ in range(50))
    assert time.monotonic() - begun < 1
