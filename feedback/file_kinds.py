"""What a file really is, told by its content; the name only has to fit.

Allowed are pictures, PDF, text, office documents without macros and sound. A browser could run HTML, SVG and scripts, a desktop
programs and macros: none of them is among the kinds, whatever it is called.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

HEAD_BYTES = 4096
TEXT_ENCODINGS = ("utf-8", "gb18030", "big5")
ACTIVE_TEXT = re.compile(
    r"\A\s*(<\?(xml|php)|<!--|<!doctype|<(html|head|body|svg|script|iframe|object|embed|style|meta|link|title|img|a|div|table|p|br)\b|#!|%PDF|MZ)",
    re.IGNORECASE,
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class FileKind:
    """A kind of file we take, with the endings its name may have; the first is put where the name fits not."""

    content_type: str
    endings: tuple[str, ...]


def _kind(content_type: str, *endings: str) -> FileKind:
    return FileKind(content_type, endings)


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _riff(mark: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == mark


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


SIGNATURES: tuple[tuple[FileKind, Callable[[bytes], bool]], ...] = (
    (_kind("image/jpeg", "jpg", "jpeg", "jfif"), _starts(b"\xff\xd8\xff")),
    (_kind("image/png", "png"), _starts(b"\x89PNG\r\n\x1a\n")),
    (_kind("image/gif", "gif"), _starts(b"GIF87a", b"GIF89a")),
    (_kind("image/webp", "webp"), _riff(b"WEBP")),
    (_kind("image/heic", "heic", "heif"), _brand(b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc")),
    (_kind("application/pdf", "pdf"), _starts(b"%PDF-")),
    (_kind("audio/mpeg", "mp3"), _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    (_kind("audio/mp4", "m4a"), _brand(b"M4A ", b"M4B ")),
    (_kind("audio/ogg", "ogg", "oga", "opus"), _starts(b"OggS")),
    (_kind("audio/wav", "wav"), _riff(b"WAVE")),
    (_kind("audio/amr", "amr"), _starts(b"#!AMR")),
)
_WORD = "application/vnd.openxmlformats-officedocument"
OPEN_XML = {
    "word/document.xml": _kind(f"{_WORD}.wordprocessingml.document", "docx"),
    "xl/workbook.xml": _kind(f"{_WORD}.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": _kind(f"{_WORD}.presentationml.presentation", "pptx"),
}
OPEN_DOCUMENT = {
    kind.content_type: kind
    for kind in (
        _kind("application/vnd.oasis.opendocument.text", "odt"),
        _kind("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        _kind("application/vnd.oasis.opendocument.presentation", "odp"),
    )
}
MAGIC_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The three look alike from outside and share their container with installers: here the name has to say which.
OLE = {
    "doc": _kind("application/msword", "doc"),
    "xls": _kind("application/vnd.ms-excel", "xls"),
    "ppt": _kind("application/vnd.ms-powerpoint", "ppt"),
}
TEXT = _kind("text/plain", "txt", "csv", "log", "md")
ENDINGS = frozenset(
    ending
    for kind in (
        *(kind for kind, _test in SIGNATURES),
        *OPEN_XML.values(),
        *OPEN_DOCUMENT.values(),
        *OLE.values(),
        TEXT,
    )
    for ending in kind.endings
)


def ending_of(name: str) -> str:
    """Return the lower-case ending of a file name without its dot; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def kind_of(name: str, file: io.IOBase) -> FileKind | None:
    """Return what the content of a file is, or None for anything we do not take; reads from its start."""
    if ending_of(name) not in ENDINGS:
        return None
    file.seek(0)
    head: bytes = file.read(HEAD_BYTES)
    for kind, test in SIGNATURES:
        if test(head):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    if head.startswith(MAGIC_OLE):
        return OLE.get(ending_of(name))
    return TEXT if ending_of(name) in TEXT.endings and _is_text(head) else None


def fitting_name(name: str, kind: FileKind) -> str:
    """Return the name with an ending that fits the kind: a PNG called photo.jpg becomes photo.png."""
    if ending_of(name) in kind.endings:
        return name
    return f"{name.rpartition('.')[0] or name}.{kind.endings[0]}"


def _kind_of_zip(file: io.IOBase) -> FileKind | None:
    """Read the list of contents and the small entry that names the type; nothing else is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return OPEN_DOCUMENT.get(entry.read(200).decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    return next((kind for part, kind in OPEN_XML.items() if part in names), None)


def _is_text(head: bytes) -> bool:
    if not head.strip():
        return False
    text = _decoded(head)
    return text is not None and not CONTROLS.search(text) and not ACTIVE_TEXT.match(text)


def _decoded(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    for encoding in TEXT_ENCODINGS:
        # The head may end within a character.
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                if len(head) < HEAD_BYTES:
                    break
    return None
