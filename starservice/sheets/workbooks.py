"""Rows of xlsx, xls and ods workbooks."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import python_calamine as calamine
from django.utils.translation import gettext as _

from starservice.sheets import extent, guard
from starservice.sheets.cells import Cell
from starservice.sheets.errors import SheetError
from starservice.sheets.limits import Limits

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins like this is a workbook, whatever its name says."""
    return head.startswith((ZIP, OLE))


def open_workbook(file: BinaryIO, head: bytes, limits: Limits) -> calamine.CalamineWorkbook:
    """Return the workbook after the guard has let it pass; raises SheetError."""
    if head.startswith(ZIP):
        _check_zipped(file, limits)
    else:
        guard.check_ole(file)
    try:
        return calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise SheetError(guard.has_password()) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise SheetError(guard.broken()) from error


def _check_zipped(file: BinaryIO, limits: Limits) -> None:
    archive = guard.check_zip(file, limits)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        extent.check_xlsx_extent(file, archive, limits)
    elif "content.xml" in names:
        extent.check_ods_extent(file, archive, limits)
    else:
        raise SheetError(
            _("The file is an archive, not a workbook. Choose an .xlsx, .xls, .ods or .csv file.")
        )


def sheet_rows(
    workbook: calamine.CalamineWorkbook, sheet: str | None
) -> tuple[str, int, Iterator[tuple[int, list[Cell]]]]:
    """Return the chosen (else the first filled) sheet's name, its last row, and its rows with the numbers the person sees."""
    if sheet is not None and sheet not in workbook.sheet_names:
        raise SheetError(
            _("There is no sheet “%(sheet)s” in the workbook; it has: %(sheets)s.")
            % {"sheet": sheet, "sheets": ", ".join(workbook.sheet_names)}
        )
    for name in [sheet] if sheet is not None else workbook.sheet_names:
        table = _sheet(workbook, name)
        if table.height:
            return name, table.total_height, enumerate(table.iter_rows(), start=1)
    raise SheetError(_("The workbook has no filled sheet."))


def _sheet(workbook: calamine.CalamineWorkbook, name: str) -> Any:
    try:
        return workbook.get_sheet_by_name(name)
    except (calamine.CalamineError, ValueError) as error:
        raise SheetError(guard.broken()) from error
