import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Role, RoleGrant
from tests.factories import (
    AssignmentFactory,
    CertificateFactory,
    DepartmentFactory,
    StaffFactory,
    UserFactory,
)
from tests.training.factories import CourseFactory, ExamFactory, LearningPathFactory, PathStepFactory
from training.models import LearningPath, PathAssignment, PathRule, PathStep

pytestmark = pytest.mark.django_db
ADD = reverse("admin:training_learningpath_add")
ASSIGN = reverse("admin:training_pathassignment_add")


@pytest.fixture
def trainer(client):
    user = UserFactory(roles=["training"])
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


def step_row(order, course=None, exam=None, after="", required=True, step=None):
    row = {
        "order": order,
        "course": course.pk if course else "",
        "exam": exam.pk if exam else "",
        "manual": "",
    }
    row |= {"comes_after": after, "id": step.pk if step else ""}
    return {**row, "is_required": "on"} if required else row


def posted(steps=(), rules=(), initial=0, path=None, **facts):
    data = {
        "code": "own",
        "title_en": "Own path",
        "kind": "advanced",
        "days": 30,
        "online_minutes": 0,
        "simulation_minutes": 0,
        **{f"{name}_share": 0 for name in ("product", "etiquette", "systems", "emergencies")},
        **facts,
    }
    for prefix, rows in (("steps", steps), ("rules", rules)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial * (prefix == "steps")}
        for number, row in enumerate(rows):
            row = {**row, "path": path.pk if path else ""}
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def errors_in(page):
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page.content.decode(), re.DOTALL)
    return " ".join(lists)


def test_a_path_is_built_with_steps_one_after_another(client, trainer):
    first, second = CourseFactory(), CourseFactory()

    page = client.post(ADD, posted([step_row(1, first), step_row(2, second, after="1")], is_active="on"))

    assert page.status_code == 302, errors_in(page)
    steps = PathStep.objects.filter(path__code="own").order_by("order")
    assert [step.course for step in steps] == [first, second]
    assert list(steps[1].after.all()) == [steps[0]]


def test_a_circle_is_refused_with_the_names_of_its_steps(client, trainer):
    courses = [CourseFactory(title={"en": name}) for name in ("Alpha", "Beta", "Gamma")]
    rows = [
        step_row(n, course, after=after)
        for n, course, after in zip((1, 2, 3), courses, ("3", "1", "2"), strict=True)
    ]

    page = client.post(ADD, posted(rows))

    assert "Alpha → Gamma → Beta → Alpha" in errors_in(page)
    assert not LearningPath.objects.filter(code="own").exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (lambda c, e: [step_row(1, c), step_row(2, c)], "is a step twice"),
        (lambda c, e: [step_row(1, c), step_row(1, exam=e)], "Two steps have the number 1"),
        (lambda c, e: [step_row(1, c, after="7")], "There is no step 7"),
        (lambda c, e: [step_row(1, c, after="first")], "Give numbers of steps"),
        (lambda c, e: [step_row(1, c, exam=e)], "one course, one manual or one exam"),
        (lambda c, e: [step_row(1, c, after="1")], "in a circle"),
    ],
)
def test_wrong_steps_are_refused_beside_the_form(client, trainer, rows, words):
    page = client.post(ADD, posted(rows(CourseFactory(), ExamFactory())))

    assert words in errors_in(page)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"online_minutes": 61}, "take 1 hr; the path asks for"),
        ({"simulation_minutes": 30}, "Simulation"),
        ({"product_share": 100}, ""),
        ({"etiquette_share": 100}, "is 0.0% of the online hours"),
        ({"product_share": 50}, "The four shares are 100 together"),
    ],
)
def test_a_path_in_use_adds_up(client, trainer, facts, words):
    rows = [step_row(1, CourseFactory(content="product", minutes=60))]

    page = client.post(ADD, posted(rows, is_active="on", **facts))

    assert (page.status_code == 302) is (words == "")
    assert page.status_code == 302 or words.lower() in errors_in(page).lower()


def test_a_path_out_of_use_may_still_lack_hours(client, trainer):
    assert client.post(ADD, posted(online_minutes=600)).status_code == 302


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"cause": "failed_exam"}, "Choose the exam"),
        ({"cause": "low_dimension", "below": "3.5"}, "Give the code of the dimension"),
        ({"cause": "low_dimension", "dimension": "attitude"}, "Give the mean below"),
        ({"cause": "new_hire", "dimension": "attitude"}, "belongs to another cause"),
    ],
)
def test_a_rule_without_its_facts_is_refused(client, trainer, rule, words):
    page = client.post(ADD, posted(rules=[rule]))

    assert words in errors_in(page)
    assert not PathRule.objects.filter(path__code="own").exists()


def test_a_page_older_than_the_path_is_refused(client, trainer):
    step = PathStepFactory()
    PathStepFactory(path=step.path)
    rows = [step_row(step.order, step.course, step=step)]

    page = client.post(
        reverse("admin:training_learningpath_change", args=[step.path.pk]),
        posted(rows, initial=1, path=step.path),
    )

    assert "Somebody else changed the steps" in errors_in(page)


def test_who_only_looks_reads_what_comes_before_a_step(client):
    second = PathStepFactory(order=2)
    second.after.add(
        PathStepFactory(path=second.path, order=1, course=CourseFactory(title={"en": "Greeting first"}))
    )
    client.force_login(UserFactory(roles=[Role.AUDITOR]))
    page = client.get(reverse("admin:training_learningpath_change", args=[second.path_id])).content.decode()
    assert page.count("Greeting first") >= 2
    assert "<p>None</p>" not in page


def test_the_page_shows_what_is_planned_beside_what_is_asked(client, trainer):
    path = LearningPath.objects.get(code="set-sail")

    page = client.get(reverse("admin:training_learningpath_change", args=[path.pk])).content.decode()

    assert "add up to what the path asks for" in page
    assert "30 hr" in page
    path.online_minutes = 3000
    path.save()
    page = client.get(reverse("admin:training_learningpath_change", args=[path.pk])).content.decode()
    assert "the path asks for 2 days, 2 hr" not in page
    assert "50 hr" in page


def test_everything_shipped_in_use_adds_up():
    from training.queries.path_plans import plan_for

    assert all(plan_for(path).is_kept for path in LearningPath.objects.filter(is_active=True))


def assigning(path, **facts):
    return {"path": path.pk, "due_on": (timezone.localdate() + timedelta(days=9)).isoformat(), **facts}


def test_many_are_put_on_a_path_by_hand(client, trainer):
    path, department = PathStepFactory().path, DepartmentFactory()
    named = StaffFactory()
    for _number in range(3):
        AssignmentFactory(department=DepartmentFactory(parent=department))
    AssignmentFactory()

    page = client.post(ASSIGN, assigning(path, staff=[named.pk], department=department.pk), follow=True)

    assert "4 members of staff are on the path now." in page.content.decode()
    assert PathAssignment.objects.filter(path=path).count() == 4
    page = client.post(ASSIGN, assigning(path, staff=[named.pk]), follow=True)
    assert "1 was on it before." in page.content.decode()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"due_on": "2020-01-01"}, "lies in the past"),
        ({"staff": []}, "Name staff"),
        ({"staff": "left"}, "has left the company"),
        ({"mentor": "self"}, "their own mentor"),
        ({"mentor": "uncertified"}, "holds no certificate"),
        ({"path": "unused"}, "is not in use"),
    ],
)
def test_wrong_assignments_are_refused_at_the_field(client, trainer, facts, words):
    path, staff = PathStepFactory().path, StaffFactory()
    CertificateFactory(staff=staff)
    made = {
        "left": lambda: [StaffFactory(left_on=timezone.localdate() - timedelta(days=1)).pk],
        "self": lambda: staff.pk,
        "uncertified": lambda: StaffFactory().pk,
        "unused": lambda: LearningPathFactory(is_active=False).pk,
    }
    facts = {name: made[value]() if value in made else value for name, value in facts.items() if value != []}
    data = {**assigning(path, staff=[staff.pk]), **facts}
    if words == "Name staff":
        del data["staff"]

    page = client.post(ASSIGN, data)

    assert words in errors_in(page)
    assert not PathAssignment.objects.exists()


def test_who_trains_a_department_assigns_there_only(client):
    department, path = DepartmentFactory(), PathStepFactory().path
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="training", department=department)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    inside, outside = AssignmentFactory(department=department).staff, AssignmentFactory().staff

    refused = client.post(ASSIGN, assigning(path, staff=[inside.pk, outside.pk]))
    taken = client.post(ASSIGN, assigning(path, staff=[inside.pk]))

    assert "You do not train these" in errors_in(refused)
    assert taken.status_code == 302
    assert PathAssignment.objects.get().staff == inside
    assert client.post(ADD, posted()).status_code == 403


@pytest.fixture
def row():
    return PathAssignment.objects.create(
        path=PathStepFactory(path__needs_mentor=True).path,
        staff=AssignmentFactory(manager=AssignmentFactory().staff).staff,
        cause="by_hand",
        key="x",
        assigned_at=timezone.now(),
        due_on=timezone.localdate() + timedelta(days=5),
    )


def page_of(row, name):
    return reverse(f"admin:training_pathassignment_{name}", args=[row.pk])


def test_more_time_and_taking_off_ask_why(client, trainer, row):
    later = (row.due_on + timedelta(days=10)).isoformat()

    assert "This field is required" in errors_in(client.post(page_of(row, "extend"), {"due_on": later}))
    assert "after the one it is due now" in errors_in(
        client.post(page_of(row, "extend"), {"due_on": row.due_on.isoformat(), "reason": "Ill"})
    )
    client.post(page_of(row, "extend"), {"due_on": later, "reason": "Ill"})
    row.refresh_from_db()
    assert row.due_on.isoformat() == later
    assert "Ill" in client.get(page_of(row, "change")).content.decode()

    client.post(page_of(row, "cancel"), {"reason": "Other duties"})
    row.refresh_from_db()
    assert row.cancelled_reason == "Other duties"
    assert "cancelled already" in errors_in(client.post(page_of(row, "cancel"), {"reason": "Again"}))


def test_the_manager_chooses_the_mentor_and_nothing_else(client, row):
    manager = row.staff.assignments.get().manager
    manager.user = UserFactory()
    manager.save()
    client.force_login(manager.user, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:training_pathassignment_change", args=[row.pk])).content.decode()
    assert reverse("admin:training_learningpath_change", args=[row.path_id]) not in page
    mentor = CertificateFactory().staff

    assert client.get(page_of(row, "extend")).status_code == 403
    assert client.post(page_of(row, "mentor"), {"mentor": mentor.pk}).status_code == 302
    row.refresh_from_db()
    assert row.mentor == mentor


def test_the_list_is_filtered_and_asks_no_more_for_many(client, trainer, row):
    late = PathAssignment.objects.create(
        path=row.path,
        staff=StaffFactory(name="Late One"),
        cause="by_hand",
        key="y",
        assigned_at=timezone.now(),
        due_on=timezone.localdate() - timedelta(days=1),
    )
    address = reverse("admin:training_pathassignment_changelist")
    page = client.get(address, {"state": "late"}).content.decode()
    assert "Late One" in page
    assert row.staff.name not in page
    place = late.staff.assignments.create(
        department=DepartmentFactory(), position=row.staff.assignments.get().position, starts_on=late.due_on
    )
    page = client.get(address, {"department": place.department_id, "state": "mentor", "path": row.path_id})
    assert page.context["cl"].result_count == 1
    assert client.get(address, {"_facets": "True"}).status_code == 200


def test_the_list_asks_no_more_for_many(client, trainer, row, django_assert_max_num_queries):
    address = reverse("admin:training_pathassignment_changelist")
    with django_assert_max_num_queries(14) as one:
        client.get(address)
    for _number in range(5):
        PathAssignment.objects.create(
            path=PathStepFactory().path,
            staff=StaffFactory(),
            mentor=StaffFactory(),
            cause="by_hand",
            key="z",
            assigned_at=timezone.now(),
            due_on=row.due_on,
        )
    with django_assert_max_num_queries(len(one)):
        client.get(address)
