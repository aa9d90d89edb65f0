"""Credit the course to those who came, however many, and take a credit back."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from training.models import CourseSession, Enrolment, SessionPlace
from training.services.enrolling import enrol_many
from training.services.paths import progressed


def credit(session: CourseSession, places: Iterable[SessionPlace], at: datetime) -> None:
    """Complete the open enrolment of each place's person and note it on the place, unsaved.

    Who completed the course before keeps that: hours are credited once a round.
    """
    came = {place.staff_id: place for place in places}
    if not came:
        return
    enrol_many(pairs=[(staff, session.course_id) for staff in came], at=at)
    opened = Enrolment.objects.select_for_update().filter(
        course=session.course_id, staff__in=came, completed_at=None
    )
    ids = dict(opened.order_by("pk").values_list("staff_id", "pk"))
    moment = Greatest("enrolled_at", Value(at))
    Enrolment.objects.filter(pk__in=ids.values()).update(
        completed_at=moment, last_at=moment, minutes=session.course.minutes
    )
    for staff, enrolment in ids.items():
        came[staff].credited_id = enrolment
    progressed(staff_ids=sorted(ids), at=at)


def take_back(place: SessionPlace) -> None:
    """Open the enrolment again that this place completed; where a later one is open, that one counts instead."""
    credited, place.credited = place.credited, None
    if credited is None:
        return
    later = Enrolment.objects.filter(
        staff=credited.staff_id, course=credited.course_id, completed_at=None
    ).exclude(pk=credited.pk)
    if later.exists():
        credited.delete()
    else:
        Enrolment.objects.filter(pk=credited.pk).update(completed_at=None, minutes=0)
