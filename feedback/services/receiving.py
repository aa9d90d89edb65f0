"""Taking served interactions from other systems, all of a request or none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.errors import FeedbackError
from feedback.models import Channel, Interaction
from feedback.services.customer_numbers import customers_by_number
from people.models import Assignment, Staff

MAX_ROWS = 1000


@dataclass(frozen=True)
class InteractionFacts:
    """One interaction as another system tells it; people, channels and customers by their own codes."""

    source: str
    external_id: str
    employee_no: str
    channel: str
    occurred_at: datetime
    answered: bool
    resolved: bool
    topic: str = ""
    response_seconds: int | None = None
    talk_seconds: int | None = None
    customer_no: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.external_id

    @property
    def served_on(self) -> date:
        return timezone.localdate(self.occurred_at)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row: its place from 0, the field, and a sentence."""

    index: int
    field: str
    message: str


class RowsRefusedError(FeedbackError):
    """Some rows cannot be taken; `problems` names each, and nothing was written."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(_("Nothing was taken: some interactions are wrong."))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Received:
    """How many interactions were new, changed or known already."""

    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class _Known:
    """What the rows refer to, looked up once for all of them."""

    staff: dict[str, Staff]
    channels: dict[str, Channel]
    assignments: dict[int, list[Assignment]]

    def department_on(self, staff: Staff, day: date) -> int | None:
        for line in self.assignments.get(staff.pk, ()):
            if line.starts_on <= day and (line.ends_on is None or day <= line.ends_on):
                return line.department_id
        return None


COPIED = ("topic", "occurred_at", "answered", "resolved", "response_seconds", "talk_seconds")
STORED = ("staff_id", "department_id", "channel_id", "customer_id", "served_on", *COPIED)
UPDATED = ("staff", "department", "channel", "customer", "served_on", *COPIED)


@transaction.atomic
def receive_interactions(*, rows: Sequence[InteractionFacts], at: datetime) -> Received:
    """Create or update interactions by source and external id; the same rows again change nothing.

    The number of queries does not depend on the number of rows. Raises RowsRefusedError, and then nothing is written.
    """
    known = _look_up(rows)
    problems = [problem for index, row in enumerate(rows) for problem in _problems(index, row, known, at)]
    problems += _repeated(rows)
    if problems:
        raise RowsRefusedError(sorted(problems, key=lambda problem: problem.index))
    customers = customers_by_number({row.customer_no for row in rows if row.customer_no})
    wanted = {row.key: _interaction(row, known, customers) for row in rows}
    existing = {(one.source, one.external_id): one for one in _existing(rows)}
    created = [one for key, one in wanted.items() if key not in existing]
    changed = [one for key, one in wanted.items() if key in existing and _differs(one, existing[key])]
    Interaction.objects.bulk_create(
        [*created, *changed],
        update_conflicts=True,
        unique_fields=["source", "external_id"],
        update_fields=list(UPDATED),
    )
    return Received(len(created), len(changed), len(wanted) - len(created) - len(changed))


def facts(data: dict[str, Any]) -> InteractionFacts:
    """Return validated data as facts, ignoring what we do not know."""
    return InteractionFacts(
        **{one.name: data[one.name] for one in fields(InteractionFacts) if one.name in data}
    )


def _look_up(rows: Iterable[InteractionFacts]) -> _Known:
    staff = {
        one.employee_no: one
        for one in Staff.objects.filter(employee_no__in={row.employee_no for row in rows})
    }
    channels = Channel.objects.filter(is_active=True, code__in={row.channel for row in rows})
    assignments: dict[int, list[Assignment]] = {}
    for line in Assignment.objects.filter(staff__in=[one.pk for one in staff.values()]):
        assignments.setdefault(line.staff_id, []).append(line)
    return _Known(staff, {channel.code: channel for channel in channels}, assignments)


def _problems(index: int, row: InteractionFacts, known: _Known, at: datetime) -> Iterable[RowProblem]:
    for field, wrong, message in RULES:
        if wrong(row, known, at):
            yield RowProblem(index, field, message(row))


def _works_nowhere(row: InteractionFacts, known: _Known, at: datetime) -> bool:
    staff = known.staff.get(row.employee_no)
    return staff is not None and known.department_on(staff, row.served_on) is None


Rule = tuple[str, Callable[[InteractionFacts, _Known, datetime], bool], Callable[[InteractionFacts], str]]
RULES: tuple[Rule, ...] = (
    (
        "employee_no",
        lambda row, known, at: row.employee_no not in known.staff,
        lambda row: (
            _("There is no member of staff with the number %(number)s.") % {"number": row.employee_no}
        ),
    ),
    (
        "employee_no",
        _works_nowhere,
        lambda row: (
            _("%(number)s was in no department on %(day)s.")
            % {"number": row.employee_no, "day": row.served_on.isoformat()}
        ),
    ),
    (
        "channel",
        lambda row, known, at: row.channel not in known.channels,
        lambda row: _("There is no channel %(code)s in use.") % {"code": row.channel},
    ),
    ("occurred_at", lambda row, known, at: row.occurred_at > at, lambda row: _("This is in the future.")),
    (
        "resolved",
        lambda row, known, at: row.resolved and not row.answered,
        lambda row: _("What was not answered cannot be resolved."),
    ),
)


def _repeated(rows: Sequence[InteractionFacts]) -> list[RowProblem]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for index, row in enumerate(rows):
        if first.setdefault(row.key, index) != index:
            message = _("The same interaction is at %(index)d already.") % {"index": first[row.key]}
            problems.append(RowProblem(index, "external_id", message))
    return problems


def _interaction(row: InteractionFacts, known: _Known, customers: dict[str, int]) -> Interaction:
    staff = known.staff[row.employee_no]
    return Interaction(
        source=row.source,
        external_id=row.external_id,
        staff=staff,
        department_id=known.department_on(staff, row.served_on) or 0,
        channel=known.channels[row.channel],
        customer_id=customers.get(row.customer_no),
        served_on=row.served_on,
        **{name: getattr(row, name) for name in COPIED},
    )


def _existing(rows: Iterable[InteractionFacts]) -> Iterable[Interaction]:
    return Interaction.objects.select_for_update().filter(
        source__in={row.source for row in rows}, external_id__in={row.external_id for row in rows}
    )


def _differs(one: Interaction, other: Interaction) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in STORED)
