"""Mark texts and simulations on their rubrics; by an assessor who is neither the candidate nor the candidate's mentor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Staff, User
from people.services.trail import acting
from training.errors import MarkOutOfRange, MarksMissing, MayNotAssess, NotEligible, NotToMark
from training.models import Attempt, AttemptQuestion, Exam, RubricMark
from training.queries.assessing import Line, Marking, marking_of, mentored_by, staff_assessed_by
from training.queries.exam_standing import Standing, standing
from training.rubric_marks import is_step
from training.services.outcomes import grade


@dataclass(frozen=True)
class Mark:
    """Points on a criterion of a text (the number of its place in the attempt) or, with 0, of the simulation."""

    question: int
    criterion: int
    points: Decimal
    note: str = ""

    @property
    def field(self) -> str:
        """The field of the page it comes from."""
        return f"points-{self.question}-{self.criterion}"


def refuse_assessor(*, candidate: Staff, assessor: Staff, by: User) -> None:
    """Raise MayNotAssess for oneself, for whom one mentors, and for whoever is out of reach."""
    if candidate.pk == assessor.pk:
        raise MayNotAssess(_("Nobody marks their own exam."))
    if mentored_by(assessor).filter(pk=candidate.pk).exists():
        raise MayNotAssess(
            _("You are the mentor of %(name)s; somebody else has to mark the exam.")
            % {"name": candidate.name}
        )
    if not staff_assessed_by(by, assessor).filter(pk=candidate.pk).exists():
        raise MayNotAssess(_("%(name)s is not in your reach.") % {"name": candidate.name})


@transaction.atomic
def begin_simulation(*, exam: Exam, candidate: Staff, assessor: Staff, by: User, at: datetime) -> Attempt:
    """Begin to hold a simulation; it counts as an attempt. Raises MayNotAssess or NotEligible."""
    Staff.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    refuse_assessor(candidate=candidate, assessor=assessor, by=by)
    now = standing(candidate, exam, at)
    _refuse_standing(now)
    newest = Attempt.objects.filter(exam=exam, staff=candidate).order_by("-number").first()
    with acting(by, at):
        return Attempt.objects.create(
            exam=exam,
            staff=candidate,
            number=newest.number + 1 if newest else 1,
            round=now.round,
            state=Attempt.State.SUBMITTED,
            pass_mark=exam.pass_mark,
            started_at=at,
            ends_at=at + timedelta(minutes=exam.minutes),
            submitted_at=at,
            assessor=assessor,
        )


def _refuse_standing(now: Standing) -> None:
    if not now.exam.is_active or now.exam.kind != Exam.Kind.SIMULATION:
        raise NotEligible(_("This simulation is not in use."), "exam")
    if now.waiting:
        raise NotEligible(_("A simulation of this person is being marked already."), "candidate")
    if now.passed:
        raise NotEligible(_("This person passed the simulation already."), "candidate")
    _refuse_too_early(now)


def _refuse_too_early(now: Standing) -> None:
    if now.steps_before:
        steps = ", ".join(str(step) for step in now.steps_before)
        raise NotEligible(
            _("The learning path wants these done first: %(steps)s.") % {"steps": steps}, "candidate"
        )
    if not now.left:
        raise NotEligible(
            _("All attempts are used; the retraining on the learning path comes first."), "candidate"
        )
    if now.next_at:
        moment = date_format(timezone.localtime(now.next_at), "SHORT_DATETIME_FORMAT")
        raise NotEligible(_("The next attempt can begin on %(moment)s.") % {"moment": moment}, "candidate")


@transaction.atomic
def save_marks(
    *, attempt: Attempt, marks: Sequence[Mark], assessor: Staff, by: User, at: datetime
) -> Marking:
    """Keep marks as a draft that can be gone on with; raises an AssessingError."""
    attempt = _locked(attempt)
    refuse_assessor(candidate=attempt.staff, assessor=assessor, by=by)
    lines = {
        (sheet.key, line.criterion.pk): line for sheet in marking_of(attempt).sheets for line in sheet.lines
    }
    rows = [_row(attempt, mark, lines, by, at) for mark in marks]
    RubricMark.objects.filter(attempt=attempt).filter(
        pk__in=[line.mark.pk for line in lines.values() if line.mark]
    ).delete()
    RubricMark.objects.bulk_create(rows)
    with acting(by, at):
        attempt.assessor = assessor
        attempt.save(update_fields=["assessor"])
    return marking_of(attempt)


@transaction.atomic
def finish_marking(
    *, attempt: Attempt, marks: Sequence[Mark], assessor: Staff, by: User, at: datetime
) -> Attempt:
    """Give the last marks and grade the attempt; raises an AssessingError."""
    marking = save_marks(attempt=attempt, marks=marks, assessor=assessor, by=by, at=at)
    for sheet in marking.sheets:
        _require_all(sheet.key, sheet.lines)
    texts = []
    for sheet in marking.sheets:
        if sheet.question:
            sheet.question.earned = sheet.earned
            texts.append(sheet.question)
    AttemptQuestion.objects.bulk_update(texts, ["earned"])
    with acting(by, at):
        return grade(attempt=marking.attempt, at=at, assessor=assessor)


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("exam__rubric", "staff__user")
    found = rows.get(pk=attempt.pk)
    if found.state != Attempt.State.SUBMITTED:
        raise NotToMark(_("This exam is not waiting to be marked any more."))
    return found


def _row(
    attempt: Attempt, mark: Mark, lines: dict[tuple[int, int], Line], by: User, at: datetime
) -> RubricMark:
    line = lines.get((mark.question, mark.criterion))
    if line is None:
        raise MarkOutOfRange(_("This criterion does not belong to the exam."), mark.field)
    if not 0 <= mark.points <= line.most or not is_step(mark.points):
        facts = {"criterion": line.criterion, "most": f"{line.most.normalize():f}"}
        raise MarkOutOfRange(_("“%(criterion)s” takes 0 to %(most)s points, in halves.") % facts, mark.field)
    return RubricMark(
        attempt=attempt,
        question_id=mark.question or None,
        criterion=line.criterion,
        most=line.most,
        points=mark.points,
        note=mark.note,
        given_by=by,
        given_at=at,
    )


def _require_all(sheet: int, lines: Iterable[Line]) -> None:
    found = list(lines)
    missing = next((line for line in found if line.mark is None), None)
    if not found:
        raise MarksMissing(_("The question has no rubric to be marked on; ask the training department."))
    if missing:
        field = f"points-{sheet}-{missing.criterion.pk}"
        raise MarksMissing(
            _("Give points on “%(criterion)s” first.") % {"criterion": missing.criterion}, field
        )
