from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Staff
from ratings.queries.career import ways_of
from ratings.queries.training_needs import training_needs
from starservice.lib.months import first_of, previous_month
from tests.factories import (
    NOON,
    AssignmentFactory,
    CertificateFactory,
    DepartmentFactory,
    PositionFactory,
    RatingMonthFactory,
    StaffFactory,
    StarResultFactory,
    SurveyAnswerFactory,
    UserFactory,
)
from tests.training.factories import (
    CareerStepFactory,
    CourseFactory,
    PositionSkillFactory,
    SkillAssessmentFactory,
    SkillFactory,
)
from training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def agent(today):
    staff = StaffFactory(user=UserFactory())
    position = PositionFactory(name="Agent")
    AssignmentFactory(
        staff=staff, position=position, department=DepartmentFactory(), starts_on=today - timedelta(days=400)
    )
    CareerStepFactory(from_position=position, to_position=PositionFactory(name="Supervisor"))
    CertificateFactory(staff=staff, valid_from=today - timedelta(days=30))
    return staff


def published(staff, month, stars):
    score = Decimal("4.70") if stars == 5 else Decimal("4.20")
    StarResultFactory(
        staff=staff,
        month=RatingMonthFactory(first_day=month, status="published", published_at=NOON),
        stars=stars,
        score=score,
    )


def test_way_to_the_next_position_counts_what_can_be_counted(agent, today):
    month = first_of(today)
    for stars in (5, 5, 5):
        month = previous_month(month)
        published(agent, month, stars)
    (way,) = ways_of(agent, today)
    assert (way.step.to_position.name, way.months, way.row, way.is_open) == ("Supervisor", 13, 3, True)
    PositionSkillFactory(position=agent.assignments.get().position)
    assert not ways_of(agent, today)[0].is_open


def test_career_page_is_for_those_who_see_the_development(agent, client):
    page = reverse("portal:career", args=[agent.pk])
    client.force_login(agent.user)
    assert "Supervisor" in client.get(page).content.decode()
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404


@pytest.fixture
def needing(agent, today):
    """A skill the agent lacks, taught by a course, and five answers that find its dimension low."""
    skill = SkillFactory(name={"en": "Calming"}, dimension="attitude")
    skill.courses.add(CourseFactory(title={"en": "Calming people"}))
    PositionSkillFactory(position=agent.assignments.get().position, skill=skill)
    SkillAssessmentFactory(staff=agent, skill=skill, level=1, assessed_on=today)
    for stars in (3, 4, 4, 4, 4):
        SurveyAnswerFactory(
            staff=agent,
            department=agent.assignments.get().department,
            served_on=today,
            score=Decimal(stars),
            stars={"attitude": stars, "quality": 5},
        )
    return skill


def test_needs_come_from_gaps_and_low_dimensions(agent, needing, today):
    def needs(below):
        (row,) = training_needs(Staff.objects.all(), first=today, last=today, below=Decimal(below))
        return row.needs

    gap, low = needs("3.81")
    assert (gap.skill, gap.below, gap.asked) == (needing, 1, 1)
    assert (low.answers, low.mean, [str(course) for course in low.courses]) == (
        5,
        Decimal("3.80"),
        ["Calming people"],
    )
    assert [need.skill for need in needs("3.80")] == [needing]


def test_four_answers_say_nothing(agent, today):
    for _number in range(4):
        SurveyAnswerFactory(staff=agent, served_on=today, score=Decimal(1), stars={"attitude": 1})
    assert training_needs(Staff.objects.all(), first=today, last=today, below=Decimal(5)) == []


def test_training_puts_those_below_on_the_course(agent, needing, client):
    client.force_login(UserFactory(roles=["training"]))
    shown = client.get(reverse("portal:training_needs")).content.decode()
    assert "Calming people" in shown
    course = needing.courses.get()
    sent = {"department": agent.assignments.get().department_id, "skill": needing.pk, "course": course.pk}
    client.post(reverse("portal:training_needs_enrol"), sent)
    assert Enrolment.objects.get().staff == agent
    client.post(reverse("portal:training_needs_enrol"), sent)
    assert Enrolment.objects.count() == 1


def test_needs_are_for_trainers_and_managers(agent, needing, client):
    client.force_login(agent.user)
    assert client.get(reverse("portal:training_needs")).status_code == 404
    sent = {"department": agent.assignments.get().department_id, "skill": needing.pk, "course": 1}
    assert client.post(reverse("portal:training_needs_enrol"), sent).status_code == 404


def test_number_of_queries_does_not_grow_with_departments(agent, needing, today, django_assert_num_queries):
    with django_assert_num_queries(7):
        training_needs(Staff.objects.all(), first=today, last=today, below=Decimal(4))
    for _number in range(4):
        staff = StaffFactory()
        AssignmentFactory(staff=staff, position=agent.assignments.get().position)
        SkillAssessmentFactory(staff=staff, skill=needing, level=1, assessed_on=today)
    with django_assert_num_queries(7):
        assert len(training_needs(Staff.objects.all(), first=today, last=today, below=Decimal(4))) == 5
