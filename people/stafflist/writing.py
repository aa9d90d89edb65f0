"""The list of staff as a file, in the columns it is read in."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from people.models import Staff
from people.queries import with_place
from people.stafflist.columns import LABELS
from people.stafflist.reading import FORMULA
from starservice.sheets import SheetError

FORMATS = {
    "xlsx": ("xlsx", "", "Excel (xlsx)"),
    "csv": ("csv", "utf-8-sig", "CSV, UTF-8"),
    "gb18030": ("csv", "gb18030", "CSV, GB18030"),
    "big5": ("csv", "big5", "CSV, Big5"),
}
Rows = Iterable[list[str | date | None]]


def write_staff_list(staff: QuerySet[Staff], day: date, kind: str) -> bytes:
    """The staff with their assignments of a day as a file of one of FORMATS; raises SheetError where Big5 lacks a character."""
    headings = [str(label) for label in LABELS.values()]
    rows = list(_rows(staff, day))
    suffix, encoding, _label = FORMATS[kind]
    return _workbook(headings, rows) if suffix == "xlsx" else _text(headings, rows, encoding)


def _rows(staff: QuerySet[Staff], day: date) -> Iterator[list[Any]]:
    placed: Any = with_place(staff, day)
    codes = placed.annotate(
        department_code=F("place__department__code"),
        position_code=F("place__position__code"),
        manager_no=F("place__manager__employee_no"),
        valid_from=F("place__starts_on"),
    )
    columns = [
        "employee_no",
        "name",
        "email",
        "phone",
        "department_code",
        "position_code",
        "manager_no",
        "hired_on",
        "left_on",
        "valid_from",
    ]
    for row in codes.order_by("employee_no").values_list(*columns):
        yield list(row)


def _workbook(headings: list[str], rows: Rows) -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 18)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        for line, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, place, value, day)
                elif value:
                    sheet.write_string(line, place, value)
    return file.getvalue()


def _text(headings: list[str], rows: Rows, encoding: str) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    try:
        return file.getvalue().encode(encoding)
    except UnicodeEncodeError as error:
        missing = file.getvalue()[error.start : error.end][:1]
        raise SheetError(
            _("“%(character)s” does not exist in %(encoding)s; choose Excel or UTF-8.")
            % {"character": missing, "encoding": encoding.upper()}
        ) from error


def _cell(value: str | date | None) -> str:
    """Text a spreadsheet could take for a formula gets an apostrophe; reading takes it off again."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    return f"'{text}" if text.startswith(FORMULA) else text
