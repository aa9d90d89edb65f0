"""The bonus sheet as an Excel workbook that HR can pay from."""

from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from incentives.queries.bonus_sheets import BonusSheet
from incentives.sheets import words

MONEY = "#,##0.00;[Red]-#,##0.00"
FROZEN_COLUMNS = 2
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "status": {"bold": True, "font_size": 12, "font_color": "#0B6B3A"},
    "draft": {"bold": True, "font_size": 12, "font_color": "#B00020"},
    "plain": {},
    "header": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF3", "bottom": 1},
    "text": {"num_format": "@"},
    "count": {"num_format": "0"},
    "score": {"num_format": "0.00"},
    "money": {"num_format": MONEY},
    "total": {"num_format": MONEY, "bold": True, "top": 1},
    "strong": {"bold": True, "top": 1},
}


def bonus_workbook(sheet: BonusSheet) -> bytes:
    """Return the .xlsx: the sheet to pay from, and a second one with the figures behind it."""
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = sheet.run.prepared_at.astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties({"title": words.title(sheet.run), "created": created})
    looks = {name: workbook.add_format(look) for name, look in LOOKS.items()}
    _write_bonuses(workbook.add_worksheet(_("Bonuses")), sheet, looks)
    _write_breakdown(workbook.add_worksheet(_("Breakdown")), sheet, looks)
    workbook.close()
    return target.getvalue()


def _write_bonuses(page: Any, sheet: BonusSheet, looks: dict[str, Any]) -> None:
    columns = words.columns(sheet.run)
    head = _write_head(page, sheet, looks)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width)
        page.write_string(head, at, column.title, looks["header"])
    for row, person in enumerate(sheet.rows, head + 1):
        for at, column in enumerate(columns):
            _write_cell(page, row, at, column.value(person), looks[column.kind])
    last = head + len(sheet.rows)
    page.freeze_panes(head + 1, FROZEN_COLUMNS)
    page.autofilter(head, 0, last, len(columns) - 1)
    _write_totals(page, sheet, columns, (head + 1, last), looks)
    _set_print(page, head, sheet)


def _write_head(page: Any, sheet: BonusSheet, looks: dict[str, Any]) -> int:
    """Write the title rows and return the row of the column headings."""
    run = sheet.run
    page.write_string(0, 0, words.title(run), looks["title"])
    page.write_string(1, 0, words.status_line(run), looks["status" if run.is_payable else "draft"])
    lines = words.head_lines(run)
    for row, line in enumerate(lines, 2):
        page.write_string(row, 0, line, looks["plain"])
    return len(lines) + 3


def _write_cell(page: Any, row: int, at: int, value: Any, look: Any) -> None:
    """Write text as text whatever it looks like, numbers as numbers, and nothing as nothing."""
    if value is None:
        page.write_blank(row, at, None, look)
    elif isinstance(value, str):
        page.write_string(row, at, value, look)
    else:
        page.write_number(row, at, float(value), look)


def _write_totals(
    page: Any,
    sheet: BonusSheet,
    columns: list[words.Column],
    rows: tuple[int, int],
    looks: dict[str, Any],
) -> None:
    """Write sums as formulas that carry their value, for programs that read without calculating."""
    first, last = rows
    page.write_string(last + 1, 0, _("Total"), looks["strong"])
    for at, column in enumerate(columns[1:], 1):
        if not column.is_summed:
            page.write_blank(last + 1, at, None, looks["strong"])
            continue
        formula = f"=SUM({xl_rowcol_to_cell(first, at)}:{xl_rowcol_to_cell(last, at)})"
        value = sum(column.value(person) for person in sheet.rows)
        page.write_formula(last + 1, at, formula, looks["total"], float(value))


def _set_print(page: Any, head: int, sheet: BonusSheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_footer("&L&A&C" + words.title(sheet.run).replace("&", "&&") + "&R&P / &N")
    if not sheet.run.is_payable:
        page.set_tab_color("#B00020")


def _write_breakdown(page: Any, sheet: BonusSheet, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 60)
    page.set_column(1, 2, 16)
    row = 0
    for heading, lines in _blocks(sheet):
        page.write_string(row, 0, heading, looks["header"])
        for label, *figures in lines:
            row += 1
            page.write_string(row, 0, label, looks["plain"])
            for at, (figure, look) in enumerate(figures, 1):
                page.write_number(row, at, float(figure), looks[look])
        row += 2


def _blocks(sheet: BonusSheet) -> Iterable[tuple[str, list[Any]]]:
    run = sheet.run
    if run.is_scaled:
        yield (
            _("Scaled to what the fund had left"),
            [
                (_("Earned before scaling"), (run.unscaled_total, "money")),
                (_("Paid by this run"), (run.total, "money")),
                (_("Difference"), (run.total - run.unscaled_total, "money")),
            ],
        )
    yield (
        _("By stars"),
        [(label, (people, "count"), (amount, "money")) for label, people, amount in words.by_stars(sheet)],
    )
    yield (
        _("By department"),
        [
            (label, (people, "count"), (amount, "money"))
            for label, people, amount in words.by_department(sheet)
        ],
    )
    yield _("Movements of the fund"), [(label, (amount, "money")) for label, amount in words.movements(sheet)]
