"""The REST API's evidence: interactions in, survey invitations out, answers read."""

from feedback.api.answers import AnswerApi
from feedback.api.interactions import InteractionApi
from feedback.api.invitations import InvitationApi

__all__ = ["AnswerApi", "InteractionApi", "InvitationApi"]
