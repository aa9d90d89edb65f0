"""Writes rows as a workbook or as text, row by row: numbers stay numbers, and no text becomes a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

ROWS_PER_SHEET = 1_000_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
CSV_PIECE = 500
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"


def write_xlsx(
    file: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Any]], title: str = ""
) -> None:
    """Write the rows in constant memory, with frozen headings; a sheet that is full is followed by another."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        time: book.add_format({"num_format": "hh:mm:ss"}),
    }
    sheet = None
    for count, row in enumerate(rows):
        if count % ROWS_PER_SHEET == 0:
            sheet = _new_sheet(book, headings, bold, title)
        _write_row(sheet, count % ROWS_PER_SHEET + 1, row, formats)
    if sheet is None:
        _new_sheet(book, headings, bold, title)
    book.close()


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield the rows as UTF-8 with the mark spreadsheets need, in pieces for a streamed answer."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(map(_plain, headings))
    for count, row in enumerate(rows, start=1):
        writer.writerow(map(_plain, row))
        if count % CSV_PIECE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _new_sheet(book: Any, headings: Sequence[str], bold: Any, title: str) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet(
        f"{title[:25]} {number}".strip() if title and number > 1 else title[:31] or None
    )
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, str(heading), bold)
        sheet.set_column(column, column, max(12, len(str(heading)) + 2))
    return sheet


def _write_row(sheet: Any, place: int, row: Sequence[Any], formats: dict[type, Any]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            sheet.write_boolean(place, column, value)
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(place, column, value)
        elif isinstance(value, date | time):
            sheet.write_datetime(place, column, _naive(value), formats[_kind(value)])
        else:
            sheet.write_string(place, column, str(value))


def _kind(value: date | time) -> type:
    return next(kind for kind in (datetime, date, time) if isinstance(value, kind))


def _naive(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime | time) else value


def _plain(value: Any) -> Any:
    """Text that a spreadsheet would calculate gets an apostrophe in front, as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, bool | int | float | Decimal | date | time):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
