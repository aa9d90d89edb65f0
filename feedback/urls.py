"""Public surveys, and what staff do about them in the portal."""

from django.urls import path

from feedback.views import survey

app_name = "feedback"
urlpatterns = [
    path("s/<str:token>/", survey.survey, name="survey"),
]
