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


class SessionError(Refusal):
    """A refusal of what is asked of a classroom session or a simulation."""


class NotForSessions(SessionError):
    """Only courses in use that are given in a classroom or as a simulation have sessions."""


class TimesWrong(SessionError):
    """A session ends after it begins, and is planned before."""


class Overlapping(SessionError):
    """Somebody would be in two places at the same time."""


class SeatsTaken(SessionError):
    """More people have a seat than would be left."""


class SessionOver(SessionError):
    """The session has begun, was held or was cancelled."""


class NotInvited(SessionError):
    """The person cannot have a place: not employed on the day, the lecturer, or the course is by assignment only."""


class NoPlace(SessionError):
    """The person has no place to give up, or to sign in on."""


class NoFreeSeat(SessionError):
    """Every seat has its person."""


class SignInClosed(SessionError):
    """Nobody can sign in now."""


class CodeExpired(SessionError):
    """The code is not, or no longer, on the screen."""


class StruckOut(SessionError):
    """The lecturer struck the person out."""


class DeviceUsed(SessionError):
    """Somebody else signed in with this device."""


class AttendanceWrong(SessionError):
    """The attendance is not complete, too early, or confirmed already."""
