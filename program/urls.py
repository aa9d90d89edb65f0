"""The REST API, and what belongs to the programme as a whole."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from feedback.api import AnswerApi, CustomerSpendApi, InteractionApi, InvitationApi, RequestApi
from people.api import StaffApi
from ratings.api import MONTH_PATTERN, MonthApi, StarApi

app_name = "program"

router = SimpleRouter()
router.register("staff", StaffApi, basename="staff")
router.register("months", MonthApi, basename="month")
router.register(rf"months/(?P<month>{MONTH_PATTERN})/stars", StarApi, basename="star")
router.register("interactions", InteractionApi, basename="interaction")
router.register("invitations", InvitationApi, basename="invitation")
router.register("requests", RequestApi, basename="request")
router.register("customer-spending", CustomerSpendApi, basename="customer-spend")
router.register("survey-answers", AnswerApi, basename="answer")

docs = SpectacularSwaggerSplitView.as_view(
    url_name="program:schema", template_name="program/api_docs.html", url_self=None
)

urlpatterns = [
    path("api/v1/", include(router.urls)),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs, name="docs"),
]
