"""Addresses that belong to no app: language, looks and, for developers, the style guide."""

from django.conf import settings
from django.urls import path

from starservice.web import styleguide, views

app_name = "web"
urlpatterns = [
    path("preferences/language/", views.choose_language, name="language"),
    path("preferences/theme/", views.choose_theme, name="theme"),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
