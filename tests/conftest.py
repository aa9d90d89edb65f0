import pytest
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from tests.database import migrated_template
from tests.shipped import Shipped


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Let each worker's test database be a copy of a migrated one."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let a test that commits leave the database as migrations made it, instead of empty."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        shipped = Shipped()
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: shipped.bring_back())
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hash passwords fast, also those of worlds that are made once for many tests."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def quick_settings(settings):
    """Keep caches apart, and run tasks in place."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture(autouse=True)
def nothing_of_the_last_minute():
    """Forget what the survey pages ask once a minute."""
    from feedback.queries.draws import open_draw_on
    from feedback.queries.notices import fewest_seconds

    fewest_seconds.cache_clear()
    open_draw_on.cache_clear()


@pytest.fixture(autouse=True)
def own_language():
    """Leave no language of one test's reader to the next test."""
    translation.deactivate()
    yield
    translation.deactivate()
