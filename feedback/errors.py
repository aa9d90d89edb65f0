"""What can be refused around customers and surveys; each message is for the person who asked."""

from collections.abc import Mapping
from typing import Any


class FeedbackError(Exception):
    """A refusal with a translated message."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))


class NotEmployedError(FeedbackError):
    """The member of staff worked in no department on the day of the service."""


class NoFormError(FeedbackError):
    """No survey form is in force on the day of the service."""


class SurveyFormError(FeedbackError):
    """The survey form cannot be made, changed or published like this; `problems` holds each reason."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


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


class ComplaintError(FeedbackError):
    """The complaint, money asked for on it, or a service error cannot be dealt with like this; `field` names what to correct."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class JudgementError(FeedbackError):
    """The judgement on an answer lacks its reason or does not apply."""


class CommendationError(FeedbackError):
    """The praise cannot be taken or decided like this."""


class SuggestionError(FeedbackError):
    """The suggestion cannot be taken or decided like this."""


class FileRefusedError(FeedbackError):
    """A file is of the wrong kind or too large."""


class RequestError(FeedbackError):
    """A service request cannot be changed like this."""


class RequestStateError(RequestError):
    """The request is not, or no longer, in a state in which this can be done."""


class ClosedRequestError(RequestStateError):
    """The request is closed."""


class NotAnsweredError(RequestError):
    """Nobody has answered the customer yet."""


class AwayError(RequestError):
    """The person takes no requests now."""


class EmptyMessageError(RequestError):
    """A message has neither text nor file."""


class AnsweredMeanwhileError(RequestError):
    """Somebody else replied since the writer last looked; `entry` is that reply."""

    def __init__(self, message: str, entry: Any) -> None:
        super().__init__(message)
        self.entry = entry


class CustomerError(FeedbackError):
    """The customer cannot be tagged, merged, handed out or erased like this."""


class NoTierError(FeedbackError):
    """No service tier is in use, so nothing can be promised."""


class CalendarError(FeedbackError):
    """The calendar or its public days cannot be kept like this; `weekday` is where its hours are wrong."""

    def __init__(self, message: str, weekday: int | None = None) -> None:
        super().__init__(message)
        self.weekday = weekday


class DrawError(FeedbackError):
    """The prize draw cannot take this step or this entry."""
