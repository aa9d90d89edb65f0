from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Notification
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    PositionFactory,
    StaffFactory,
    UserFactory,
)
from tests.training.factories import (
    CareerStepFactory,
    CourseFactory,
    DevelopmentPlanFactory,
    PlanActionFactory,
    PositionSkillFactory,
    RotationFactory,
    SkillAssessmentFactory,
    SkillFactory,
)
from training.errors import DevelopmentError
from training.models import DevelopmentPlan, Rotation, SkillAssessment
from training.queries.development import department_gaps, skill_levels, staff_below, team_gaps
from training.services import development as services
from training.services.development import Seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def team():
    """A manager, and one report in a position that asks for two skills."""
    department, position = DepartmentFactory(), PositionFactory()
    manager = StaffFactory(user=UserFactory())
    AssignmentFactory(staff=manager, department=department, position=PositionFactory())
    report = StaffFactory(user=UserFactory())
    AssignmentFactory(staff=report, department=department, position=position, manager=manager)
    for code in ("calming", "systems"):
        PositionSkillFactory(position=position, skill=SkillFactory(code=code, name={"en": code}), level=3)
    return manager, report


def skills_of(staff, day):
    return {skill.code: skill for skill in skill_levels(staff, day)}


def test_managers_view_counts_before_ones_own(team, today):
    _manager, report = team
    skill = report.assignments.get().position.skills.get(skill__code="calming").skill
    assert skills_of(report, today)["calming"].gap is None
    SkillAssessmentFactory(staff=report, skill=skill, view="self", level=5, assessed_on=today)
    assert skills_of(report, today)["calming"].gap == 0
    SkillAssessmentFactory(staff=report, skill=skill, level=1, assessed_on=today - DAY)
    assert (skills_of(report, today)["calming"].level, skills_of(report, today)["calming"].gap) == (1, 2)
    SkillAssessmentFactory(staff=report, skill=skill, level=4, assessed_on=today + DAY)
    assert skills_of(report, today)["calming"].level == 1


def test_gaps_are_counted_by_person_and_department(team, today, django_assert_num_queries):
    _manager, report = team
    skill = report.assignments.get().position.skills.get(skill__code="calming").skill
    SkillAssessmentFactory(staff=report, skill=skill, level=2, assessed_on=today)
    everybody = type(report).objects.all()
    with django_assert_num_queries(1):
        (row,) = team_gaps(everybody, today)
    assert (row.asked, row.gaps, row.unknown, row.reached) == (2, 1, 1, 0)
    by_skill = {line["skill_id"]: line for line in department_gaps(everybody, today)}
    assert (by_skill[skill.pk]["asked"], by_skill[skill.pk]["below"]) == (1, 1)
    assert sum(line["unknown"] for line in by_skill.values()) == 1
    department = report.assignments.get().department_id
    assert list(staff_below(everybody, department, skill, today)) == [report]


def test_number_of_queries_does_not_grow_with_the_team(team, client, today, django_assert_max_num_queries):
    manager, report = team
    place = report.assignments.get()
    client.force_login(manager.user)
    for _number in range(2):
        with django_assert_max_num_queries(12):
            assert client.get(reverse("training:development_team")).status_code == 200
        for _more in range(8):
            AssignmentFactory(position=place.position, department=place.department, manager=manager)


def test_assessing_twice_a_day_keeps_the_later(team):
    manager, report = team
    skill = SkillFactory()
    now = timezone.now()
    for level in (2, 4):
        services.assess_skills(
            staff=report,
            levels={skill.pk: Seen(level, "seen"), 0: Seen(1)},
            view="manager",
            by=manager.user,
            at=now,
        )
    assert list(SkillAssessment.objects.values_list("level", "note")) == [(4, "seen")]
    with pytest.raises(DevelopmentError):
        services.assess_skills(
            staff=report, levels={skill.pk: Seen(5)}, view="manager", by=report.user, at=now
        )


def test_plan_goes_from_draft_over_agreed_to_closed(team, client, today):
    manager, report = team
    client.force_login(report.user)
    page = reverse("training:development_plan", args=[report.pk])
    sent = {"goal": "Calm anybody", "mentor": "", "starts_on": today, "ends_on": today - DAY}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "before the first" in refused.content.decode()
    client.post(page, {**sent, "ends_on": today + 90 * DAY, "mentor": manager.pk})
    plan = DevelopmentPlan.objects.get()
    assert (plan.staff, plan.mentor, plan.state) == (report, manager, "draft")
    assert Notification.objects.filter(user=manager.user, code="plan_proposed").count() == 1

    action = reverse("training:development_action", args=[plan.pk])
    outside = client.post(action, {"text": "Read", "due_on": today + 91 * DAY})
    assert "outside the plan" in outside.content.decode()
    assert client.post(action, {"text": "Read", "due_on": today + 9 * DAY}).status_code == 302
    assert client.post(reverse("training:development_agree", args=[plan.pk])).status_code == 404

    client.force_login(manager.user)
    client.post(reverse("training:development_agree", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == "agreed"
    client.post(reverse("training:development_finish", args=[plan.actions.get().pk]), {"done": "1"})
    assert plan.actions.get().done_on == today
    client.post(reverse("training:development_close", args=[plan.pk]), {"text": "Calms most."})
    plan.refresh_from_db()
    assert (plan.state, plan.outcome) == ("closed", "Calms most.")


def test_plan_without_actions_is_not_agreed_and_nobody_agrees_their_own(team):
    manager, report = team
    plan = DevelopmentPlanFactory(staff=report)
    with pytest.raises(DevelopmentError, match="at least one action"):
        services.agree_plan(plan=plan, by=manager.user, at=timezone.now())
    PlanActionFactory(plan=plan)
    with pytest.raises(DevelopmentError, match="Somebody else"):
        services.agree_plan(plan=plan, by=report.user, at=timezone.now())


def test_mentor_sees_the_plan_but_does_not_lead(team, client):
    _manager, report = team
    mentor = StaffFactory(user=UserFactory())
    page = reverse("training:development", args=[report.pk])
    client.force_login(mentor.user)
    assert client.get(page).status_code == 404
    plan = DevelopmentPlanFactory(staff=report, mentor=mentor)
    PlanActionFactory(plan=plan)
    assert client.get(page).status_code == 200
    assert client.post(reverse("training:development_agree", args=[plan.pk])).status_code == 404
    assert client.get(reverse("training:development_assess", args=[report.pk])).status_code == 404


def test_rotation_is_proposed_decided_and_reported(team, client, today):
    manager, report = team
    other = DepartmentFactory()
    page = reverse("training:development_rotation", args=[report.pk])
    client.force_login(report.user)
    sent = {"starts_on": today, "ends_on": today + 5 * DAY, "goal": "See parcels"}
    own = client.post(page, {**sent, "department": report.assignments.get().department_id})
    assert "department of that time already" in own.content.decode()
    client.post(page, {**sent, "department": other.pk})
    rotation = Rotation.objects.get()
    twice = client.post(page, {**sent, "department": other.pk})
    assert "another rotation" in twice.content.decode()
    decide = reverse("training:development_decide", args=[rotation.pk])
    assert client.post(decide, {"decision": "approve"}).status_code == 404
    client.force_login(manager.user)
    client.post(decide, {"decision": "approve"})
    rotation.refresh_from_db()
    assert rotation.state == "approved"
    assert Notification.objects.filter(user=report.user, code="rotation_approved").exists()
    client.force_login(report.user)
    client.post(
        reverse("training:development_report", args=[rotation.pk]), {"text": "Parcels wait for labels."}
    )
    rotation.refresh_from_db()
    assert (rotation.state, rotation.report) == ("done", "Parcels wait for labels.")


def test_rotation_is_not_reported_before_it_begins(team, today):
    _manager, report = team
    rotation = RotationFactory(staff=report, state="approved", starts_on=today + DAY, ends_on=today + 9 * DAY)
    with pytest.raises(DevelopmentError, match="not begun"):
        services.report_rotation(rotation=rotation, report="Early", by=report.user, at=timezone.now())


def test_page_shows_skills_plan_and_next_positions(team, client):
    _manager, report = team
    plan = DevelopmentPlanFactory(staff=report)
    PlanActionFactory(plan=plan, course=CourseFactory(title={"en": "Calming people"}))
    CareerStepFactory(
        from_position=report.assignments.get().position, to_position=PositionFactory(name="Supervisor")
    )
    client.force_login(report.user)
    shown = client.get(reverse("training:development", args=[report.pk])).content.decode()
    for words in ("calming", "Calming people", "Supervisor", plan.goal):
        assert words in shown
    assert client.get(reverse("training:development_home")).url.endswith(f"/{report.pk}/")


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 5, 2), date(2026, 5, 1)), (date(2026, 5, 2), date(2025, 5, 2))]
)
def test_rotation_ends_after_it_starts(team, first, last):
    manager, report = team
    with pytest.raises(DevelopmentError, match="before the first"):
        services.propose_rotation(
            staff=report,
            department=DepartmentFactory(),
            starts_on=first,
            ends_on=last,
            goal="x",
            by=manager.user,
            at=timezone.now(),
        )
