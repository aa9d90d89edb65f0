"""What planning a list results in."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format

from people.models import Assignment, Staff
from people.stafflist.columns import LABELS

NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"


@dataclass(frozen=True)
class Problem:
    """Why a row is rejected: the column and a reason."""

    column: str
    reason: str


@dataclass
class PlannedRow:
    """One row: its status, (column, old, new) for the reader, and what to write.

    `begins` is the assignment to add, its manager known by `manager_no` as the manager may be new too; `ends` are the
    (assignment id, last day) to set.
    """

    number: int
    employee_no: str
    staff: Staff
    status: str = UNCHANGED
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    own_data_differs: bool = False
    manager_no: str = ""
    begins: Assignment | None = None
    ends: list[tuple[int, date | None]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.staff.pk is None

    @property
    def is_rejected(self) -> bool:
        return self.status == REJECTED

    def reject(self, column: str, reason: str) -> None:
        """Take the row out, with a reason at a column."""
        self.status = REJECTED
        self.problems.append(Problem(str(LABELS[column]), reason))

    def note(self, column: str, old: Any, new: Any) -> None:
        """Note for the reader that a column changes."""
        self.changes.append((str(LABELS[column]), shown(old), shown(new)))


@dataclass
class Plan:
    """All rows in the file's order."""

    rows: list[PlannedRow]

    def with_status(self, *statuses: str) -> list[PlannedRow]:
        """The rows of some statuses."""
        return [row for row in self.rows if row.status in statuses]

    def counts(self) -> dict[str, int]:
        """How many rows by status."""
        return {status: len(self.with_status(status)) for status in (NEW, CHANGED, UNCHANGED, REJECTED)}

    def digest(self) -> str:
        """Differs when the plan does, so that what is confirmed is what was shown."""
        facts = [
            (row.number, row.status, row.changes, row.problems, row.begins and row.begins.starts_on)
            for row in self.rows
        ]
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def shown(value: Any) -> str:
    """A value as the reader sees it."""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(value)
