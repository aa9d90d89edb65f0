"""Credit the course to those who came, however many, and take a credit back."""

from collections.abc import Iterable
from datetime import datetime

from training.models import CourseSession, Enrolment, SessionPlace
from training.services.enrolling import enrol_many
from training.services.learning import complete_courses


def credit(session: CourseSession, places: Iterable[SessionPlace], at: datetime) -> None:
    """Complete the open enrolment of each place's person and note it on the place, unsaved.

    Who completed the course before keeps that: hours are credited once a round.
    """
    came = {place.staff_id: place for place in places}
    if not came:
        return
    enrol_many(pairs=[(staff, session.course_id) for staff in came], at=at)
    still_open = Enrolment.objects.filter(course=session.course_id, staff__in=came, completed_at=None)
    opened = dict(still_open.select_for_update().order_by("pk").values_list("pk", "staff_id"))
    complete_courses(enrolment_ids=opened, at=at, minutes=session.course.minutes)
    for enrolment, staff in opened.items():
        came[staff].credited_id = enrolment


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
