"""The first rows of a file as an import would understand them; nothing is written."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils.text import capfirst

from feedback.mappings import FIELDS, positions
from feedback.models import ImportMapping, ImportRejection
from feedback.reasons import FIELD_LABELS
from feedback.services.interaction_import.service import import_interactions
from starservice.sheets import Row, Table, cell_text

ROWS = 20


@dataclass(frozen=True)
class PreviewColumn:
    """A field of ours and the heading it stands under."""

    label: str
    heading: str


@dataclass(frozen=True)
class PreviewRow:
    """A row's cells under the mapped headings, and what is wrong with it."""

    number: int
    cells: list[str]
    problems: list[ImportRejection]


@dataclass(frozen=True)
class Preview:
    """Our fields in words with the headings they come from, the first rows, and whether there are more."""

    columns: list[PreviewColumn]
    rows: list[PreviewRow]
    has_more: bool
    staff_created: int


def preview_import(*, table: Table, mapping: ImportMapping, by: Any, at: datetime) -> Preview:
    """Try the first rows and take everything back; raises ImportRefusedError and SheetError."""
    head = list(islice(table.rows, ROWS + 1))
    problems: dict[int, list[ImportRejection]] = defaultdict(list)
    run = import_interactions(
        table=replace(table, rows=iter(head[:ROWS])),
        mapping=mapping,
        file_name="",
        by=by,
        at=at,
        dry_run=True,
        sink=lambda rejection: problems[rejection.row_number].append(rejection),
    )
    places = positions(mapping.columns, table.headings)
    shown = [field for field in FIELDS if field in places]
    return Preview(
        columns=[
            PreviewColumn(capfirst(str(FIELD_LABELS[field])), mapping.columns[field]) for field in shown
        ],
        rows=[_row(row, [places[field] for field in shown], problems[row.number]) for row in head[:ROWS]],
        has_more=len(head) > ROWS,
        staff_created=run.staff_created,
    )


def _row(row: Row, places: list[int], problems: list[ImportRejection]) -> PreviewRow:
    return PreviewRow(row.number, [cell_text(row.cells[place]) for place in places], problems)
