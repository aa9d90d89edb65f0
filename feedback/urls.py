"""Public surveys, and what staff do about them in the portal."""

from django.urls import path

from feedback.views import call_backs, ideas, invitations, praise, public_ideas, queue, stopping, survey
from feedback.views.desk import acting, answering, pages, panels

app_name = "feedback"
urlpatterns = [
    path("s/<str:token>/", survey.survey, name="survey"),
    path("surveys/stop/<str:token>/", stopping.stop, name="survey_stop"),
    path("my/invitations/", invitations.invitations, name="invitations"),
    path("my/invitations/<str:seed>/", invitations.invitation, name="invitation"),
    path("queue/", queue.queue, name="queue"),
    path("requests/<int:pk>/", pages.show, name="request"),
    path("requests/<int:pk>/pulse/", pages.pulse, name="request_pulse"),
    path("requests/<int:pk>/earlier/<int:before>/", pages.earlier, name="request_earlier"),
    path("requests/<int:pk>/files/<int:file>/", pages.attachment, name="request_file"),
    path("requests/<int:pk>/answer/", answering.answer_request, name="request_answer"),
    path("requests/<int:pk>/take/", acting.take, name="request_take"),
    path("requests/<int:pk>/resume/", acting.resume, name="request_resume"),
    path("requests/<int:pk>/resolve/", acting.resolve, name="request_resolve"),
    path("requests/<int:pk>/close/", acting.close, name="request_close"),
    path("requests/<int:pk>/wait/", panels.wait, name="request_wait"),
    path("requests/<int:pk>/reopen/", panels.reopen, name="request_reopen"),
    path("requests/<int:pk>/hand-over/", panels.hand_over, name="request_hand_over"),
    path("requests/<int:pk>/tier/", panels.tier, name="request_tier"),
    path("requests/<int:pk>/category/", panels.category, name="request_category"),
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
