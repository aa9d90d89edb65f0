"""One factory a model of training; each makes the smallest valid row."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from tests.factories import NOON, DepartmentFactory, PositionFactory, StaffFactory
from training import models


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = models.Course

    code = factory.Sequence(lambda n: f"course{n}")
    title = factory.Sequence(lambda n: {"en": f"Course {n}"})
    minutes = 60


class CourseUnitFactory(DjangoModelFactory):
    class Meta:
        model = models.CourseUnit

    course = factory.SubFactory(CourseFactory)
    order = factory.Sequence(lambda n: n)
    kind = "document"
    title = factory.Sequence(lambda n: {"en": f"Unit {n}"})


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = models.Skill

    code = factory.Sequence(lambda n: f"skill{n}")
    name = factory.Sequence(lambda n: {"en": f"Skill {n}"})


class PositionSkillFactory(DjangoModelFactory):
    class Meta:
        model = models.PositionSkill

    position = factory.SubFactory(PositionFactory)
    skill = factory.SubFactory(SkillFactory)
    level = 3


class SkillAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.SkillAssessment

    staff = factory.SubFactory(StaffFactory)
    skill = factory.SubFactory(SkillFactory)
    view = "manager"
    level = 2
    assessed_on = NOON.date()


class DevelopmentPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.DevelopmentPlan

    staff = factory.SubFactory(StaffFactory)
    goal = "Answer technical questions alone."
    starts_on = NOON.date()
    ends_on = NOON.date() + timedelta(days=90)


class PlanActionFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanAction

    plan = factory.SubFactory(DevelopmentPlanFactory)
    text = "Sit beside the technicians for a day."
    due_on = NOON.date() + timedelta(days=30)


class RotationFactory(DjangoModelFactory):
    class Meta:
        model = models.Rotation

    staff = factory.SubFactory(StaffFactory)
    department = factory.SubFactory(DepartmentFactory)
    starts_on = NOON.date()
    ends_on = NOON.date() + timedelta(days=14)
    goal = "See how parcels leave."


class CareerStepFactory(DjangoModelFactory):
    class Meta:
        model = models.CareerStep

    from_position = factory.SubFactory(PositionFactory)
    to_position = factory.SubFactory(PositionFactory)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Enrolment

    staff = factory.SubFactory(StaffFactory)
    course = factory.SubFactory(CourseFactory)
    enrolled_at = NOON


class ServiceCaseFactory(DjangoModelFactory):
    class Meta:
        model = models.ServiceCase

    code = factory.Sequence(lambda n: f"case{n}")
    title = factory.Sequence(lambda n: {"en": f"Case {n}"})
    happened = {"en": "A guest waited an hour for a room."}


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = models.Topic

    code = factory.Sequence(lambda n: f"topic{n}")
    name = factory.Sequence(lambda n: {"en": f"Topic {n}"})


class RubricFactory(DjangoModelFactory):
    """A rubric whose criteria give the points of `points`."""

    class Meta:
        model = models.Rubric
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"rubric{n}")
    title = factory.Sequence(lambda n: {"en": f"Rubric {n}"})

    @factory.post_generation
    def points(self, create, extracted, **_kwargs):
        for order, points in enumerate((60, 40) if extracted is None else extracted, start=1):
            self.criteria.create(
                order=order, code=f"c{order}", name={"en": f"Criterion {order}"}, points=points
            )


class QuestionFactory(DjangoModelFactory):
    """A ready question with `options` answers to choose; the first is right, of several the first two, of an order all."""

    class Meta:
        model = models.Question
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"question{n}")
    topic = factory.SubFactory(TopicFactory)
    kind = "single"
    text = factory.Sequence(lambda n: {"en": f"Question {n}?"})
    rubric = factory.Maybe(
        factory.LazyAttribute(lambda question: question.kind == "text"),
        factory.SubFactory(RubricFactory),
        None,
    )
    state = "ready"

    @factory.post_generation
    def options(self, create, extracted, **_kwargs):
        usual = {"text": 0, "true_false": 2}.get(self.kind, 4)
        right = {"multiple": 2, "order": 0}.get(self.kind, 1)
        models.QuestionOption.objects.bulk_create(
            models.QuestionOption(
                question=self,
                order=order,
                text={"en": f"Answer {order}"},
                is_right=order <= right,
                place=order if self.kind == "order" else None,
            )
            for order in range(1, (usual if extracted is None else extracted) + 1)
        )

    @classmethod
    def _generate(cls, strategy, params):
        # Ready without its answers a question is refused at the end of a transaction.
        with transaction.atomic():
            return super()._generate(strategy, params)


class ExamFactory(DjangoModelFactory):
    class Meta:
        model = models.Exam

    code = factory.Sequence(lambda n: f"exam{n}")
    title = factory.Sequence(lambda n: {"en": f"Exam {n}"})
    rubric = factory.Maybe(
        factory.LazyAttribute(lambda exam: exam.kind == "simulation"), factory.SubFactory(RubricFactory), None
    )
    kind = "theory"


class ExamPartFactory(DjangoModelFactory):
    class Meta:
        model = models.ExamPart

    exam = factory.SubFactory(ExamFactory)
    order = factory.Sequence(lambda n: n)
    topic = factory.SubFactory(TopicFactory)
    count = 2


class AttemptFactory(DjangoModelFactory):
    """An attempt in progress at noon; with `score` it is graded, and its `passed` follows."""

    class Meta:
        model = models.Attempt

    class Params:
        graded = factory.Trait(
            state="graded",
            submitted_at=NOON,
            graded_at=NOON,
            score=100,
            passed=factory.LazyAttribute(lambda attempt: attempt.score >= attempt.pass_mark),
        )

    exam = factory.SubFactory(ExamFactory)
    staff = factory.SubFactory(StaffFactory)
    number = factory.Sequence(lambda n: n + 1)
    seed = "seed"
    pass_mark = 90
    started_at = NOON - timedelta(hours=1)
    ends_at = NOON


class AttemptQuestionFactory(DjangoModelFactory):
    """A question as it was put, shown with the options it has and their key."""

    class Meta:
        model = models.AttemptQuestion

    attempt = factory.SubFactory(AttemptFactory)
    place = factory.Sequence(lambda n: n + 1)
    question = factory.SubFactory(QuestionFactory)
    points = 1

    @factory.lazy_attribute
    def shown(self):
        options = [{"id": option.pk, "text": dict(option.text)} for option in self.question.options.all()]
        return {
            "kind": self.question.kind,
            "text": dict(self.question.text),
            "explanation": {},
            "options": options,
        }

    @factory.lazy_attribute
    def key(self):
        options = list(self.question.options.all())
        placed = sorted((option for option in options if option.place), key=lambda option: option.place)
        return [option.pk for option in placed or options if option.place or option.is_right]


class LearningPathFactory(DjangoModelFactory):
    class Meta:
        model = models.LearningPath

    code = factory.Sequence(lambda n: f"path{n}")
    title = factory.Sequence(lambda n: {"en": f"Path {n}"})
    kind = "advanced"


class PathStepFactory(DjangoModelFactory):
    """A step with a course of its own; pass course=None and exam= or manual= for another."""

    class Meta:
        model = models.PathStep

    path = factory.SubFactory(LearningPathFactory)
    order = factory.Sequence(lambda n: n)
    course = factory.SubFactory(CourseFactory)


class PathAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.PathAssignment

    path = factory.SubFactory(LearningPathFactory)
    staff = factory.SubFactory(StaffFactory)
    cause = "by_hand"
    key = factory.Sequence(lambda n: f"occasion{n}")
    assigned_at = NOON
    due_on = date(2027, 1, 31)


class CertificateKindFactory(DjangoModelFactory):
    class Meta:
        model = models.CertificateKind

    code = factory.Sequence(lambda n: f"kind{n}")
    title = factory.Sequence(lambda n: {"en": f"Certificate {n}"})


class ManualFactory(DjangoModelFactory):
    class Meta:
        model = models.Manual

    code = factory.Sequence(lambda n: f"manual{n}")
    title = factory.Sequence(lambda n: {"en": f"Manual {n}", "zh-hans": f"手册{n}", "zh-hant": f"手冊{n}"})


class ManualVersionFactory(DjangoModelFactory):
    """A draft; `publish(version)` makes it a published version once its standards are there."""

    class Meta:
        model = models.ManualVersion

    manual = factory.SubFactory(ManualFactory)
    number = 1

    @staticmethod
    def publish(version, at=NOON):
        models.ManualVersion.objects.filter(pk=version.pk).update(state="published", published_at=at)
        version.refresh_from_db()
        return version


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = models.Standard

    version = factory.SubFactory(ManualVersionFactory)
    code = factory.Sequence(lambda n: f"standard{n}")
    stage = "pre_sale"
    order = factory.Sequence(lambda n: n % 30_000)
    title = {"en": "Greet", "zh-hans": "问候", "zh-hant": "問候"}
    behaviour = {
        "en": "Greets every guest.",
        "zh-hans": "主动问候每位宾客。",
        "zh-hant": "主動問候每位賓客。",
    }


class StandardIndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.StandardIndicator

    standard = factory.SubFactory(StandardFactory)
    name = {"en": "Time to greet", "zh-hans": "问候时间", "zh-hant": "問候時間"}
    comparison = "at_most"
    target = Decimal(20)
    unit = "seconds"


class CourseSessionFactory(DjangoModelFactory):
    """A classroom session of three hours with two seats, five days after NOON."""

    class Meta:
        model = models.CourseSession

    course = factory.SubFactory(CourseFactory, delivery="classroom", minutes=180)
    lecturer = factory.SubFactory(StaffFactory)
    place = "Room 3"
    starts_at = NOON + timedelta(days=5)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=3))
    seats = 2


class SessionPlaceFactory(DjangoModelFactory):
    """A seat; pass seat= or state="waiting", seat=None."""

    class Meta:
        model = models.SessionPlace

    session = factory.SubFactory(CourseSessionFactory)
    staff = factory.SubFactory(StaffFactory)
    state = "seat"
    seat = 1
    booked_at = NOON
