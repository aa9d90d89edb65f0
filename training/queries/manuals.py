"""What the standards manuals say, who has to read them, and who has not."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from training.manual_changes import TEXT_FIELDS, Measure, Written
from training.models import Manual, ManualVersion, Standard, StandardIndicator

PUBLISHED = ManualVersion.State.PUBLISHED

# A row for each newest version and member of staff who has to read it. The first day to read it is the day of
# publication, or the later first day in one of its positions; who left them meanwhile and came back keeps the first.
DUTIES = """
WITH newest AS (
    SELECT DISTINCT ON (manual_id) id, manual_id, days_to_acknowledge AS days,
        (published_at AT TIME ZONE %(zone)s)::date AS published_on
    FROM training_manualversion WHERE state = 'published' ORDER BY manual_id, number DESC
), duty AS (
    SELECT newest.id AS version_id, newest.days, staff.id AS staff_id,
        GREATEST(newest.published_on, staff.hired_on, place.first_on) AS begins_on
    FROM newest CROSS JOIN people_staff AS staff
    LEFT JOIN LATERAL (
        SELECT min(starts_on) AS first_on, bool_or(daterange(starts_on, ends_on, '[]') @> %(day)s::date) AS is_in
        FROM people_assignment AS place
        JOIN training_manual_positions AS wanted
            ON wanted.manual_id = newest.manual_id AND wanted.position_id = place.position_id
        WHERE place.staff_id = staff.id AND COALESCE(place.ends_on, 'infinity') >= newest.published_on
    ) AS place ON true
    WHERE staff.hired_on <= %(day)s AND COALESCE(staff.left_on, 'infinity') >= %(day)s
        AND (%(version)s::bigint IS NULL OR newest.id = %(version)s)
        AND (%(staff)s::bigint[] IS NULL OR staff.id = ANY(%(staff)s))
        AND (place.is_in OR NOT EXISTS (
            SELECT FROM training_manual_positions AS wanted WHERE wanted.manual_id = newest.manual_id
        ))
)
"""
ROWS = """
SELECT duty.version_id, duty.staff_id, staff.user_id, staff.employee_no, staff.name, department.name AS department,
    manager.name AS manager, duty.begins_on, duty.begins_on + duty.days AS due_on, duty.days, done.opened_at,
    done.acknowledged_at
FROM duty JOIN people_staff AS staff ON staff.id = duty.staff_id
LEFT JOIN training_acknowledgement AS done ON done.version_id = duty.version_id AND done.staff_id = duty.staff_id
LEFT JOIN people_assignment AS place
    ON place.staff_id = duty.staff_id AND daterange(place.starts_on, place.ends_on, '[]') @> %(day)s::date
LEFT JOIN people_department AS department ON department.id = place.department_id
LEFT JOIN people_staff AS manager ON manager.id = place.manager_id
WHERE done.acknowledged_at IS NULL OR NOT %(unread_only)s
ORDER BY due_on, staff.employee_no, duty.version_id
"""
COUNTS = """
SELECT duty.version_id, count(*) AS of, count(done.acknowledged_at) AS done
FROM duty LEFT JOIN training_acknowledgement AS done
    ON done.version_id = duty.version_id AND done.staff_id = duty.staff_id
GROUP BY duty.version_id
"""


@dataclass(frozen=True)
class Duty:
    """Somebody who has to acknowledge a version until a day, and whether it is done."""

    version_id: int
    staff_id: int
    user_id: int | None
    employee_no: str
    name: str
    department: str | None
    manager: str | None
    begins_on: date
    due_on: date
    days: int
    opened_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Readers:
    """How many have to read a version, and how many have acknowledged it."""

    of: int
    done: int

    @property
    def left(self) -> int:
        return self.of - self.done


def duties(
    day: date,
    *,
    version: ManualVersion | None = None,
    staff: Iterable[int] | None = None,
    unread_only: bool = False,
) -> list[Duty]:
    """Who has to acknowledge the newest versions, or one of them, on a day, the soonest due first; one query.

    `staff` narrows it to some ids; None is everybody.
    """
    values = _values(day, version, staff) | {"unread_only": unread_only}
    return [Duty(*row) for row in _rows(DUTIES + ROWS, values)]


def reader_counts(day: date, *, staff: Iterable[int] | None = None) -> dict[int, Readers]:
    """How many of the staff have to read each newest version and have done so, by version id; one query."""
    return {pk: Readers(of, done) for pk, of, done in _rows(DUTIES + COUNTS, _values(day, None, staff))}


def _values(day: date, version: ManualVersion | None, staff: Iterable[int] | None) -> dict[str, Any]:
    return {
        "day": day,
        "zone": timezone.get_default_timezone_name(),
        "version": version.pk if version else None,
        "staff": None if staff is None else list(staff),
    }


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def newest_versions() -> QuerySet[ManualVersion]:
    """The newest published version of each manual that has one."""
    newer = ManualVersion.objects.filter(
        manual=OuterRef("manual"), state=PUBLISHED, number__gt=OuterRef("number")
    )
    published = ManualVersion.objects.filter(~Exists(newer), state=PUBLISHED)
    return published.select_related("manual").order_by("manual__code")


def newest_version(manual: Manual) -> ManualVersion | None:
    """The newest published version of a manual."""
    return newest_versions().filter(manual=manual).first()


def version_before(version: ManualVersion) -> ManualVersion | None:
    """The published version a version follows."""
    earlier = ManualVersion.objects.filter(
        manual=version.manual_id, state=PUBLISHED, number__lt=version.number
    )
    return earlier.order_by("-number").first()


def standards_in(version: ManualVersion) -> list[Standard]:
    """A version's standards with indicators and position, stage by stage in their order; two queries."""
    indicators = Prefetch("indicators", StandardIndicator.objects.order_by("order", "pk"))
    found = version.standards.select_related("position").prefetch_related(indicators).order_by("order", "pk")
    stages = list(Standard.Stage.values)
    return sorted(found, key=lambda standard: stages.index(standard.stage))


def written_of(standards: Iterable[Standard]) -> list[Written]:
    """Standards as facts that can be checked and compared."""
    return [
        Written(
            code=standard.code,
            stage=standard.stage,
            position=standard.position.name if standard.position else "",
            texts={name: dict(getattr(standard, name) or {}) for name in TEXT_FIELDS},
            measures=tuple(_measure(one) for one in standard.indicators.all()),
        )
        for standard in standards
    ]


def _measure(indicator: StandardIndicator) -> Measure:
    return Measure(dict(indicator.name), indicator.comparison, indicator.target, indicator.unit)


def standards_with(search: str, language: str) -> QuerySet[Standard]:
    """Standards of the newest versions in which all searched words stand, in the language or, where it has no text, in any.

    Full-text search knows no Chinese words, so parts of the text are compared.
    """
    newest = newest_versions().order_by().values("pk")
    found = Standard.objects.filter(version__in=newest).select_related("version__manual", "position")
    for word in unicodedata.normalize("NFKC", search).split():
        found = found.filter(_said(word, language))
    return found.order_by("version__manual__code", "order", "pk")


def _said(word: str, language: str) -> Any:
    """The word stands in one of the standard's texts, in an indicator's name or in the manual's title."""
    said = Q()
    for name in (*TEXT_FIELDS, "version__manual__title"):
        said |= _stands(name, language, word)
    named = StandardIndicator.objects.filter(_stands("name", language, word), standard=OuterRef("pk"))
    return said | Exists(named)


def _stands(name: str, language: str, word: str) -> Q:
    """In the reader's language; where the text lacks it, in what the reader is shown instead."""
    own = Q(**{f"{name}__{language}__icontains": word})
    lacks = ~Q(**{f"{name}__has_key": language})
    others = Q()
    for code, _name in settings.LANGUAGES:
        others |= Q(**{f"{name}__{code}__icontains": word})
    return own | (lacks & others)
