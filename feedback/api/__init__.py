"""The REST API's evidence: interactions in, survey invitations out, answers read; and service requests."""

from feedback.api.answers import AnswerApi
from feedback.api.interactions import InteractionApi
from feedback.api.invitations import InvitationApi
from feedback.api.requests import RequestApi
from feedback.api.spending import CustomerSpendApi

__all__ = ["AnswerApi", "CustomerSpendApi", "InteractionApi", "InvitationApi", "RequestApi"]
