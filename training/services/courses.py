"""Put courses in and out of use."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.services.trail import acting
from training.errors import CourseUnready
from training.models import Course, Delivery


@transaction.atomic
def publish_course(*, course: Course, by: Any, at: datetime) -> Course:
    """Let staff take a course; raises CourseUnready for an online one without units or with an unfinished unit."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    units = list(course.units.all())
    if course.delivery == Delivery.ONLINE and not units:
        raise CourseUnready(_("An online course needs at least one unit before it is put in use."))
    for unit in units:
        if not is_complete(unit):
            raise CourseUnready(_("The unit %(unit)s has nothing to show yet.") % {"unit": unit})
    return _used(course, True, by, at)


@transaction.atomic
def withdraw_course(*, course: Course, by: Any, at: datetime) -> Course:
    """Take a course out of use; who is on it can finish it."""
    return _used(Course.objects.select_for_update().get(pk=course.pk), False, by, at)


def is_complete(unit: Any) -> bool:
    """Whether a unit has what its kind shows."""
    kind = unit.Kind
    return {
        kind.DOCUMENT: bool(str(unit.text)),
        kind.VIDEO: bool(unit.file and unit.seconds),
        kind.PDF: bool(unit.file),
        kind.LINK: bool(unit.address),
        kind.CASE: unit.case_id is not None,
    }[unit.kind]


def _used(course: Course, is_active: bool, by: Any, at: datetime) -> Course:
    course.is_active = is_active
    with acting(by, at):
        course.save(update_fields=["is_active"])
    return course
