"""Sit an exam: begin an attempt, save answer by answer, hand it in, or have it taken when the time is over.

The server's clock alone counts. What is sent up to the last moment may arrive some seconds later: GRACE is for the network,
not for people; the countdown ends before it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Staff
from people.services.trail import acting
from training.errors import AnotherPageWrites, AttemptOver, NotAnAnswer, StaleAnswer
from training.marking import NoAnswer, checked_answer
from training.models import Attempt, AttemptQuestion, Exam
from training.queries.exam_standing import Standing, standing
from training.queries.papers import open_attempt_of
from training.services.drawing_papers import drawn_paper, store_paper
from training.services.outcomes import grade, grade_many
from training.services.starting import refuse_to_start

GRACE = timedelta(seconds=5)
CLOSED_AT_ONCE = 200
SEED_BYTES = 16


@dataclass(frozen=True)
class Given:
    """An answer as it was sent: the place in the paper, the answer, and the version it was given upon."""

    place: int
    answer: Any
    version: int


def start_attempt(*, exam: Exam, staff: Staff, at: datetime) -> Attempt:
    """Begin an attempt, or return the one in progress: two starts at once make one. Raises an ExamError."""
    close_own(staff=staff, at=at)
    return _started(exam, staff, at)


@transaction.atomic
def _started(exam: Exam, staff: Staff, at: datetime) -> Attempt:
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    running = open_attempt_of(staff)
    if running and running.exam_id == exam.pk:
        return running
    now = standing(staff, exam, at)
    refuse_to_start(now, running)
    seed = secrets.token_hex(SEED_BYTES)
    questions = drawn_paper(exam, seed)
    with acting(staff.user, at):
        attempt = _begin(now, staff, seed, at)
    store_paper(attempt, questions)
    return attempt


def close_own(*, staff: Staff, at: datetime) -> None:
    """Hand in somebody's attempt if its time is over, without waiting for the job of the minute."""
    running = open_attempt_of(staff)
    if running and running.exam.kind == Exam.Kind.THEORY and is_over(running, at):
        submit_attempt(attempt=running, at=at)


def _begin(now: Standing, staff: Staff, seed: str, at: datetime) -> Attempt:
    newest = Attempt.objects.filter(exam=now.exam, staff=staff).order_by("-number").first()
    return Attempt.objects.create(
        exam=now.exam,
        staff=staff,
        number=newest.number + 1 if newest else 1,
        round=now.round,
        seed=seed,
        pass_mark=now.exam.pass_mark,
        started_at=at,
        ends_at=at + timedelta(minutes=now.exam.minutes),
    )


def is_over(attempt: Attempt, at: datetime) -> bool:
    """Whether no answer to an attempt is taken any more."""
    return attempt.state != Attempt.State.OPEN or at > attempt.ends_at + GRACE


@transaction.atomic
def take_pen(*, attempt: Attempt, writer: UUID, at: datetime) -> bool:
    """Let a page write from now on, and no other; return whether the attempt is still open."""
    attempt = _locked(attempt)
    if is_over(attempt, at):
        return False
    attempt.writer = writer
    attempt.save(update_fields=["writer"])
    return True


def save_answer(
    *, attempt: Attempt, place: int, answer: Any, version: int, writer: UUID | None, at: datetime
) -> AttemptQuestion:
    """Save the answer to one question; raises a SittingError. Sending the same once more changes nothing."""
    given = [Given(place, answer, version)]
    return save_answers(attempt=attempt, given=given, writer=writer, at=at)[0]


@transaction.atomic
def save_answers(
    *, attempt: Attempt, given: Sequence[Given], writer: UUID | None, at: datetime
) -> list[AttemptQuestion]:
    """Save several answers, all or none; return the questions in the order given. Raises a SittingError."""
    attempt = _locked(attempt)
    if is_over(attempt, at):
        raise AttemptOver(_("The time is over. What was saved before counts; this answer came too late."))
    if attempt.writer != writer:
        raise AnotherPageWrites(
            _("The exam was opened in another page. Continue there, or here to go on in this one.")
        )
    asked = {row.place: row for row in attempt.questions.filter(place__in=[one.place for one in given])}
    answered = [_answer(asked, one, at) for one in given]
    AttemptQuestion.objects.bulk_update(asked.values(), ["answer", "answered_at", "version"])
    return answered


def _answer(asked: dict[int, AttemptQuestion], given: Given, at: datetime) -> AttemptQuestion:
    row = asked.get(given.place)
    if row is None:
        raise NotAnAnswer(_("This exam has no such question."))
    answer = _checked(row, given.answer)
    if answer == row.answer:
        return row
    if given.version != row.version:
        raise StaleAnswer(_("Another answer to this question was saved since. This one was not."))
    row.answer, row.answered_at, row.version = answer, at, row.version + 1
    return row


def _checked(row: AttemptQuestion, answer: Any) -> Any:
    try:
        return checked_answer(row.shown["kind"], [option["id"] for option in row.shown["options"]], answer)
    except NoAnswer as refusal:
        raise NotAnAnswer(_("This is no answer to the question. Nothing was changed.")) from refusal


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand an attempt in and grade it; one handed in before is returned as it is."""
    attempt = _locked(attempt)
    if attempt.state != Attempt.State.OPEN:
        return attempt
    _hand_in(attempt, at)
    with acting(attempt.staff.user, at):
        attempt.save(update_fields=["state", "submitted_at"])
    return grade(attempt=attempt, at=at)


@transaction.atomic
def close_run_out(*, at: datetime) -> int:
    """Hand in the attempts whose time is over, with what was saved until then; return how many. A fixed number of queries."""
    over = Attempt.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        exam__kind=Exam.Kind.THEORY, state=Attempt.State.OPEN, ends_at__lt=at - GRACE
    )
    attempts = list(over.select_related("exam", "staff").order_by("ends_at")[:CLOSED_AT_ONCE])
    for attempt in attempts:
        _hand_in(attempt, at)
    with acting(None, at):
        Attempt.objects.bulk_update(attempts, ["state", "submitted_at"])
        grade_many(attempts=attempts, at=at)
    return len(attempts)


def _hand_in(attempt: Attempt, at: datetime) -> None:
    attempt.state, attempt.submitted_at = Attempt.State.SUBMITTED, min(at, attempt.ends_at)


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(no_key=True, of=("self",)).select_related("exam", "staff__user")
    return rows.get(pk=attempt.pk)
