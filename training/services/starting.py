"""Why an exam cannot be begun, each reason in its own words."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.errors import (
    AlreadyPassed,
    CoolingOff,
    ExamNotInUse,
    NoAttemptLeft,
    OpenElsewhere,
    StepsBefore,
    WaitingForAssessor,
)
from training.models import Attempt, Exam
from training.queries.exam_standing import Standing


def refuse_to_start(now: Standing, running: Attempt | None) -> None:
    """Raise the first reason, an ExamError, why somebody who stands so cannot begin; `running` is another exam's attempt."""
    if not now.exam.is_active or now.exam.kind != Exam.Kind.THEORY:
        raise ExamNotInUse(_("This exam is not in use."))
    if running:
        raise OpenElsewhere(
            _("Your exam “%(exam)s” is still in progress. Finish it first.") % {"exam": running.exam}
        )
    if now.waiting:
        raise WaitingForAssessor(_("Your last attempt is not marked yet. Wait for its result."))
    _refuse_by_what_was_done(now)


def _refuse_by_what_was_done(now: Standing) -> None:
    if now.passed:
        day = date_format(timezone.localtime(now.passed.submitted_at), "SHORT_DATE_FORMAT")
        raise AlreadyPassed(
            _("You passed this exam on %(day)s. Nothing asks for it again yet.") % {"day": day}
        )
    if now.steps_before:
        steps = ", ".join(str(step) for step in now.steps_before)
        raise StepsBefore(_("Your learning path wants these done first: %(steps)s.") % {"steps": steps})
    if not now.left:
        raise NoAttemptLeft(
            _("All attempts are used. After the retraining on your learning path you can try again.")
        )
    if now.next_at:
        moment = date_format(timezone.localtime(now.next_at), "SHORT_DATETIME_FORMAT")
        raise CoolingOff(_("From %(moment)s on you can try again.") % {"moment": moment})
