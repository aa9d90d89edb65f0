"""Public surveys, and what staff do about them in the portal."""

from django.urls import path

from feedback.views import call_backs, invitations, stopping, survey

app_name = "feedback"
urlpatterns = [
    path("s/<str:token>/", survey.survey, name="survey"),
    path("surveys/stop/<str:token>/", stopping.stop, name="survey_stop"),
    path("my/invitations/", invitations.invitations, name="invitations"),
    path("my/invitations/<str:seed>/", invitations.invitation, name="invitation"),
    path("call-backs/", call_backs.call_backs, name="call_backs"),
    path("call-backs/interactions/<int:pk>/", call_backs.call_back_interaction, name="call_back_interaction"),
    path("call-backs/invitations/<int:pk>/", call_backs.call_back_invitation, name="call_back_invitation"),
]
