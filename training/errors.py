"""Why training refuses what was asked."""

from starservice.lib.refusals import Refusal


class CertificateError(Refusal):
    """A refusal of this app."""


class DevelopmentError(Refusal):
    """A skill assessment, plan or rotation that is refused."""


class NumberTaken(CertificateError):
    """Another certificate has the number."""


class DatesWrong(CertificateError):
    """The days do not follow each other."""


class AlreadyRevoked(CertificateError):
    """A revoked certificate is neither renewed nor revoked again."""


class WrongSuspension(CertificateError):
    """Days or reason of a suspension do not fit the certificate."""


class NotRenewable(CertificateError):
    """The certificate cannot be renewed now."""


class NotPrintable(CertificateError):
    """No font has a character of the certificate."""


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


# --- sitting exams ----------------------------------------------------------------------------
class ExamError(Refusal):
    """An exam cannot be begun."""


class ExamNotInUse(ExamError):
    """The exam is switched off, asks nothing, or is no exam one sits alone."""


class TooFewQuestions(ExamError):
    """The bank has not enough questions that are ready."""


class StepsBefore(ExamError):
    """Steps of the learning path come first."""


class OpenElsewhere(ExamError):
    """Another exam is in progress."""


class WaitingForAssessor(ExamError):
    """The attempt before is not marked yet."""


class NoAttemptLeft(ExamError):
    """All attempts of this round are used."""


class CoolingOff(ExamError):
    """The next attempt may begin later."""


class AlreadyPassed(ExamError):
    """The exam was passed, and nothing asks for it again."""


class SittingError(Refusal):
    """An answer was not saved."""


class AttemptOver(SittingError):
    """The attempt is over: its time ran out, or it was handed in."""


class AnotherPageWrites(SittingError):
    """The exam was opened in a newer page, which alone may write."""


class StaleAnswer(SittingError):
    """Another answer to the question was saved since."""


class NotAnAnswer(SittingError):
    """What was sent is no answer to a question of this paper."""


class NothingToMark(SittingError):
    """No points can be earned in this attempt."""


class AlreadyVoid(SittingError):
    """The attempt is void already."""


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


class QuestionUnready(Refusal):
    """A question cannot be asked: no right answer, a gap in an order, a text without rubric."""


class LearningError(Refusal):
    """A course cannot be learned as asked."""


class CourseClosed(LearningError):
    """The course is not in use, or not open to who was not assigned it."""


class UnitNotOpened(LearningError):
    """A unit is completed only after it was opened."""


class NotWatched(LearningError):
    """Too little of the video was watched."""


class CaseError(Refusal):
    """A case cannot become what was asked."""


class FileRefused(LearningError):
    """A file of the wrong kind or too large."""


class AssessingError(Refusal):
    """Marking is refused."""


class MayNotAssess(AssessingError):
    """One's own exam, that of somebody one mentors, or of somebody out of reach."""


class MarkOutOfRange(AssessingError):
    """Points below nothing, above the most, or between the steps."""


class MarksMissing(AssessingError):
    """A criterion has no points yet."""


class NotToMark(AssessingError):
    """The attempt is not waiting for an assessor."""


class NotEligible(AssessingError):
    """The candidate cannot take the simulation now."""


class CourseUnready(LearningError):
    """A course has nothing to learn yet."""


class QuestionsChanged(Refusal):
    """The bank is not what the preview of an import showed."""


class RegradeError(Refusal):
    """A regrading is refused."""


class RegradesToNothing(RegradeError):
    """An attempt would be left without any question."""


class NothingToRegrade(RegradeError):
    """No attempt would change."""


class RegradeChanged(RegradeError):
    """Attempts are not what the preview showed."""
