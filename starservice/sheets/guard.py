"""What is refused before a workbook is unpacked: bombs, macros, and files that are not what they say."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from starservice.sheets.errors import SheetError
from starservice.sheets.limits import MEGABYTE, Limits

CHUNK = 256 * 1024
OVERLAP = 64
LOCAL_HEADER = 30
ENCRYPTED = 1
NESTED = (".zip", ".jar", ".7z", ".rar", ".gz", ".xlsx", ".xls", ".ods", ".docx")
MACRO_PARTS = re.compile(r"vbaproject|macrosheets/|^basic/|^scripts/|activex/", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def check_zip(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Return the opened archive when unpacking it is harmless; raises SheetError otherwise."""
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SheetError(broken()) from error
    if len(members) > limits.members:
        raise SheetError(too_large_inside())
    _check_names([member.filename for member in members])
    _check_declared(members, limits)
    left = limits.unpacked_bytes
    for member in members:
        left -= _check_member(file, member, min(left, limits.member_bytes))
    file.seek(0)
    return archive


def check_ole(file: BinaryIO) -> None:
    """Refuse an old binary workbook with macros in it."""
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        if OLE_MACROS in tail + chunk:
            raise SheetError(has_macros())
        tail = chunk[-OVERLAP:]
    file.seek(0)


def unpacked(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the real unpacked bytes of a member, whatever size its header claims."""
    if member.compress_type == zipfile.ZIP_STORED:
        yield from _packed(file, member)
        return
    inflater = zlib.decompressobj(-15)
    for piece in _packed(file, member):
        while piece:
            yield _inflate(inflater, piece)
            piece = inflater.unconsumed_tail
    if not inflater.eof:
        raise SheetError(broken())


def _inflate(inflater: Any, piece: bytes) -> bytes:
    try:
        return inflater.decompress(piece, CHUNK)
    except zlib.error as error:
        raise SheetError(broken()) from error


def _packed(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's bytes as they lie in the file; others may move the file in between."""
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\3\4":
        raise SheetError(broken())
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    place = member.header_offset + LOCAL_HEADER + skip
    end = place + member.compress_size
    while place < end:
        file.seek(place)
        piece = file.read(min(CHUNK, end - place))
        if not piece:
            raise SheetError(broken())
        place += len(piece)
        yield piece


def _check_names(names: list[str]) -> None:
    for name in names:
        if MACRO_PARTS.search(name):
            raise SheetError(has_macros())
        if name.lower().endswith(NESTED):
            raise SheetError(
                _("The workbook contains another archive (“%(name)s”). Save it again without attachments.")
                % {"name": name[:100]}
            )


def _check_declared(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Judge by what the headers claim, before anything is unpacked."""
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > limits.unpacked_bytes or _is_bomb(total, packed, limits):
        raise SheetError(too_large_inside())
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise SheetError(has_password())
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetError(broken())
        if _is_bomb(member.file_size, member.compress_size, limits):
            raise SheetError(too_large_inside())


def _is_bomb(size: int, packed: int, limits: Limits) -> bool:
    return size > limits.ratio_from and size > limits.ratio * max(packed, 1)


def _check_member(file: BinaryIO, member: zipfile.ZipInfo, most: int) -> int:
    """Unpack a member to nowhere, counting; a header that lies about the size is a bomb."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    size, tail = 0, b""
    for chunk in unpacked(file, member):
        size += len(chunk)
        if size > most or size > member.file_size:
            raise SheetError(too_large_inside())
        if is_xml and (b"\0" in chunk or DOCTYPE.search(tail + chunk)):
            raise SheetError(
                _("The workbook contains definitions no spreadsheet program writes. Save it again.")
            )
        tail = chunk[-OVERLAP:]
    return size


def broken() -> str:
    return _("The file is damaged or was not sent completely: it cannot be opened as a workbook.")


def has_password() -> str:
    return _("The workbook is protected by a password. Save it without one.")


def has_macros() -> str:
    return _("The workbook contains macros. Save it as a plain workbook (.xlsx) and try again.")


def too_large_inside() -> str:
    return _("The workbook is far larger inside than outside, so it was not opened. Save it again or as CSV.")


def too_many_cells(limits: Limits) -> str:
    return _(
        "The sheet spans more than %(count)s cells. Delete the empty columns and rows, or save it as CSV."
    ) % {"count": f"{limits.cells:,}"}


def check_size(size: int, limits: Limits) -> None:
    """Refuse an empty file and one above the size limit."""
    if size == 0:
        raise SheetError(_("The file is empty."))
    if size > limits.file_bytes:
        raise SheetError(
            _("The file has %(size)s MB; at most %(most)s MB can be read.")
            % {"size": size // MEGABYTE + 1, "most": limits.file_bytes // MEGABYTE}
        )
