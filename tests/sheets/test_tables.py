import datetime
import io

import openpyxl
import pytest

from starservice.sheets import SheetError, open_table
from tests.sheets.test_encodings import SIMPLIFIED, TRADITIONAL

WHEN = datetime.datetime(2026, 10, 1, 8)  # noqa: DTZ001 - spreadsheets know no time zones


def workbook(rows, **sheets):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file


def table(content, name, **options):
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    return open_table(file, name=name, **options)


def rows(content, name="list.csv", **options):
    return [(row.number, row.cells) for row in table(content, name, **options).rows]


@pytest.mark.parametrize(
    ("text", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5"), (SIMPLIFIED, "utf-16")]
)
def test_open_table_reads_chinese_text_in_the_guessed_encoding(text, encoding):
    opened = table(text.encode(encoding), "list.csv")

    assert opened.encoding == encoding
    assert opened.headings == text.splitlines()[0].split(",")
    assert next(opened.rows).cells == text.splitlines()[1].split(",")


def test_open_table_takes_the_encoding_the_person_chose():
    opened = table(TRADITIONAL.encode("big5"), "list.csv", encoding="gb18030")

    assert opened.encoding == "gb18030"
    assert opened.headings != TRADITIONAL.splitlines()[0].split(",")


def test_open_table_names_the_row_where_the_chosen_encoding_fails():
    content = b"id,name\n1,Ann\n2," + "李静".encode("gb18030") + b"\n"

    with pytest.raises(SheetError, match="utf-8"):
        rows(content, encoding="utf-8")


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_open_table_finds_the_separator(separator):
    content = separator.join(["id", "name"]) + "\n" + separator.join(["1", '"A, B; C"']) + "\n"

    assert rows(content.encode()) == [(2, ["1", "A, B; C"])]


def test_rows_have_the_numbers_of_the_spreadsheet():
    content = b'Report October\n\nid,remark\n1,"two\nlines"\n\n2,x\n'

    assert rows(content) == [(4, ["1", "two\nlines"]), (6, ["2", "x"])]


def test_workbook_rows_have_the_numbers_of_the_spreadsheet():
    file = workbook([["October report"], [], ["id", "when"], [1, datetime.date(2026, 10, 1)], [], [2, None]])

    assert [number for number, _cells in rows(file, "x.xlsx")] == [4, 6]


def test_short_rows_are_as_wide_as_the_headings():
    assert rows(b"a,b,c\n1\n") == [(2, ["1", "", ""])]


def test_workbook_cells_keep_their_kind():
    file = workbook([["id", "when", "at"], [7, WHEN, datetime.time(9, 30)]])

    assert rows(file, "x.xlsx") == [(2, [7.0, WHEN, datetime.time(9, 30)])]


def test_open_table_reads_the_chosen_sheet_or_the_first_filled_one():
    file = workbook([], October=[["id"], [1]], November=[["id"], [2]])

    assert table(file, "x.xlsx").sheet == "October"
    assert rows(file, "x.xlsx", sheet="November") == [(2, [2.0])]
    with pytest.raises(SheetError, match="December"):
        table(file, "x.xlsx", sheet="December")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.csv", "empty"),
        (b"\n\n", "x.csv", "no rows"),
        (b"id\n1\n", "x.pdf", r"\.pdf"),
        (b"<html><table></table></html>", "x.xls", "web page"),
        (b"id,name\n1,2\n", "x.xlsx", "damaged"),
        (b'id,name\n1,"' + b"a" * 200_000, "x.csv", "Row 2"),
        (b"\x01\x00\x02\x00\x03\x00", "x.csv", "not a text|encodings"),
        (b"caf\xff\xff,\xff", "x.csv", "encodings"),
    ],
)
def test_open_table_refuses_what_is_no_table(content, name, words):
    with pytest.raises(SheetError, match=words):
        rows(content, name)


def test_open_table_refuses_an_unknown_encoding():
    with pytest.raises(SheetError, match="klingon"):
        rows(b"id\n1\n", encoding="klingon")


def test_open_table_says_when_the_file_is_not_there(tmp_path):
    with pytest.raises(SheetError, match=r"gone\.csv"):
        open_table(tmp_path / "gone.csv")


def test_open_table_closes_the_file_it_opened(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"id\n" + b"1\n" * 100_000)

    with open_table(path) as opened:
        assert next(opened.rows).cells == ["1"]
    with pytest.raises(ValueError):
        list(opened.rows)
