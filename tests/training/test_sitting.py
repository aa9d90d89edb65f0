"""Begin an exam, save answers, be late, hand in: what the server allows, whatever a page sends."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import Notification
from people.notices import words_of
from tests.factories import NOON
from tests.training.exam_world import (
    DAY,
    HOUR,
    OTHER_PEN,
    PEN,
    answer,
    begun,
    exam_of,
    person,
    right,
    sat,
    wrong,
)
from tests.training.factories import (
    AttemptFactory,
    CourseFactory,
    EnrolmentFactory,
    ExamFactory,
    ExamPartFactory,
    LearningPathFactory,
    PathStepFactory,
    QuestionFactory,
)
from training import errors
from training.models import Attempt, AttemptQuestion, PathAssignment, PathRule
from training.queries.papers import topic_shares
from training.services.paths import assign_path, progressed
from training.services.sitting import (
    GRACE,
    Given,
    close_run_out,
    save_answer,
    save_answers,
    start_attempt,
    submit_attempt,
    take_pen,
)
from training.services.voiding import void_attempt

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
FOUR = ("single", "multiple", "true_false", "order")


def start(exam, staff, at=NOON):
    return start_attempt(exam=exam, staff=staff, at=at)


def on_path(staff, exam, *, before=(), at=NOON - DAY, **options):
    """Put somebody on a path with an exam after some courses."""
    path = LearningPathFactory(**options)
    step = PathStepFactory(path=path, course=None, exam=exam, order=99)
    for course in before:
        step.after.add(PathStepFactory(path=path, course=course))
    return assign_path(path=path, staff=staff, cause="by_hand", key="test", at=at)


# Beginning


def test_an_attempt_keeps_what_it_was_begun_with():
    exam = exam_of(minutes=45, pass_mark=85)
    attempt = start(exam, person())
    assert (attempt.number, attempt.round, attempt.state) == (1, 1, "open")
    assert (attempt.pass_mark, attempt.ends_at) == (85, NOON + timedelta(minutes=45))
    rows = list(attempt.questions.order_by("place"))
    assert [row.place for row in rows] == [1, 2, 3, 4]
    assert [row.shown["kind"] for row in rows] == list(FOUR)
    assert all(set(row.key) <= {option["id"] for option in row.shown["options"]} for row in rows)
    assert [len(row.key) for row in rows] == [1, 2, 1, 4]
    exam.pass_mark = 10
    exam.save()
    rows[0].question.text = {"en": "Changed"}
    rows[0].question.save()
    attempt.refresh_from_db()
    assert attempt.pass_mark == 85
    assert attempt.questions.get(place=1).shown["text"] != {"en": "Changed"}


def test_two_people_get_papers_of_their_own():
    exam = ExamFactory()
    part = ExamPartFactory(exam=exam, count=5)
    QuestionFactory.create_batch(30, topic=part.topic)
    papers = [
        frozenset(start(exam, person()).questions.values_list("question", flat=True)) for _n in range(4)
    ]
    assert len(set(papers)) == 4


def test_starting_again_returns_the_one_in_progress():
    exam, staff = exam_of(), person()
    assert start(exam, staff) == start(exam, staff, NOON + SECOND)
    assert Attempt.objects.count() == 1


def test_an_exam_out_of_use_is_not_begun():
    with pytest.raises(errors.ExamNotInUse):
        start(exam_of(is_active=False), person())


def test_a_simulation_is_not_begun_alone():
    with pytest.raises(errors.ExamNotInUse):
        start(ExamFactory(kind="simulation"), person())


def test_an_exam_without_parts_is_not_begun():
    with pytest.raises(errors.ExamNotInUse):
        start(ExamFactory(), person())


def test_too_few_questions_name_the_part_and_how_many_it_lacks():
    exam = ExamFactory()
    part = ExamPartFactory(exam=exam, count=5, difficulty=3, kind="single")
    QuestionFactory.create_batch(3, topic=part.topic, difficulty=3)
    QuestionFactory.create_batch(3, topic=part.topic, difficulty=1)
    QuestionFactory(topic=part.topic, difficulty=3, state="retired")
    with pytest.raises(errors.TooFewQuestions) as refusal:
        start(exam, person())
    assert f"“{part.topic.name['en']}, hard, one right answer” lacks 2 questions" in refusal.value.message
    assert not Attempt.objects.exists()


def test_another_exam_in_progress_comes_first():
    staff = person()
    start(exam_of(), staff)
    with pytest.raises(errors.OpenElsewhere):
        start(exam_of(), staff)


def test_an_exam_whose_time_is_over_stands_in_nobodys_way():
    staff = person()
    over = start(exam_of(minutes=10), staff)
    start(exam_of(), staff, NOON + HOUR)
    over.refresh_from_db()
    assert (over.state, over.submitted_at) == ("graded", NOON + timedelta(minutes=10))


def test_the_database_holds_one_attempt_in_progress():
    attempt = AttemptFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptFactory(staff=attempt.staff)


def test_cooling_off_says_when_it_ends():
    exam, staff = exam_of(cooling_off_hours=24), person()
    sat(exam, staff, share=0)
    with pytest.raises(errors.CoolingOff) as refusal:
        start(exam, staff, NOON + DAY - SECOND)
    assert "10/16/2026" in refusal.value.message
    assert "noon" in refusal.value.message or "12" in refusal.value.message
    assert start(exam, staff, NOON + DAY).number == 2


def test_after_the_last_attempt_there_is_none_left():
    exam, staff = exam_of(attempts_allowed=2, cooling_off_hours=0), person()
    sat(exam, staff, share=0)
    sat(exam, staff, share=0, at=NOON + HOUR)
    with pytest.raises(errors.NoAttemptLeft):
        start(exam, staff, NOON + DAY)


def test_a_void_attempt_does_not_count():
    exam, staff = exam_of(attempts_allowed=1, cooling_off_hours=0), person()
    void_attempt(attempt=sat(exam, staff, share=0), reason="Power failure", by=None, at=NOON)
    assert start(exam, staff, NOON + HOUR).number == 2


def test_a_passed_exam_is_not_taken_again():
    exam, staff = exam_of(), person()
    sat(exam, staff)
    with pytest.raises(errors.AlreadyPassed):
        start(exam, staff, NOON + DAY)


def test_a_path_that_counts_nothing_earlier_asks_for_a_passed_exam_again():
    exam, staff = exam_of(attempts_allowed=1), person()
    sat(exam, staff)
    on_path(staff, exam, at=NOON + DAY, counts_earlier=False)
    assert start(exam, staff, NOON + 2 * DAY).number == 2


def test_steps_that_come_first_are_named():
    exam, staff = exam_of(), person()
    first, second = CourseFactory(title={"en": "Greeting"}), CourseFactory(title={"en": "Till"})
    on_path(staff, exam, before=[first, second])
    EnrolmentFactory._meta.model.objects.filter(course=first).update(completed_at=NOON, minutes=60)
    with pytest.raises(errors.StepsBefore) as refusal:
        start(exam, staff)
    assert "Till" in refusal.value.message
    assert "Greeting" not in refusal.value.message
    EnrolmentFactory._meta.model.objects.filter(course=second).update(completed_at=NOON, minutes=60)
    assert start(exam, staff).state == "open"


def test_a_text_that_waits_for_the_assessor_holds_the_next_attempt_back():
    exam, staff = exam_of(["text"]), person()
    attempt = sat(exam, staff)
    assert (attempt.state, attempt.score, attempt.submitted_at) == ("submitted", None, NOON)
    with pytest.raises(errors.WaitingForAssessor):
        start(exam, staff, NOON + DAY)


def test_an_empty_text_needs_no_assessor():
    attempt = sat(exam_of(["single", "text"]), person(), share=Decimal("0.5"))
    assert (attempt.state, attempt.score) == ("graded", 50)


def test_retraining_opens_the_next_round():
    exam, staff = exam_of(attempts_allowed=1, cooling_off_hours=0), person()
    course = CourseFactory()
    path = PathStepFactory(course=course, path__kind="retraining", path__counts_earlier=False).path
    PathRule.objects.create(path=path, cause="failed_exam", exam=exam)
    sat(exam, staff, share=0)
    assert PathAssignment.objects.get(staff=staff).path == path
    with pytest.raises(errors.NoAttemptLeft):
        start(exam, staff, NOON + HOUR)
    staff.enrolments.filter(course=course).update(completed_at=NOON + HOUR, minutes=60)
    progressed(staff_ids=[staff.pk], at=NOON + HOUR)
    again = start(exam, staff, NOON + 2 * HOUR)
    assert (again.number, again.round) == (2, 2)


# Saving


def test_answers_are_saved_one_by_one_and_graded_at_once():
    attempt = begun()
    rows = list(attempt.questions.order_by("place"))
    for row in rows[:3]:
        answer(row, right(row))
    answer(rows[3], wrong(rows[3]))
    done = submit_attempt(attempt=attempt, at=NOON + SECOND)
    assert (done.state, done.score, done.passed) == ("graded", 75, False)
    assert (done.submitted_at, done.graded_at) == (NOON + SECOND, NOON + SECOND)
    assert [(share.earned, share.points) for share in topic_shares(done)] == [(3, 4)]


def test_an_answer_can_be_changed_and_taken_back():
    row = begun(["single"]).questions.get()
    saved = answer(row, wrong(row))
    saved = answer(saved, right(row))
    assert (saved.answer, saved.version) == (row.key, 2)
    saved = answer(saved, [])
    assert (saved.answer, saved.version) == (None, 3)


def test_a_stale_answer_is_refused_and_the_newer_one_stays():
    row = begun(["single"]).questions.get()
    answer(row, right(row))
    with pytest.raises(errors.StaleAnswer):
        save_answer(attempt=row.attempt, place=1, answer=wrong(row), version=0, writer=PEN, at=NOON)
    row.refresh_from_db()
    assert (row.answer, row.version) == (row.key, 1)


def test_sending_the_same_twice_is_saved_once():
    """The first reply was lost on the way."""
    row = begun(["single"]).questions.get()
    for _time in range(2):
        saved = save_answer(attempt=row.attempt, place=1, answer=row.key, version=0, writer=PEN, at=NOON)
        assert saved.version == 1


@pytest.mark.parametrize(
    ("after", "counts"), [(timedelta(0), True), (GRACE, True), (GRACE + SECOND / 1000, False)]
)
def test_answers_count_until_the_end_and_the_network_has_some_seconds(after, counts):
    row = begun(["single"]).questions.get()
    at = row.attempt.ends_at + after
    if counts:
        answer(row, right(row), at=at)
    else:
        with pytest.raises(errors.AttemptOver):
            answer(row, right(row), at=at)
    done = submit_attempt(attempt=row.attempt, at=at)
    assert done.score == (100 if counts else 0)
    assert done.submitted_at == done.ends_at


def test_an_answer_after_handing_in_is_refused():
    row = begun(["single"]).questions.get()
    submit_attempt(attempt=row.attempt, at=NOON)
    with pytest.raises(errors.AttemptOver):
        answer(row, right(row), at=NOON + SECOND)
    row.refresh_from_db()
    assert row.answer is None


def test_only_the_newest_page_writes():
    row = begun(["single"]).questions.get()
    answer(row, wrong(row))
    assert take_pen(attempt=row.attempt, writer=OTHER_PEN, at=NOON)
    row.refresh_from_db()
    with pytest.raises(errors.AnotherPageWrites):
        answer(row, right(row))
    assert answer(row, right(row), writer=OTHER_PEN).version == 2


def test_a_page_that_was_never_opened_writes_nothing():
    attempt = start(exam_of(["single"]), person())
    take_pen(attempt=attempt, writer=PEN, at=NOON)
    with pytest.raises(errors.AnotherPageWrites):
        save_answer(attempt=attempt, place=1, answer=None, version=0, writer=None, at=NOON)


def test_places_and_options_that_were_not_shown_are_refused():
    attempt = begun(["single", "multiple"])
    other = begun(["single"]).questions.get()
    rows = list(attempt.questions.order_by("place"))
    for place, what in [
        (3, rows[0].key),
        (0, rows[0].key),
        (-1, rows[0].key),
        (1, other.key),
        (1, [*rows[0].key, rows[0].shown["options"][0]["id"]]),
        (2, [*rows[1].key, *rows[0].key]),
        (2, {"text": "all of them"}),
    ]:
        with pytest.raises(errors.NotAnAnswer):
            save_answer(attempt=attempt, place=place, answer=what, version=0, writer=PEN, at=NOON)
    assert not attempt.questions.filter(answer__isnull=False).exists()


def test_one_bad_answer_of_several_saves_none():
    attempt = begun(["single", "single"])
    row = attempt.questions.get(place=1)
    given = [Given(1, row.key, 0), Given(9, row.key, 0)]
    with pytest.raises(errors.NotAnAnswer):
        save_answers(attempt=attempt, given=given, writer=PEN, at=NOON)
    assert not attempt.questions.filter(answer__isnull=False).exists()


# Ending


def test_handing_in_twice_changes_nothing():
    attempt = begun(["single"])
    first = submit_attempt(attempt=attempt, at=NOON + SECOND)
    again = submit_attempt(attempt=attempt, at=NOON + HOUR)
    assert (again.submitted_at, again.graded_at) == (first.submitted_at, first.graded_at)
    assert Notification.objects.filter(user=attempt.staff.user).count() == 1


def test_attempts_past_their_end_are_closed_with_what_was_saved():
    over, running = begun(["single", "single"], minutes=10), begun(["single"], minutes=20)
    row = over.questions.get(place=1)
    answer(row, right(row))
    assert close_run_out(at=over.ends_at + GRACE) == 0
    assert close_run_out(at=over.ends_at + GRACE + SECOND) == 1
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.state, over.score, over.submitted_at) == ("graded", 50, over.ends_at)
    assert running.state == "open"
    assert close_run_out(at=over.ends_at + GRACE + SECOND) == 0


def test_closing_leaves_simulations_to_their_assessor():
    AttemptFactory(exam__kind="simulation", staff=person())
    assert close_run_out(at=NOON + DAY) == 0


def test_closing_many_asks_no_more_than_closing_one():
    counts = []
    for size in (1, 6):
        for _n in range(size):
            begun(["single"], minutes=10)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert close_run_out(at=NOON + HOUR) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_saving_and_starting_ask_no_more_for_long_papers():
    counts = []
    for size in (1, 25):
        exam = ExamFactory()
        part = ExamPartFactory(exam=exam, count=size)
        QuestionFactory.create_batch(size, topic=part.topic)
        staff = person()
        with CaptureQueriesContext(connection) as starting:
            attempt = start(exam, staff)
        take_pen(attempt=attempt, writer=PEN, at=NOON)
        row = attempt.questions.get(place=1)
        with CaptureQueriesContext(connection) as saving:
            answer(row, wrong(row))
        with CaptureQueriesContext(connection) as ending:
            submit_attempt(attempt=attempt, at=NOON)
        counts.append((len(starting), len(saving), len(ending)))
    assert counts[0] == counts[1]


def test_a_score_passes_as_it_is_shown():
    attempt = begun(["single", "single"])
    AttemptQuestion.objects.filter(attempt=attempt, place=1).update(points=Decimal("179.99"))
    AttemptQuestion.objects.filter(attempt=attempt, place=2).update(points=Decimal("20.00"))
    row = attempt.questions.get(place=1)
    answer(row, right(row))
    done = submit_attempt(attempt=attempt, at=NOON)  # 89.9995 %
    assert (done.score, done.passed) == (90, True)


def test_questions_withdrawn_count_for_nobody():
    attempt = begun(["single", "single"])
    row = attempt.questions.get(place=1)
    answer(row, right(row))
    attempt.questions.filter(place=2).update(is_withdrawn=True)
    assert submit_attempt(attempt=attempt, at=NOON).score == 100


def test_nothing_to_earn_waits_for_a_person():
    attempt = begun(["single"])
    attempt.questions.update(is_withdrawn=True)
    done = submit_attempt(attempt=attempt, at=NOON)
    assert (done.state, done.score) == ("submitted", None)


def test_results_are_told_with_what_comes_next():
    exam, staff = exam_of(attempts_allowed=2, cooling_off_hours=24), person()
    sat(exam, staff, share=0)
    notice = Notification.objects.get(user=staff.user)
    assert (notice.code, notice.data["left"], notice.data["score"]) == ("exam_failed", 1, "0.00")
    assert notice.address == f"/exams/attempts/{staff.attempts.get().pk}/result/"


def test_passing_moves_the_path_on():
    exam, staff = exam_of(), person()
    assignment = on_path(staff, exam)
    sat(exam, staff)
    assignment.refresh_from_db()
    assert assignment.completed_at == NOON


def test_voiding_takes_the_score_and_needs_a_reason():
    attempt = sat(exam_of(), person())
    done = void_attempt(attempt=attempt, reason="Used a phone", by=None, at=NOON)
    assert (done.state, done.score, done.passed, done.void_reason) == ("void", None, None, "Used a phone")
    with pytest.raises(errors.AlreadyVoid):
        void_attempt(attempt=attempt, reason="Again", by=None, at=NOON)


def test_notices_say_the_score_and_what_comes_next():
    exam, staff = exam_of(title={"en": "Theory"}, attempts_allowed=2, cooling_off_hours=24), person()
    sat(exam, staff, share=Decimal("0.5"))
    sat(exam, staff, share=0, at=NOON + DAY)
    said = [words_of(one.code, one.data) for one in Notification.objects.order_by("pk")]
    assert "50.00 % of 90.00 % in the exam “Theory”. 1 attempt is left" in said[0]
    assert "no attempt is left" in said[1]
    sat(exam_of(title={"en": "Practice"}), staff, at=NOON + DAY)
    notice = Notification.objects.get(code="exam_passed")
    assert "You passed the exam “Practice” with 100.00 %" in words_of(notice.code, notice.data)
