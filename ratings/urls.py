"""Addresses of the staff portal."""

from django.urls import path

from ratings.converters import register_month_converter
from ratings.views import development, evaluation, stars

app_name = "portal"
register_month_converter()

urlpatterns = [
    path("", stars.home, name="home"),
    path("my/evaluation/", evaluation.evaluation, name="evaluation"),
    path("my/evaluation/<month:month>/", evaluation.evaluation_month, name="evaluation_month"),
    path("my/history/", stars.history, name="history"),
    path("my/stars/<month:month>/", stars.result, name="result"),
    path("my/stars/<month:month>/appeal/", stars.appeal, name="appeal"),
    path("development/career/<int:pk>/", development.career, name="career"),
    path("training/needs/", development.needs, name="training_needs"),
    path("training/needs/enrol/", development.enrol, name="training_needs_enrol"),
]
