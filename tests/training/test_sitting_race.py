"""Two pages, two tabs and the job of the minute at once, on connections of their own."""

from datetime import timedelta

from tests.factories import NOON
from tests.feedback.test_sweep_race import at_once
from tests.training.exam_world import PEN, begun, exam_of, person, right
from training.errors import OpenElsewhere, StaleAnswer
from training.models import Attempt
from training.services.sitting import close_run_out, save_answer, start_attempt, submit_attempt

LATER = timedelta(hours=2)


def caught(call, *refusals):
    """A call that returns the kind of refusal it met, if that was expected."""

    def run():
        try:
            return call()
        except refusals as refusal:
            return type(refusal)

    return run


def test_two_starts_at_once_make_one_attempt_and_both_get_it(transactional_db):
    exam, staff = exam_of(), person()
    first, *others = at_once(*[lambda: start_attempt(exam=exam, staff=staff, at=NOON)] * 4)
    assert others == [first] * 3
    assert Attempt.objects.get().questions.count() == 4


def test_two_exams_begun_at_once_make_one_attempt(transactional_db):
    exams, staff = [exam_of(), exam_of()], person()
    ends = at_once(
        *[
            caught(lambda exam=exam: start_attempt(exam=exam, staff=staff, at=NOON), OpenElsewhere)
            for exam in exams
        ]
    )
    assert Attempt.objects.count() == 1
    assert ends.count(OpenElsewhere) == 1


def test_handing_in_and_the_job_at_once_grade_once(transactional_db):
    attempt = begun(["single"], minutes=10)
    row = attempt.questions.get()
    save_answer(attempt=attempt, place=1, answer=right(row), version=0, writer=PEN, at=NOON)
    at = NOON + LATER
    at_once(
        lambda: submit_attempt(attempt=attempt, at=at),
        lambda: close_run_out(at=at),
        lambda: submit_attempt(attempt=attempt, at=at),
        lambda: close_run_out(at=at),
    )
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.submitted_at) == ("graded", 100, attempt.ends_at)
    assert attempt.staff.user.notifications.filter(code="exam_passed").count() == 1


def test_two_answers_at_once_save_one_and_refuse_the_other(transactional_db):
    attempt = begun(["single"])
    options = [option["id"] for option in attempt.questions.get().shown["options"]]

    def save(option):
        return save_answer(attempt=attempt, place=1, answer=[option], version=0, writer=PEN, at=NOON)

    ends = at_once(*[caught(lambda one=one: save(one), StaleAnswer) for one in options])
    assert ends.count(StaleAnswer) == len(options) - 1
    assert attempt.questions.get().version == 1
