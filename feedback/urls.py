"""Public surveys, and what staff do about them in the portal."""

from django.urls import path

from feedback.views import call_backs, ideas, invitations, praise, public_ideas, stopping, survey

app_name = "feedback"
urlpatterns = [
    path("s/<str:token>/", survey.survey, name="survey"),
    path("surveys/stop/<str:token>/", stopping.stop, name="survey_stop"),
    path("my/invitations/", invitations.invitations, name="invitations"),
    path("my/invitations/<str:seed>/", invitations.invitation, name="invitation"),
    path("call-backs/", call_backs.call_backs, name="call_backs"),
    path("call-backs/interactions/<int:pk>/", call_backs.call_back_interaction, name="call_back_interaction"),
    path("call-backs/invitations/<int:pk>/", call_backs.call_back_invitation, name="call_back_invitation"),
    path("praise/", praise.public_praise, name="praise"),
    path("praise/thanks/", praise.praise_thanks, name="praise_thanks"),
    path("my/praise/", praise.my_praise, name="praise_mine"),
    path("my/praise/give/", praise.give_praise, name="praise_give"),
    path("ideas/", public_ideas.public_ideas, name="ideas"),
    path("ideas/<str:token>/", public_ideas.idea_followed, name="idea_followed"),
    path("my/ideas/", ideas.my_ideas, name="ideas_mine"),
    path("my/ideas/new/", ideas.new_idea, name="idea_new"),
    path("my/ideas/standings/", ideas.idea_standings, name="idea_standings"),
    path("my/ideas/<int:pk>/", ideas.my_idea, name="idea_mine"),
    path("my/ideas/<int:pk>/certificate/", ideas.certificate, name="idea_certificate"),
]
