from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Staff
from tests.factories import (
    AssignmentFactory,
    CertificateFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)
from tests.training.factories import AttemptFactory, EnrolmentFactory, ExamFactory, PathAssignmentFactory
from training.queries import boards

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def crew(today):
    """A manager with three reports: certified for long, certified for a month, and a new one on a path that is late."""
    manager = StaffFactory(user=UserFactory(), name="Boss")
    AssignmentFactory(staff=manager, position=PositionFactory(is_rated=False))
    department = DepartmentFactory(name="Hotline")
    people = [StaffFactory(name=name) for name in ("Long", "Month", "New")]
    for person in people:
        AssignmentFactory(staff=person, manager=manager, department=department)
    CertificateFactory(staff=people[0], valid_from=today - DAY, valid_until=today + 300 * DAY)
    CertificateFactory(staff=people[1], valid_from=today - DAY, valid_until=today + 30 * DAY)
    PathAssignmentFactory(staff=people[2], due_on=today - DAY)
    AssignmentFactory(staff=StaffFactory(name="Other team"))
    return manager, people


def names(people):
    return [one.name for one in people]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("", ["Long", "Month", "New"]),
        ("missing", ["New"]),
        ("expiring", ["Month"]),
        ("late", ["New"]),
        ("on_path", ["New"]),
    ],
)
def test_board_finds_who_is_in_a_state(crew, today, state, found):
    _manager, people = crew
    staff = Staff.objects.filter(pk__in=[one.pk for one in people])
    learners = boards.learners(staff, today, today)
    assert names(boards.in_state(learners, state, today).order_by("name")) == found


def test_certificate_ends_soon_to_the_day_and_not_when_renewed(today):
    staff = StaffFactory()
    AssignmentFactory(staff=staff)
    certificate = CertificateFactory(staff=staff, valid_from=today, valid_until=today + boards.SOON)
    learners = boards.learners(Staff.objects.filter(pk=staff.pk), today, today)
    assert boards.board_figures(learners, today).expiring == 1
    certificate.valid_until = today + boards.SOON + DAY
    certificate.save()
    assert boards.board_figures(learners, today).expiring == 0
    certificate.valid_until = today + 5 * DAY
    certificate.save()
    CertificateFactory(staff=staff, valid_from=today + 6 * DAY)
    assert boards.board_figures(learners, today).expiring == 0


def test_figures_count_everybody_once(crew, today):
    _manager, people = crew
    CertificateFactory(staff=people[0], valid_from=today, valid_until=today)
    EnrolmentFactory(
        staff=people[0], completed_at=timezone.now(), enrolled_at=timezone.now() - DAY, minutes=90
    )
    staff = Staff.objects.filter(pk__in=[one.pk for one in people])
    figures = boards.board_figures(boards.learners(staff, today, today - DAY), today)
    assert (figures.rate.certified, figures.rate.of, figures.missing) == (2, 3, 1)
    assert (figures.expiring, figures.late, figures.minutes) == (1, 1, 90)
    assert figures.rate.percent == Decimal("66.7")


def test_pass_rates_by_exam(crew, today):
    _manager, people = crew
    exam, now = ExamFactory(pass_mark=90), timezone.now()
    graded = {"exam": exam, "state": "graded", "started_at": now, "submitted_at": now, "graded_at": now}
    ends = {"ends_at": now + DAY, "pass_mark": Decimal(90)}
    AttemptFactory(staff=people[0], number=1, score=Decimal("89.99"), passed=False, **graded, **ends)
    AttemptFactory(staff=people[0], number=2, score=Decimal("92.00"), passed=True, **graded, **ends)
    AttemptFactory(staff=people[1], number=1, score=Decimal("100.00"), passed=True, **graded, **ends)
    waiting = {**graded, "state": "submitted", "graded_at": None}
    AttemptFactory(staff=people[2], number=1, **waiting, **ends)
    (figures,) = boards.exam_figures(Staff.objects.all(), today - DAY, today)
    assert (figures.attempts, figures.passed, figures.rate) == (3, 2, Decimal("66.7"))
    assert (figures.first, figures.first_passed, figures.first_rate) == (2, 1, Decimal("50.0"))
    assert (figures.mean, figures.waiting) == (Decimal("94.00"), 1)
    assert boards.exam_figures(Staff.objects.none(), today, today) == []


def test_path_figures_tell_late_and_in_time(crew, today):
    _manager, people = crew
    late = people[2].path_assignments.get()
    PathAssignmentFactory(
        staff=people[0],
        path=late.path,
        assigned_at=timezone.now() - DAY,
        completed_at=timezone.now(),
        due_on=today,
    )
    (figures,) = boards.path_figures(Staff.objects.all(), today - DAY, today)
    assert (figures.on_it, figures.late, figures.finished, figures.in_time) == (1, 1, 1, 1)


def test_manager_sees_their_people_and_trainers_everybody(crew, client):
    manager, _people = crew
    client.force_login(manager.user)
    shown = client.get(reverse("training:team_board")).content.decode()
    assert "Hotline" in shown
    assert "New" in shown
    assert "Other team" not in shown
    assert client.get(reverse("training:board")).status_code == 404
    client.force_login(UserFactory(roles=["training"]))
    assert "Other team" in client.get(reverse("training:board")).content.decode()
    assert client.get(reverse("training:team_board")).status_code == 404


def test_board_is_narrowed_and_exported(crew, client):
    manager, people = crew
    client.force_login(manager.user)
    page = reverse("training:team_board")
    assert "Long" not in client.get(page, {"state": "missing"}).content.decode()
    assert "Month" not in client.get(page, {"q": "Lon"}).content.decode()
    rows = b"".join(client.get(page, {"format": "csv", "state": "missing"}).streaming_content).decode()
    assert people[2].employee_no in rows
    assert people[0].employee_no not in rows
    assert client.get(page, {"format": "exe"}).status_code == 404


def test_number_of_queries_does_not_grow_with_people(crew, client, django_assert_max_num_queries):
    manager, people = crew
    place = people[0].assignments.get()
    client.force_login(manager.user)
    for _number in range(2):
        with django_assert_max_num_queries(16):
            assert client.get(reverse("training:team_board")).status_code == 200
        for _more in range(8):
            AssignmentFactory(department=place.department, manager=manager)
