"""Rows of comma-, tab- or otherwise separated text files."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from starservice.sheets.cells import Cell
from starservice.sheets.encodings import guess_encodings, read_sample
from starservice.sheets.errors import SheetError

DELIMITERS = ",\t;|"
SNIFFED_LINES = 20


def likeliest_encoding(file: BinaryIO) -> str:
    """Return the best guess for the file; raises SheetError where no encoding we know can read it."""
    guesses = guess_encodings(read_sample(file))
    if not guesses:
        raise SheetError(
            _("The text of the file is in none of the encodings we read (UTF-8, UTF-16, GB18030, Big5).")
        )
    return guesses[0].encoding


def text_rows(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each record with the number of its row in a spreadsheet; raises SheetError at the row that is unreadable."""
    if not _is_known(encoding):
        raise SheetError(_("The encoding “%(encoding)s” is not known.") % {"encoding": encoding})
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _records(text, encoding)
    finally:
        if not file.closed:
            text.detach()


def sniff_delimiter(lines: list[str]) -> str:
    """Return the separator that cuts the lines into the most columns, alike in most lines; a comma when none does."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return (0, 0)
    usual = max(set(widths), key=widths.count, default=1)
    return (widths.count(usual) * (usual > 1), usual)


def _records(text: io.TextIOWrapper, encoding: str) -> Iterator[tuple[int, list[Cell]]]:
    number = 0
    try:
        head = [line for _number, line in zip(range(SNIFFED_LINES), text, strict=False)]
        if any("\0" in line for line in head):
            raise SheetError(_("The file is not a text file."))
        text.seek(0)
        if text.read(1) != "\ufeff":
            text.seek(0)
        for number, record in enumerate(csv.reader(text, delimiter=sniff_delimiter(head)), start=1):
            yield number, list(record)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetError(_unreadable(number + 1, encoding, error)) from error


def _unreadable(row: int, encoding: str, error: Exception) -> str:
    if isinstance(error, csv.Error):
        return _("Row %(row)s cannot be read: a quotation mark is not closed, or a cell is far too long.") % {
            "row": row
        }
    return _("After row %(row)s the text is not in the encoding %(encoding)s; choose another one.") % {
        "row": row - 1,
        "encoding": encoding,
    }


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding).incrementaldecoder)
    except LookupError:
        return False
