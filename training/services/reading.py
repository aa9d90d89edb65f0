"""Staff open a manual, say that they have read it, and are reminded until they do."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Staff, Topic, User
from people.notices import Notice
from people.services.notifications import notify
from training.errors import NotOpened, VersionClosed
from training.models import Acknowledgement, ManualVersion
from training.queries.manuals import Duty, duties, newest_version, newest_versions
from training.reading_time import reminder_due
from training.services.paths import progressed

NOTICE = "manual_to_read"


@transaction.atomic
def open_manual(*, version: ManualVersion, staff: Staff, at: datetime) -> Acknowledgement:
    """Note when somebody first opened a version to read it; raises VersionClosed unless it is the one in force."""
    _refuse_other_than_newest(version)
    made = Acknowledgement.objects.get_or_create(version=version, staff=staff, defaults={"opened_at": at})
    return made[0]


@transaction.atomic
def acknowledge(*, version: ManualVersion, staff: Staff, at: datetime) -> Acknowledgement:
    """Note that somebody has read a version; saying it again keeps the first time. Raises VersionClosed or NotOpened."""
    _refuse_other_than_newest(version)
    rows = Acknowledgement.objects.select_for_update(of=("self",))
    reading = rows.filter(version=version, staff=staff).first()
    if reading is None:
        raise NotOpened(_("Open the manual and read it first."))
    if reading.acknowledged_at is None:
        reading.acknowledged_at = at
        reading.save(update_fields=["acknowledged_at"])
        progressed(staff_ids=[staff.pk], at=at)
    return reading


def _refuse_other_than_newest(version: ManualVersion) -> None:
    if version.state != ManualVersion.State.PUBLISHED:
        raise VersionClosed(_("This version is not published: there is nothing to acknowledge yet."))
    newest = newest_version(version.manual)
    if newest is None or newest.pk != version.pk:
        raise VersionClosed(_("A newer version was published. Please read that one."))


@transaction.atomic
def remind_readers(*, at: datetime) -> int:
    """Tell whoever has to read a manual: at once, after half of the days, at their end, then weekly; each once."""
    day = timezone.localdate(at)
    waiting = duties(day, unread_only=True)
    return _tell(waiting, [reminder_due(day, one.begins_on, one.days) for one in waiting], at)


@transaction.atomic
def remind_now(*, version: ManualVersion, staff: Iterable[int] | None, by: User | None, at: datetime) -> int:
    """Tell those of the staff (None: all) who have not acknowledged a version, at most once a day; return how many."""
    day = timezone.localdate(at)
    waiting = duties(day, version=version, staff=staff, unread_only=True)
    return _tell(waiting, [f"asked{day:%Y%m%d}"] * len(waiting), at)


def _tell(waiting: list[Duty], steps: list[str], at: datetime) -> int:
    versions = {version.pk: version for version in newest_versions()}
    return notify(
        notices=[
            _notice(duty, duty.user_id, step, versions[duty.version_id])
            for duty, step in zip(waiting, steps, strict=True)
            if duty.user_id is not None
        ],
        at=at,
    )


def _notice(duty: Duty, user: int, step: str, version: ManualVersion) -> Notice:
    return Notice(
        user_id=user,
        topic=Topic.LEARNING,
        code=NOTICE,
        key=f"manual:{version.pk}:{step}",
        data={"title": dict(version.manual.title), "due_on": duty.due_on.isoformat(), "step": step},
        address=reverse("training:standards_manual", args=[version.manual.code]),
    )
