"""Rows of the file as values, each with what could not be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.stafflist.columns import DATES, LABELS, recognised
from starservice.sheets import Cell, SheetError, Table, cell_text

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
LONGEST = {"employee_no": 40, "name": 100, "email": 254, "phone": 40}
FORMULA = ("=", "+", "-", "@")


@dataclass
class ListedRow:
    """A row: values by column (only of columns the file has), and reasons by column where a cell is wrong."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_staff_list(table: Table) -> list[ListedRow]:
    """Read all rows; raises SheetError when no column holds the employee number."""
    places = recognised(table.headings)
    if "employee_no" not in places:
        raise SheetError(
            _("No column “%(column)s” was found. The headings are: %(headings)s.")
            % {"column": LABELS["employee_no"], "headings": ", ".join(table.headings[:20])}
        )
    return list(_rows(table, places))


def _rows(table: Table, places: dict[str, int]) -> Iterator[ListedRow]:
    for number, cells in table.rows:
        row = ListedRow(number)
        for column, place in places.items():
            try:
                row.values[column] = _value(column, cells[place])
            except ValueError as error:
                row.wrong[column] = str(error)
        yield row


def _value(column: str, cell: Cell) -> Any:
    if column in DATES:
        return _day(cell)
    text = _text(cell)
    if len(text) > LONGEST.get(column, 100):
        raise ValueError(_("is longer than %(limit)s characters") % {"limit": LONGEST.get(column, 100)})
    if column == "email" and text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError(_("“%(text)s” is not an e-mail address") % {"text": text}) from None
    return text


def _text(cell: Cell) -> str:
    """The cell's text without the apostrophe our own export protects formula-like text with."""
    text = cell_text(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell_text(cell)
    if not text:
        return None
    found = DAY.fullmatch(text.removesuffix(" 00:00:00"))
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise ValueError(_("“%(text)s” is not a date like 2026-10-31") % {"text": text})
