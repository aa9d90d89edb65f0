"""Why training refuses what was asked."""

from starservice.lib.refusals import Refusal


class CertificateError(Refusal):
    """A refusal of this app."""


class NumberTaken(CertificateError):
    """Another certificate has the number."""


class DatesWrong(CertificateError):
    """The days do not follow each other."""


class AlreadyRevoked(CertificateError):
    """A revoked certificate is neither renewed nor revoked again."""


class PathError(Refusal):
    """A learning path, its assignment or a mentor is refused."""


# --- the standards manual ---------------------------------------------------------------------
class ManualError(Refusal):
    """A refusal about a standards manual."""


class VersionClosed(ManualError):
    """The version is not in the state this needs."""


class VersionNotReady(ManualError):
    """Something is missing in the version; `problems` says what, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class OwnReview(ManualError):
    """Who sent a version to review does not publish it."""


class NotOpened(ManualError):
    """Nobody acknowledges what they have not opened."""


class StandardRefused(ManualError):
    """The standard cannot be saved like this."""
