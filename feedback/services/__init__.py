"""What is done with customers and their answers; one module a noun."""

from feedback.services.invitations import (
    revoke_invitation,
    revoke_invitations,
    send_invitation,
    send_invitations,
)
from feedback.services.recording import record_answer, record_call_back
from feedback.services.survey_forms import publish_survey_form

__all__ = [
    "publish_survey_form",
    "record_answer",
    "record_call_back",
    "revoke_invitation",
    "revoke_invitations",
    "send_invitation",
    "send_invitations",
]
