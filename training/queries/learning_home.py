"""What somebody's learning home shows: the next step, paths, sessions, exams, manuals, certificates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from people.models import Staff
from training.models import Certificate, CourseSession, ManualVersion, SessionPlace
from training.queries.exam_standing import Standing, standings
from training.queries.manuals import Duty, duties
from training.queries.path_progress import PathProgress, StepState, assignments_of, progress_of

FINISHED_SHOWN = 3
EXPIRES_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class ToRead:
    """A manual to acknowledge until a day."""

    version: ManualVersion
    due_on: date


@dataclass(frozen=True)
class LearningHome:
    """Everything on one page; the number of queries does not depend on how much there is."""

    running: tuple[PathProgress, ...]
    finished: tuple[PathProgress, ...]
    places: tuple[SessionPlace, ...]
    exams: tuple[Standing, ...]
    manuals: tuple[ToRead, ...]
    expiring: tuple[Certificate, ...]
    has_mentees: bool

    @property
    def next(self) -> tuple[PathProgress, StepState] | None:
        """The next step of the path that is due first and can go on."""
        return next(((path, path.next) for path in self.running if path.next), None)

    @property
    def waits_for_mentor(self) -> bool:
        return any(path.lacks_mentor for path in self.running)


def learning_home(staff: Staff, at: datetime) -> LearningHome:
    """What somebody's learning home shows at a moment."""
    today = timezone.localdate(at)
    paths = progress_of(assignments_of(staff))
    running = tuple(path for path in paths if path.is_open)
    return LearningHome(
        running=running,
        finished=tuple(path for path in paths if not path.is_open)[:FINISHED_SHOWN],
        places=tuple(_coming(staff, at)),
        exams=_exams(staff, running, at),
        manuals=_to_read(staff, today),
        expiring=tuple(
            Certificate.objects.expiring_between(today, today + EXPIRES_WITHIN)
            .filter(staff=staff, renewed_by=None)
            .select_related("kind")
        ),
        has_mentees=staff.mentored_paths.filter(cancelled_at=None).exists(),
    )


def _coming(staff: Staff, at: datetime) -> QuerySet[SessionPlace]:
    kept = SessionPlace.objects.filter(staff=staff, session__ends_at__gte=at).exclude(
        state=SessionPlace.State.CANCELLED
    )
    planned = kept.filter(session__state=CourseSession.State.PLANNED)
    return planned.select_related("session__course").order_by("session__starts_at")


def _exams(staff: Staff, running: tuple[PathProgress, ...], at: datetime) -> tuple[Standing, ...]:
    """Exams of running paths that are not passed and wait for no step."""
    exams = {
        state.step.exam.pk: state.step.exam
        for path in running
        for state in path.steps
        if state.step.exam and not state.done_at
    }
    if not exams:
        return ()
    found = standings(staff, list(exams.values()), at)
    return tuple(one for one in found if not one.steps_before and not one.passed)


def _to_read(staff: Staff, today: date) -> tuple[ToRead, ...]:
    unread: dict[int, Duty] = {
        duty.version_id: duty for duty in duties(today, staff=[staff.pk]) if not duty.acknowledged_at
    }
    versions = ManualVersion.objects.filter(pk__in=unread).select_related("manual")
    rows = [ToRead(version, unread[version.pk].due_on) for version in versions]
    return tuple(sorted(rows, key=lambda row: row.due_on))
