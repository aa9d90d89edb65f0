"""Marking on rubrics: who may, what is counted, what is refused; on the service and on the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Role
from tests.factories import NOON, AssignmentFactory, StaffFactory, UserFactory
from tests.training.factories import (
    AttemptFactory,
    AttemptQuestionFactory,
    ExamFactory,
    QuestionFactory,
    RubricFactory,
)
from training.errors import MarkOutOfRange, MarksMissing, MayNotAssess, NotEligible, NotToMark
from training.models import Attempt, DevelopmentPlan, LearningPath, PathAssignment, RubricMark
from training.queries.assessing import attempts_to_assess, marking_of
from training.rubric_marks import Given, running_percent, text_earned
from training.services.assessing import Mark, begin_simulation, finish_marking, save_marks

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(hours=1)


@pytest.fixture
def assessor():
    user = UserFactory(username="trainer", roles=[Role.TRAINING])
    return StaffFactory(name="Trainer", user=user)


@pytest.fixture
def candidate():
    staff = StaffFactory(name="Candidate", user=UserFactory(username="candidate"))
    AssignmentFactory(staff=staff)
    return staff


@pytest.fixture
def simulation():
    return ExamFactory(kind="simulation", pass_mark=85, rubric=RubricFactory(points=(60, 40)))


def handed_in(candidate, points=4):
    """A theory exam with one right answer of 6 points and a text."""
    attempt = AttemptFactory(staff=candidate, state="submitted", submitted_at=NOON, pass_mark=80)
    AttemptQuestionFactory(attempt=attempt, points=6, earned=6, place=1)
    text = QuestionFactory(kind="text", rubric=RubricFactory(points=(6, 4)))
    asked = AttemptQuestionFactory(
        attempt=attempt, question=text, points=points, place=2, answer={"text": "Dear <b>guest</b>"}
    )
    return attempt, asked


def marks_on(attempt, *points):
    lines = [(sheet.key, line) for sheet in marking_of(attempt).sheets for line in sheet.lines]
    return [
        Mark(key, line.criterion.pk, Decimal(str(given)), "seen")
        for (key, line), given in zip(lines, points, strict=False)
    ]


def finished(attempt, assessor, *points):
    marks = marks_on(attempt, *points)
    return finish_marking(attempt=attempt, marks=marks, assessor=assessor, by=assessor.user, at=AT)


def test_text_points_and_running_percent_round_half_up():
    marks = [Given(Decimal(1), Decimal(6)), Given(None, Decimal(2))]
    assert text_earned(Decimal("0.20"), marks) == Decimal("0.03")
    assert text_earned(Decimal(4), []) == 0
    fixed = [(Decimal(6), Decimal(6))]
    assert running_percent(fixed, [(Decimal(4), marks)], []) == Decimal("65.00")
    assert running_percent([], [], [Given(Decimal(1), Decimal(3))]) == Decimal("33.33")
    assert running_percent([], [], []) is None


def test_a_text_is_marked_and_the_attempt_graded(assessor, candidate):
    attempt, asked = handed_in(candidate)
    graded = finished(attempt, assessor, 5.5, 3)
    asked.refresh_from_db()
    assert asked.earned == Decimal("3.40")
    assert (graded.state, graded.score, graded.passed) == ("graded", Decimal("94.00"), True)
    assert graded.assessor == assessor
    assert set(RubricMark.objects.values_list("note", "most")) == {("seen", 6), ("seen", 4)}


def test_a_draft_is_kept_and_finishing_asks_for_every_criterion(assessor, candidate):
    attempt, _asked = handed_in(candidate)
    drafted = save_marks(
        attempt=attempt, marks=marks_on(attempt, 3), assessor=assessor, by=assessor.user, at=AT
    )
    assert drafted.percent == Decimal("72.00")
    with pytest.raises(MarksMissing) as missing:
        finished(attempt, assessor, 3)
    assert missing.value.field.startswith("points-")
    attempt.refresh_from_db()
    assert attempt.state == "submitted"
    assert finished(attempt, assessor, 0, 0).passed is False


@pytest.mark.parametrize("points", ["6.5", "-0.5", "0.25", "1000"])
def test_marks_above_the_most_below_nothing_or_between_steps_are_refused(assessor, candidate, points):
    attempt, _asked = handed_in(candidate)
    with pytest.raises(MarkOutOfRange):
        finished(attempt, assessor, points, 0)
    assert not RubricMark.objects.exists()


def test_a_criterion_of_another_rubric_is_refused(assessor, candidate):
    attempt, asked = handed_in(candidate)
    other = RubricFactory().criteria.first()
    with pytest.raises(MarkOutOfRange):
        save_marks(
            attempt=attempt,
            marks=[Mark(asked.pk, other.pk, Decimal(1))],
            assessor=assessor,
            by=assessor.user,
            at=AT,
        )


def test_what_is_graded_is_not_marked_again(assessor, candidate):
    attempt, _asked = handed_in(candidate)
    marks = marks_on(attempt, 6, 4)
    finished(attempt, assessor, 6, 4)
    with pytest.raises(NotToMark):
        finish_marking(attempt=attempt, marks=marks, assessor=assessor, by=assessor.user, at=AT)


def mentored_on_a_path(candidate, mentor):
    path = LearningPath.objects.create(code="p", title={"en": "P"}, kind="onboarding")
    PathAssignment.objects.create(
        path=path,
        staff=candidate,
        mentor=mentor,
        assigned_at=NOON,
        due_on=NOON.date(),
        cause="manual",
        key="k",
    )


def mentored_in_a_plan(candidate, mentor):
    DevelopmentPlan.objects.create(
        staff=candidate, mentor=mentor, goal="x", starts_on=NOON.date(), ends_on=NOON.date()
    )


@pytest.mark.parametrize("mentored", [mentored_on_a_path, mentored_in_a_plan])
def test_a_mentor_marks_nobody_they_mentor(assessor, candidate, simulation, mentored, client):
    attempt, _asked = handed_in(candidate)
    save_marks(attempt=attempt, marks=marks_on(attempt, 1), assessor=assessor, by=assessor.user, at=AT)
    mentored(candidate, assessor)
    assert not attempts_to_assess(assessor.user, assessor).exists()
    with pytest.raises(MayNotAssess, match="mentor"):
        finished(attempt, assessor, 6, 4)
    with pytest.raises(MayNotAssess, match="mentor"):
        begin_simulation(exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=AT)
    client.force_login(assessor.user)
    assert client.get(f"/assess/{attempt.pk}/").status_code == 404
    assert client.post(f"/assess/{attempt.pk}/", {"finish": 1}).status_code == 404


def test_a_former_mentor_may_mark(assessor, candidate):
    attempt, _asked = handed_in(candidate)
    mentored_on_a_path(candidate, assessor)
    PathAssignment.objects.update(completed_at=NOON)
    assert finished(attempt, assessor, 6, 4).passed


def test_nobody_marks_their_own_exam(assessor, simulation, client):
    attempt, _asked = handed_in(assessor)
    with pytest.raises(MayNotAssess, match="own"):
        finished(attempt, assessor, 6, 4)
    with pytest.raises(MayNotAssess, match="own"):
        begin_simulation(exam=simulation, candidate=assessor, assessor=assessor, by=assessor.user, at=AT)
    client.force_login(assessor.user)
    assert client.get(f"/assess/{attempt.pk}/").status_code == 404


def test_managers_mark_their_team_and_nobody_else(candidate):
    manager = StaffFactory(name="Manager", user=UserFactory(username="manager"))
    AssignmentFactory(staff=StaffFactory(name="Report"), manager=manager)
    attempt, _asked = handed_in(candidate)
    with pytest.raises(MayNotAssess, match="reach"):
        finished(attempt, manager, 6, 4)
    candidate.assignments.update(manager=manager)
    assert finished(attempt, manager, 6, 4).passed


def test_a_simulation_is_begun_marked_and_graded(assessor, candidate, simulation):
    attempt = begin_simulation(
        exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=NOON
    )
    assert (attempt.state, attempt.number) == ("submitted", 1)
    with pytest.raises(NotEligible, match="being marked"):
        begin_simulation(exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=NOON)
    graded = finished(attempt, assessor, 50, 34.5)
    assert (graded.score, graded.passed) == (Decimal("84.50"), False)
    with pytest.raises(NotEligible, match="next attempt"):
        begin_simulation(exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=AT)
    later = AT + timedelta(hours=24)
    again = begin_simulation(
        exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=later
    )
    assert finished(again, assessor, 51, 34).passed
    with pytest.raises(NotEligible, match="passed"):
        begin_simulation(exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=later)


def test_no_simulation_without_an_attempt_left_or_out_of_use(assessor, candidate, simulation):
    simulation.attempts_allowed, simulation.cooling_off_hours = 1, 0
    simulation.save()
    attempt = begin_simulation(
        exam=simulation, candidate=candidate, assessor=assessor, by=assessor.user, at=NOON
    )
    finished(attempt, assessor, 0, 0)
    with pytest.raises(NotEligible, match="All attempts"):
        begin_simulation(
            exam=simulation,
            candidate=candidate,
            assessor=assessor,
            by=assessor.user,
            at=AT + timedelta(days=9),
        )
    with pytest.raises(NotEligible, match="not in use"):
        begin_simulation(exam=ExamFactory(), candidate=candidate, assessor=assessor, by=assessor.user, at=AT)


def test_the_pages_hold_a_simulation_from_choice_to_result(client, assessor, candidate, simulation):
    client.force_login(assessor.user)
    assert client.get("/assess/").status_code == 200
    wrong = client.post("/assess/simulation/", {"exam": simulation.pk, "candidate": "nobody"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["candidate"]
    own = client.post("/assess/simulation/", {"exam": simulation.pk, "candidate": assessor.employee_no})
    assert "own exam" in str(own.context["form"].errors["candidate"])
    begun = client.post("/assess/simulation/", {"exam": simulation.pk, "candidate": candidate.employee_no})
    attempt = Attempt.objects.get()
    page = f"/assess/{attempt.pk}/"
    assert begun["Location"] == page
    first, second = simulation.rubric.criteria.all()
    high = client.post(page, {f"points-0-{first.pk}": "61", "finish": "1"})
    assert high.status_code == 422
    assert high.context["form"].errors[f"points-0-{first.pk}"]
    client.post(page, {f"points-0-{first.pk}": "55", f"note-0-{first.pk}": "calm", "draft": "1"})
    assert 'value="55' in client.get(page).content.decode()
    missing = client.post(page, {f"points-0-{first.pk}": "55", "finish": "1"})
    assert f"points-0-{second.pk}" in missing.context["form"].errors
    done = {f"points-0-{first.pk}": "55", f"points-0-{second.pk}": "34", "finish": "1"}
    answer = client.post(page, done, follow=True)
    assert "passed with" in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.passed
    assert client.get(page).status_code == 404


def test_the_page_shows_what_was_written_as_text(client, assessor, candidate):
    attempt, _asked = handed_in(candidate)
    client.force_login(assessor.user)
    page = client.get(f"/assess/{attempt.pk}/").content.decode()
    assert "Dear &lt;b&gt;guest&lt;/b&gt;" in page
    assert 'data-fixed="6.00"' in page


def test_staff_who_do_not_assess_are_turned_away(client, candidate):
    client.force_login(candidate.user)
    assert client.get("/assess/").status_code == 404


def test_pages_cost_the_same_for_one_or_many(client, assessor):
    client.force_login(assessor.user)
    counts = []
    for number in (1, 4):
        for _row in range(number):
            attempt, _asked = handed_in(StaffFactory())
        for place in range(3, 3 + number):
            text = QuestionFactory(kind="text")
            AttemptQuestionFactory(attempt=attempt, question=text, place=place, answer={"text": "x"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/assess/").status_code == 200
            assert client.get(f"/assess/{attempt.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
