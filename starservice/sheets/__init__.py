"""Reads and writes tables people bring and take: xlsx, xls, ods, csv, tsv."""

from starservice.sheets.cells import Cell, cell_text, is_blank
from starservice.sheets.encodings import ENCODINGS, Guess, guess_encodings, read_sample
from starservice.sheets.errors import SheetError
from starservice.sheets.limits import Limits
from starservice.sheets.tables import SUFFIXES, TEXT_SUFFIXES, Row, Table, open_table

__all__ = [
    "ENCODINGS",
    "SUFFIXES",
    "TEXT_SUFFIXES",
    "Cell",
    "Guess",
    "Limits",
    "Row",
    "SheetError",
    "Table",
    "cell_text",
    "guess_encodings",
    "is_blank",
    "open_table",
    "read_sample",
]
