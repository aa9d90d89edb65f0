"""How many cells a workbook's sheets span; readers allocate the whole rectangle, so two far cells are a bomb."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache, reduce
from typing import BinaryIO
from xml.parsers import expat

from starservice.sheets import guard
from starservice.sheets.errors import SheetError
from starservice.sheets.limits import Limits

REFERENCE = re.compile(r"([A-Za-z]{1,4})(\d{1,8})")
Attributes = dict[str, str]


def check_xlsx_extent(file: BinaryIO, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse an xlsx one of whose sheets spans more cells than the limit."""
    for member in archive.infolist():
        if "/worksheets/" in member.filename or "/sheets/" in member.filename:
            _Spanned(limits).read(guard.unpacked(file, member))
    file.seek(0)


def check_ods_extent(file: BinaryIO, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse an ods whose repeated cells and rows would unfold to more cells than the limit."""
    for member in archive.infolist():
        if member.filename.endswith("content.xml"):
            _Unfolded(limits).read(guard.unpacked(file, member))
    file.seek(0)


class _Scan:
    """Reads an XML part piece by piece in constant memory."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        """Take note of an element."""

    def read(self, chunks: Iterator[bytes]) -> None:
        try:
            for chunk in chunks:
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise SheetError(guard.broken()) from error

    def check(self, rows: int, columns: int) -> None:
        if rows * columns > self.limits.cells:
            raise SheetError(guard.too_many_cells(self.limits))


class _Spanned(_Scan):
    """The rectangle of an xlsx sheet's filled cells; cells may leave out their reference and follow the last one."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.row = self.column = self.rows = self.columns = 0

    def start(self, name: str, attributes: Attributes) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._move(attributes.get("r"))
        elif name in ("v", "is") and (self.row > self.rows or self.column > self.columns):
            self.rows, self.columns = max(self.row, self.rows), max(self.column, self.columns)
            self.check(self.rows, self.columns)
        elif name == "row":
            digits = attributes.get("r", "")
            self.row, self.column = int(digits) if digits.isdecimal() else self.row + 1, 0

    def _move(self, reference: str | None) -> None:
        found = REFERENCE.fullmatch(reference) if reference else None
        if found:
            self.row, self.column = int(found[2]), _column(found[1])
        else:
            self.column += 1


@cache
def _column(letters: str) -> int:
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters.upper(), 0)


class _Unfolded(_Scan):
    """Counts the cells of an ods as a reader would unfold them."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.rows = self.width = self.filled_width = self.row_repeat = self.widest = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self.rows = self.widest = 0
        elif name == "table:table-row":
            self.row_repeat = _repeat(attributes, "table:number-rows-repeated")
            self.width = self.filled_width = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.width += _repeat(attributes, "table:number-columns-repeated")
            if any(key.startswith("office:") for key in attributes):
                self.filled_width = self.width

    def _text(self, text: str) -> None:
        if self.row_repeat and text.strip():
            self.filled_width = self.width

    def _end(self, name: str) -> None:
        if name != "table:table-row":
            return
        self.rows += self.row_repeat
        self.row_repeat = 0
        if self.filled_width:
            self.widest = max(self.widest, self.filled_width)
            self.check(self.rows, self.widest)


def _repeat(attributes: Attributes, name: str) -> int:
    digits = attributes.get(name, "1")
    return max(int(digits), 1) if digits.isdecimal() and len(digits) < 10 else 1_000_000_000
