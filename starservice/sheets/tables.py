"""A table file: its headings and an iterator over its rows, whatever the format."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path, PurePath
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from django.utils.translation import gettext as _

from starservice.sheets.cells import Cell, cell_text, is_blank
from starservice.sheets.errors import SheetError
from starservice.sheets.guard import broken, check_size
from starservice.sheets.limits import DEFAULT, Limits
from starservice.sheets.texts import likeliest_encoding, text_rows
from starservice.sheets.workbooks import is_workbook, open_workbook, sheet_rows

WORKBOOK_SUFFIXES = (".xlsx", ".xls", ".ods")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
SUFFIXES = WORKBOOK_SUFFIXES + TEXT_SUFFIXES
HEAD_BYTES = 512
HEADING_SEARCH = 20
Numbered = Iterator[tuple[int, list[Cell]]]


class Row(NamedTuple):
    """A row as the person's spreadsheet numbers it; cells stand under the table's headings."""

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """Headings and rows of one sheet; rows can be read once. Use it in `with`, or read it to its end."""

    headings: list[str]
    rows: Iterator[Row]
    encoding: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    heading_row: int = 1
    row_count: int = 0  # about; 0 where it is not known before the end
    close: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_table(
    path_or_file: str | os.PathLike[str] | BinaryIO,
    *,
    name: str = "",
    encoding: str | None = None,
    sheet: str | None = None,
    limits: Limits = DEFAULT,
) -> Table:
    """Open an xlsx, xls, ods, csv or tsv file; raises SheetError with a message for the person who brought it.

    `name` is the name the person knows the file by; `encoding` (text files) is guessed and `sheet` (workbooks) is the
    first filled one when not given.
    """
    if not isinstance(path_or_file, str | os.PathLike):
        return _open(path_or_file, name or getattr(path_or_file, "name", ""), encoding, sheet, limits)
    try:
        file = Path(path_or_file).open("rb")  # noqa: SIM115 - the table closes it
    except OSError as error:
        raise SheetError(
            _("The file “%(name)s” cannot be opened: %(reason)s.")
            % {"name": name or PurePath(path_or_file).name, "reason": error.strerror or error}
        ) from error
    try:
        table = _open(file, name or PurePath(path_or_file).name, encoding, sheet, limits)
    except BaseException:
        file.close()
        raise
    table.close = file.close
    return table


def _open(file: BinaryIO, name: str, encoding: str | None, sheet: str | None, limits: Limits) -> Table:
    check_size(file.seek(0, os.SEEK_END), limits)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise SheetError(
            _("Files of the type “%(suffix)s” are not read. Choose an .xlsx, .xls, .ods, .csv or .tsv file.")
            % {"suffix": suffix}
        )
    if is_workbook(head):
        return _workbook_table(file, head, sheet, limits)
    _check_text(head, suffix)
    encoding = encoding or likeliest_encoding(file)
    table = _table(text_rows(file, encoding))
    table.encoding = encoding
    return table


def _workbook_table(file: BinaryIO, head: bytes, sheet: str | None, limits: Limits) -> Table:
    workbook = open_workbook(file, head, limits)
    chosen, height, rows = sheet_rows(workbook, sheet)
    table = _table(rows)
    table.row_count = max(height - table.heading_row, 0)
    table.sheet, table.sheets = chosen, list(workbook.sheet_names)
    return table


def _check_text(head: bytes, suffix: str) -> None:
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise SheetError(
            _(
                "The file is a web page under the name of a table. Open it in a spreadsheet and save it as .xlsx."
            )
        )
    if suffix in (".xlsx", ".ods"):
        raise SheetError(broken())


def _table(rows: Numbered) -> Table:
    """Find the headings among the first rows; what stands above them is a title."""
    head = list(islice(rows, HEADING_SEARCH))
    place = _heading_place([cells for _number, cells in head])
    if place is None:
        raise SheetError(_("The file has no rows."))
    number, cells = head[place]
    headings = [cell_text(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    body = chain(head[place + 1 :], rows)
    return Table(headings=headings, rows=_filled(body, len(headings)), heading_row=number)


def _heading_place(head: list[list[Cell]]) -> int | None:
    """The first row about as wide as the widest and all in words; else the first that is not blank."""
    widths = [sum(not is_blank(cell) for cell in cells) for cells in head]
    enough = 0.6 * max(widths, default=0)
    for place, cells in enumerate(head):
        in_words = all(isinstance(cell, str) for cell in cells)
        if widths[place] and widths[place] >= enough and in_words:
            return place
    return next((place for place, width in enumerate(widths) if width), None)


def _filled(rows: Numbered, width: int) -> Iterator[Row]:
    """Skip blank rows, and make short rows as wide as the headings."""
    for number, cells in rows:
        if not all(map(is_blank, cells)):
            yield Row(number, cells + [""] * (width - len(cells)))
