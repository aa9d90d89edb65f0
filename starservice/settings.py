"""The one settings file. Everything that differs between places comes from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

BASE_DIR = Path(__file__).resolve().parent.parent
RUN_DIR = BASE_DIR / ".run"

env = environ.Env()
for env_file in (BASE_DIR / ".env", RUN_DIR / "env"):
    if env_file.is_file():
        environ.Env.read_env(env_file)

# --- where we are -----------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. `make run` makes one; elsewhere put it in the environment."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
DEMO = env.bool("DEMO", default=False)
COMPANY_NAME = env.str("COMPANY_NAME", default="StarService")
# A directory of fonts with characters ours lack, for certificates and other documents.
DOCUMENT_FONTS = env.str("DOCUMENT_FONTS", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# --- parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "starservice.web",
    "starservice.jobs",
    "people",
    "training",
    "feedback",
    "ratings",
    "incentives",
    "program",
    "starservice.web.admin_config.StarAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_prometheus",
    "import_export",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rules.apps.AutodiscoverRulesConfig",
]
MIDDLEWARE = [
    "starservice.web.middleware.RequestIdMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "starservice.web.body_limit.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "starservice.web.middleware.PreferredLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "feedback.middleware.StaffNetworkMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "starservice.web.middleware.AuditMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "starservice.urls"
WSGI_APPLICATION = "starservice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "starservice.web.context.looks",
            ],
            "builtins": ["starservice.web.templatetags.star"],
        },
    }
]

# Widgets and form layouts may come from templates/ too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://starservice@127.0.0.1:5432/starservice")}
DATABASES["default"]["ENGINE"] = "starservice.database"
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Triggers ask for this setting for each row; where it is missing each answer costs a caught error (see jobs/0002).
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c pgtrigger.ignore={}",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(RUN_DIR / "media")))
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# A page never waits for a cache that is down.
REDIS_OPTIONS = {"socket_connect_timeout": 0.3, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": REDIS_OPTIONS,
    }
}
if env.bool("CACHE_IN_MEMORY", default=False):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
PGHISTORY_APPEND_ONLY = True

# --- sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not (DEBUG or DEMO))
AXES_FAILURE_LIMIT = env.int("AXES_FAILURE_LIMIT", default=10)
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "people.adapters.typed_login"
# Axes counts failures per name; allauth's limits per address stay above it: an office signs in from one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip"}
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"

# --- trust ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0)
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "starservice.formats"
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
USE_I18N = True
CURRENCY = env.str("CURRENCY", default="CNY")

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50 * 1024 * 1024)
COURSE_FILE_MAX_BYTES = env.int("COURSE_FILE_MAX_BYTES", default=500 * 1024 * 1024)

# --- jobs -------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60 * 60}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "starservice.jobs.beat:OnlyBeat"
CELERY_BEAT_SCHEDULE_FILENAME = str(RUN_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {
        "task": "starservice.jobs.tasks.relay_outbox",
        "schedule": 10.0,
        "options": {"expires": 30},  # no heap of them for a worker that was away
    },
    "throw-away-import-drafts": {
        "task": "feedback.tasks.throw_away_import_drafts",
        "schedule": crontab(hour="3", minute="30"),
    },
    "forget-presences": {
        "task": "feedback.tasks.forget_presences",
        "schedule": crontab(hour="3", minute="40"),
    },
    "choose-whom-to-ask": {
        "task": "feedback.tasks.choose_whom_to_ask",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 900},
    },
    "look-after-follow-ups": {
        "task": "feedback.tasks.look_after_follow_ups",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "notice-answers": {
        "task": "feedback.tasks.notice_answers",
        "schedule": crontab(minute="7-57/10"),
        "options": {"expires": 600},
    },
    # By day only: nobody wants a letter at night.
    "remind-customers": {
        "task": "feedback.tasks.remind_customers",
        "schedule": crontab(hour="9-17", minute="40"),
    },
    # Every hour, done once a day: a beat that slept at night catches up.
    "tag-customers": {"task": "feedback.tasks.tag_customers", "schedule": crontab(minute="50")},
    "put-praise-forward": {
        "task": "feedback.tasks.put_praise_forward",
        "schedule": crontab(minute="20"),
    },
    "sweep-sla": {
        "task": "feedback.tasks.sweep_sla",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "close-resolved-requests": {
        "task": "feedback.tasks.close_resolved_requests",
        "schedule": crontab(minute="10"),
    },
    # Each notice once; again during the day for who was employed or moved this morning.
    "remind-readers-of-manuals": {
        "task": "training.tasks.remind_readers",
        "schedule": crontab(hour="8-18/2", minute="25"),
    },
    "forget-relayed-messages": {
        "task": "starservice.jobs.tasks.forget_relayed",
        "schedule": crontab(hour="3", minute="40"),
    },
    "forget-old-notifications": {
        "task": "people.tasks.forget_old_notifications",
        "schedule": crontab(hour="3", minute="50"),
    },
    # Once a day; every quarter of an hour so that a beat that slept through 08:00 catches up.
    "hand-out-digests": {
        "task": "people.tasks.hand_out_digests",
        "schedule": crontab(hour="8-20", minute="*/15"),
    },
    "warn-of-missing-public-days": {
        "task": "feedback.tasks.warn_of_missing_public_days",
        "schedule": crontab(hour="8", minute="30"),
    },
    "throw-away-loose-files": {
        "task": "feedback.tasks.throw_away_loose_files",
        "schedule": crontab(hour="4", minute="10"),
    },
    "assign-waiting-requests": {
        "task": "feedback.tasks.assign_waiting_requests",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "close-run-out-exams": {
        "task": "training.tasks.close_run_out_exams",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    # By day, each hour, once each: who books the day before is reminded too.
    "remind-of-sessions": {
        "task": "training.tasks.remind_of_sessions",
        "schedule": crontab(hour="8-20", minute="25"),
    },
    # Soon after a list of staff was brought.
    "assign-paths-by-rules": {
        "task": "training.tasks.assign_paths_by_rules",
        "schedule": crontab(minute="5-59/15"),
        "options": {"expires": 900},
    },
    "remind-of-paths": {
        "task": "training.tasks.remind_of_paths",
        "schedule": crontab(hour="8-18", minute="25"),
    },
    # Every hour from the first day at 02:00 local time on, so that a beat that slept through 02:00 catches up.
    "rate-past-month": {"task": "ratings.tasks.rate_past_month", "schedule": crontab(minute="0")},
    # Every hour by day, done once a day: a beat that slept through the morning catches up.
    "look-after-certificates": {
        "task": "training.tasks.look_after_certificates",
        "schedule": crontab(hour="7-20", minute="5"),
    },
    "remind-missing-evaluations": {
        "task": "ratings.tasks.remind_missing_evaluations",
        "schedule": crontab(hour="9", minute="0"),
    },
}

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,
    "EXCEPTION_HANDLER": "starservice.web.api.answer_refusal",
    "DEFAULT_PARSER_CLASSES": ["starservice.web.api.BoundedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["starservice.web.throttles.CallerThrottle"],
}
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)
API_STRANGERS_A_MINUTE = env.int("API_STRANGERS_A_MINUTE", default=60)
SPECTACULAR_SETTINGS = {
    "TITLE": "StarService API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "DESCRIPTION": "Interactions in, surveys sent and read, stars out. Sign in with `Authorization: Token …`.",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RequestKindEnum": "feedback.models.ServiceRequest.Kind",
        "RequestStatusEnum": "feedback.models.ServiceRequest.Status",
        "EntryKindEnum": "feedback.models.TimelineEntry.Kind",
        "MilestoneKindEnum": "feedback.models.MilestoneKind",
    },
}

# --- mail -------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="StarService <noreply@localhost>")

# --- seeing inside ----------------------------------------------------------------------------
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "starservice.web.logs.json_formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False)
