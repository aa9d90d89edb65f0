"""What can be refused around customers and surveys; each message is for the person who asked."""

from collections.abc import Mapping


class FeedbackError(Exception):
    """A refusal with a translated message."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))


class NotEmployedError(FeedbackError):
    """The member of staff worked in no department on the day of the service."""


class NoFormError(FeedbackError):
    """No survey form is in force on the day of the service."""


class SurveyFormError(FeedbackError):
    """The survey form cannot be published like this."""


class InvitationError(FeedbackError):
    """The invitation cannot be sent or revoked like this."""


class ClosedInvitationError(FeedbackError):
    """The link is unknown, used, expired or revoked; which of these is not told."""


class OwnAnswerError(FeedbackError):
    """Somebody tried to answer about themselves."""


class OtherFormError(FeedbackError):
    """The answer belongs to the questions of another survey."""


class AnsweredError(FeedbackError):
    """There is an answer already; the first one counts."""


class AnswerFieldsError(FeedbackError):
    """Some fields are wrong; `fields` has a message for each."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class EvidenceError(FeedbackError):
    """The evidence event cannot be recorded or withdrawn like this."""


class JudgementError(FeedbackError):
    """The judgement on an answer lacks its reason or does not apply."""


class CommendationError(FeedbackError):
    """The praise cannot be taken or decided like this."""


class SuggestionError(FeedbackError):
    """The suggestion cannot be taken or decided like this."""


class FileRefusedError(FeedbackError):
    """A file is of the wrong kind or too large."""
