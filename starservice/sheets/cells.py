"""What a cell holds, as its reader wants it."""

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta


def cell_text(cell: Cell) -> str:
    """Return the cell as the person sees it in a plain spreadsheet: 1001 and not 1001.0, ISO dates."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
