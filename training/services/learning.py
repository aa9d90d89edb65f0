"""Take a course: begin it, open its units, watch, read, and complete it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from people.models import Staff
from training.errors import CourseClosed, NotWatched, UnitNotOpened
from training.models import Course, CourseUnit, Delivery, Enrolment, UnitProgress
from training.services.enrolling import enrol
from training.services.paths import progressed
from training.watching import Clock, Span, believable, is_enough, read_ranges, write_ranges

# Two devices may save at once: each adds to what is stored, none overwrites it. The position is the one seen last.
SAVE = """
UPDATE training_unitprogress SET
    watched = COALESCE(watched, '{}') + %(watched)s::int4multirange,
    position = CASE WHEN %(seen_at)s >= last_at THEN %(position)s ELSE position END,
    last_at = GREATEST(last_at, %(at)s)
WHERE id = %(id)s RETURNING watched::text
"""


def begin_course(*, staff: Staff, course: Course, at: datetime) -> Enrolment:
    """Put a member of staff on an open course, who is then on it once; raises CourseClosed."""
    if not (course.is_active and course.is_open):
        raise CourseClosed(_("This course is assigned by the training department."))
    if course.delivery != Delivery.ONLINE:
        raise CourseClosed(_("This course is taken by attending a session."))
    return enrol(staff=staff, course=course, at=at)


@transaction.atomic
def open_unit(*, enrolment: Enrolment, unit: CourseUnit, at: datetime) -> UnitProgress:
    """Note that a unit was opened and return how far it is; the first time stays."""
    progress, is_new = UnitProgress.objects.get_or_create(
        enrolment=enrolment, unit=unit, defaults={"opened_at": at, "last_at": at}
    )
    if is_new or enrolment.last_at is None:
        Enrolment.objects.filter(pk=enrolment.pk).update(last_at=at)
    return progress


@transaction.atomic
def save_progress(
    *,
    enrolment: Enrolment,
    unit: CourseUnit,
    position: int,
    watched: Iterable[Span],
    at: datetime,
    seen_at: datetime | None = None,
) -> UnitProgress:
    """Keep where somebody is in a video and the seconds watched since the last save; raises UnitNotOpened.

    `seen_at` is when the position was true, where the save comes late. Claims beyond what the real time allows are cut. The
    unit is completed once enough was watched, and the course with its last unit.
    """
    progress = _opened(enrolment, unit)
    length = unit.seconds or 0
    clock = Clock(
        since_opened=(at - progress.opened_at).total_seconds(),
        since_saved=(at - progress.last_at).total_seconds(),
    )
    new = believable(watched, known=read_ranges(progress.watched), seconds=length, clock=clock)
    with connection.cursor() as cursor:
        cursor.execute(
            SAVE,
            {
                "id": progress.pk,
                "watched": write_ranges(new),
                "position": min(max(position, 0), length),
                "seen_at": min(seen_at or at, at),
                "at": at,
            },
        )
    Enrolment.objects.filter(pk=enrolment.pk).update(last_at=at)
    progress.refresh_from_db()
    seen = read_ranges(progress.watched)
    if progress.completed_at is None and is_enough(seen, seconds=length, percent=unit.watch_percent):
        _complete(enrolment, progress, at)
    return progress


@transaction.atomic
def complete_unit(*, enrolment: Enrolment, unit: CourseUnit, at: datetime) -> UnitProgress:
    """Note that somebody read a unit and says so; raises UnitNotOpened, and NotWatched for a video."""
    progress = _opened(enrolment, unit)
    if unit.kind == CourseUnit.Kind.VIDEO and progress.completed_at is None:
        raise NotWatched(
            _("Watch at least %(percent)d%% of the video; it is completed by itself.")
            % {"percent": unit.watch_percent}
        )
    if progress.completed_at is None:
        _complete(enrolment, progress, at)
    return progress


@transaction.atomic
def complete_course(*, enrolment: Enrolment, at: datetime, minutes: int) -> bool:
    """Complete a course and credit its minutes, once; return whether it was still open."""
    completed = complete_courses(enrolment_ids=[enrolment.pk], at=at, minutes=minutes) == 1
    if completed:
        enrolment.refresh_from_db(fields=["completed_at", "last_at", "minutes"])
    return completed


@transaction.atomic
def complete_courses(*, enrolment_ids: Iterable[int], at: datetime, minutes: int) -> int:
    """Complete what of the enrolments is open, credit the minutes, and go on with the paths; return how many were open."""
    still_open = Enrolment.objects.filter(pk__in=list(enrolment_ids), completed_at=None)
    staff = dict(still_open.order_by("pk").select_for_update().values_list("pk", "staff"))
    if not staff:
        return 0
    # Who was put on the course while it was given completes it no earlier than that.
    moment = Greatest(F("enrolled_at"), Value(at))
    Enrolment.objects.filter(pk__in=staff).update(completed_at=moment, last_at=moment, minutes=minutes)
    progressed(staff_ids=staff.values(), at=at)
    return len(staff)


def _opened(enrolment: Enrolment, unit: CourseUnit) -> UnitProgress:
    # The enrolment first: two last units completed at once see each other.
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    progress = UnitProgress.objects.filter(enrolment=enrolment, unit=unit).select_for_update().first()
    if progress is None:
        raise UnitNotOpened(_("Open the unit first."))
    return progress


def _complete(enrolment: Enrolment, progress: UnitProgress, at: datetime) -> None:
    progress.completed_at = progress.last_at = at
    progress.save(update_fields=["completed_at", "last_at"])
    Enrolment.objects.filter(pk=enrolment.pk).update(last_at=at)
    course = enrolment.course
    done = enrolment.progress.filter(completed_at__isnull=False).values("unit")
    if course.delivery == Delivery.ONLINE and not course.units.exclude(pk__in=done).exists():
        complete_course(enrolment=enrolment, at=at, minutes=course.minutes)
