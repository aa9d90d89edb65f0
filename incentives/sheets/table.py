"""The bonus sheet as comma-separated text."""

import csv
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from incentives.queries.bonus_sheets import BonusSheet
from incentives.sheets import words

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def bonus_table(sheet: BonusSheet) -> bytes:
    """Return the rows as UTF-8 with a byte order mark, which spreadsheets need to read Chinese."""
    target = StringIO()
    writer = csv.writer(target)
    columns = words.columns(sheet.run)
    for line in [words.title(sheet.run), words.status_line(sheet.run), *words.head_lines(sheet.run)]:
        writer.writerow([line])
    writer.writerow([])
    writer.writerow([column.title for column in columns])
    for person in sheet.rows:
        writer.writerow([_cell(column.value(person)) for column in columns])
    writer.writerow([_("Total"), *(_total(column, sheet) for column in columns[1:])])
    return (BYTE_ORDER_MARK + target.getvalue()).encode()


def _total(column: words.Column, sheet: BonusSheet) -> str:
    return _cell(sum(column.value(person) for person in sheet.rows)) if column.is_summed else ""


def _cell(value: Any) -> str:
    """Write a number plainly; give text that a spreadsheet could take for a formula an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return "'" + value
    return str(value)
