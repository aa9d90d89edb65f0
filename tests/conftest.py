import pytest


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Hash passwords fast, keep caches apart, and run tasks in place."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_TASK_ALWAYS_EAGER = True
