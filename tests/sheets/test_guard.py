import io
import struct
import zipfile

import pytest

from starservice.sheets import Limits, SheetError, open_table
from tests.sheets.test_tables import workbook

SHEET = "xl/worksheets/sheet1.xml"
CELLS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="S">'
)
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def good():
    return workbook([["id", "name"], [1, "Ann"]])


def changed(replace=None, add=None, compression=zipfile.ZIP_DEFLATED):
    """A good workbook with parts replaced or added."""
    source, target = zipfile.ZipFile(good()), io.BytesIO()
    parts = {name: source.read(name) for name in source.namelist()} | (replace or {}) | (add or {})
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def ods(rows):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr("content.xml", ODS_HEAD + rows + ODS_TAIL)
    return target


def refusal(file, name="calls.xlsx", **limits):
    with pytest.raises(SheetError) as caught:
        list(open_table(file, name=name, limits=Limits(**limits)).rows)
    return str(caught.value)


def test_an_honest_workbook_passes():
    assert next(open_table(good(), name="calls.xlsx").rows).cells == [1.0, "Ann"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(share):
    content = good().getvalue()

    assert "damaged" in refusal(io.BytesIO(content[: int(len(content) * share)]))


def test_a_corrupt_member_is_refused():
    content = bytearray(good().getvalue())
    place = content.index(b"xl/worksheets/sheet1.xml") + 40
    content[place : place + 60] = b"\xff" * 60

    assert "damaged" in refusal(io.BytesIO(bytes(content)))


def test_a_file_above_the_size_limit_is_refused():
    assert "at most 0 MB" in refusal(good(), file_bytes=100)


def test_a_member_that_unpacks_to_far_more_is_refused():
    bomb = changed(add={"xl/media/image.bin": b"\0" * 20_000_000})

    assert "larger inside" in refusal(bomb)


def test_many_members_together_above_the_limit_are_refused():
    parts = {f"xl/media/{n}.bin": bytes(range(256)) * 400 for n in range(20)}

    assert "larger inside" in refusal(changed(add=parts), unpacked_bytes=1_000_000)


def test_too_many_members_are_refused():
    assert "larger inside" in refusal(changed(add={f"xl/{n}.bin": b"" for n in range(60)}), members=50)


def test_a_header_that_lies_about_the_size_is_refused():
    """Both headers of the padding say 10 bytes; it unpacks to 20 MB."""
    size = 20_000_000
    content = changed(add={"xl/padding.bin": b"\0" * size}).getvalue()

    assert "larger inside" in refusal(
        io.BytesIO(content.replace(struct.pack("<I", size), struct.pack("<I", 10)))
    )


def test_an_archive_in_the_archive_is_refused():
    assert "inner.zip" in refusal(changed(add={"xl/embeddings/inner.zip": b"PK"}))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name):
    assert "macros" in refusal(changed(add={name: b"x"}))


def test_a_workbook_named_as_one_with_macros_is_refused():
    assert ".xlsm" in refusal(good(), name="calls.xlsm")


def test_macros_in_an_old_workbook_are_refused():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 300_000 + "_VBA_PROJECT".encode("utf-16-le")

    assert "macros" in refusal(io.BytesIO(head), name="calls.xls")


def test_an_old_workbook_cut_off_is_refused():
    assert "damaged" in refusal(
        io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3_000), name="calls.xls"
    )


def test_entity_definitions_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    sheet = laughs + CELLS.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')

    assert "definitions" in refusal(changed({SHEET: sheet}))


def test_xml_in_two_byte_characters_is_refused():
    assert "definitions" in refusal(changed({SHEET: CELLS.format("").encode("utf-16")}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_are_refused(rows):
    assert "cells" in refusal(changed({SHEET: CELLS.format(rows)}))


def test_formatting_far_away_is_harmless():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'

    assert open_table(changed({SHEET: CELLS.format(rows)}), name="x.xlsx").headings == ["1"]


def test_repeated_cells_that_unfold_to_millions_are_refused():
    cell = '<table:table-cell table:number-columns-repeated="10000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-row>'

    assert "cells" in refusal(ods(row), name="x.ods")


def test_the_empty_rest_of_an_ods_sheet_is_harmless():
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert open_table(ods(row), name="x.ods").headings == ["id"]


def test_an_archive_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert "not a workbook" in refusal(target)
