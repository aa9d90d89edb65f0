"""Why certificates are refused."""

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
