"""Every address of the site; each app brings its own under its own name."""

from django.contrib import admin
from django.urls import include, path

from starservice.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("ratings.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("starservice.web.urls")),
    path("", include("feedback.urls")),
    path("", include("program.urls")),
    path("", include("incentives.urls")),
    path("", include("training.urls")),
    path("", include("people.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
