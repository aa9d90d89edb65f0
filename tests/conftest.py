import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Hash passwords fast, keep caches apart, and run tasks in place."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture(autouse=True)
def own_language():
    """Leave no language of one test's reader to the next test."""
    translation.deactivate()
    yield
    translation.deactivate()
