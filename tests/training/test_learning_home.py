from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import AssignmentFactory, CertificateFactory, StaffFactory, UserFactory
from tests.training.factories import (
    AttemptFactory,
    CourseFactory,
    EnrolmentFactory,
    ExamFactory,
    LearningPathFactory,
    PathStepFactory,
)
from training.models import PathAssignment
from training.queries.path_progress import assignments_of, progress_of

pytestmark = pytest.mark.django_db
HOME = reverse("training:learn")


def on_path(path, staff, **facts):
    now = timezone.now()
    defaults = {"cause": "by_hand", "key": f"k{path.pk}", "assigned_at": now - timedelta(days=1)}
    due_on = timezone.localdate() + timedelta(days=30)
    return PathAssignment.objects.create(path=path, staff=staff, **{**defaults, "due_on": due_on, **facts})


@pytest.fixture
def staff():
    return StaffFactory(user=UserFactory())


@pytest.fixture
def portal(client, staff):
    client.force_login(staff.user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_without_a_path_the_home_says_what_to_do(portal):
    page = portal.get(HOME).content.decode()

    assert "No path to finish" in page
    assert "Learn" in page


def test_the_next_step_is_the_first_open_one_of_what_is_due_first(portal, staff):
    later = PathStepFactory(course__title={"en": "Later course"})
    on_path(later.path, staff)
    path = LearningPathFactory()
    done = PathStepFactory(path=path, course__title={"en": "Done course"})
    sought = PathStepFactory(path=path, course__title={"en": "Sought course"})
    locked = PathStepFactory(path=path, course=None, exam=ExamFactory(title={"en": "Final"}))
    locked.after.add(done, sought)
    assignment = on_path(path, staff, due_on=timezone.localdate() + timedelta(days=3))
    now = timezone.now()
    EnrolmentFactory(staff=staff, course=done.course, enrolled_at=now, completed_at=now, minutes=60)

    home = portal.get(HOME)
    page = portal.get(reverse("training:learn_path", args=[assignment.pk])).content.decode()

    assert home.context["next"].step == sought
    assert "First:" in page
    assert [line["now"] for line in _lines(portal, assignment)] == ["done", "open", "locked"]


def _lines(portal, assignment):
    return portal.get(reverse("training:learn_path", args=[assignment.pk])).context["lines"]


def test_open_steps_of_a_path_past_its_day_are_late(portal, staff):
    step = PathStepFactory()
    assignment = on_path(step.path, staff, due_on=timezone.localdate() - timedelta(days=1))

    assert [line["now"] for line in _lines(portal, assignment)] == ["late"]
    assert "late: was due" in portal.get(HOME).content.decode()


def test_hours_count_what_was_done_of_what_is_asked(staff):
    path = LearningPathFactory(online_minutes=120, simulation_minutes=60)
    online = PathStepFactory(path=path, course__content="product").course
    PathStepFactory(path=path, course=CourseFactory(delivery="simulation"))
    on_path(path, staff)
    now = timezone.now()
    EnrolmentFactory(staff=staff, course=online, enrolled_at=now, completed_at=now, minutes=60)

    (progress,) = progress_of(assignments_of(staff))

    assert [(row.heading, row.minutes, row.asked) for row in progress.hours.hours] == [
        ("online", 60, 120),
        ("simulation", 0, 60),
    ]
    assert (progress.done, progress.required) == (1, 2)


def test_small_blocks_show_exams_and_certificates(portal, staff):
    step = PathStepFactory(course=None, exam=ExamFactory(title={"en": "Theory exam"}))
    on_path(step.path, staff)
    today = timezone.localdate()
    CertificateFactory(staff=staff, number="SC-9", valid_from=today, valid_until=today + timedelta(days=20))

    page = portal.get(HOME).content.decode()

    assert "Theory exam" in page
    assert "3 attempts left" in page
    assert "SC-9" in page


def test_a_passed_exam_is_no_longer_offered(portal, staff):
    step = PathStepFactory(course=None, exam=ExamFactory())
    AttemptFactory(exam=step.exam, staff=staff, graded=True, score=95)
    on_path(step.path, staff)

    assert portal.get(HOME).context["home"].exams == ()


def test_a_path_is_seen_by_its_person_the_mentor_and_the_manager_only(client):
    people = {name: StaffFactory(user=UserFactory()) for name in ("own", "mentor", "manager", "other")}
    AssignmentFactory(staff=people["own"], manager=people["manager"])
    AssignmentFactory(staff=people["manager"])
    row = on_path(PathStepFactory().path, people["own"], mentor=people["mentor"])
    seen = {}

    for name, one in people.items():
        client.force_login(one.user, "django.contrib.auth.backends.ModelBackend")
        seen[name] = client.get(reverse("training:learn_path", args=[row.pk])).status_code

    assert seen == {"own": 200, "mentor": 200, "manager": 200, "other": 404}


def test_mentors_see_how_far_their_mentees_are(portal, staff):
    mentee = StaffFactory(name="Lin Mei")
    on_path(PathStepFactory().path, mentee, mentor=staff)

    assert "Whom I mentor" in portal.get(HOME).content.decode()
    assert "Lin Mei" in portal.get(reverse("training:mentees")).content.decode()


@pytest.mark.parametrize(("name", "queries"), [("training:learn", 22), ("training:mentees", 14)])
def test_many_paths_need_no_more_queries(portal, staff, django_assert_max_num_queries, name, queries):
    def more():
        path = LearningPathFactory()
        first = PathStepFactory(path=path)
        PathStepFactory(path=path, course=None, exam=ExamFactory()).after.add(first)
        PathStepFactory(path=path, course=None, exam=ExamFactory())
        on_path(path, staff)
        on_path(path, StaffFactory(), mentor=staff)

    more()
    with django_assert_max_num_queries(queries) as one:
        portal.get(reverse(name))
    for _number in range(8):
        more()
    with django_assert_max_num_queries(len(one)):
        portal.get(reverse(name))
