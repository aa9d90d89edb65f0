"""One factory a model of training; each makes the smallest valid row."""

import factory
from factory.django import DjangoModelFactory

from tests.factories import NOON, StaffFactory
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
