"""What a file of a course really is, told by its content, and how long a video is."""

import io
import struct
from dataclasses import dataclass

HEAD_BYTES = 64 * 1024
MP4_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
)
# Elements of Matroska: https://www.rfc-editor.org/rfc/rfc9559
EBML, INFO, TIMESTAMP_SCALE, DURATION = b"\x1a\x45\xdf\xa3", b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
MOST_BOXES = 1000


@dataclass(frozen=True)
class CourseFile:
    """A kind of file a unit may have."""

    unit: str
    content_type: str
    ending: str


MP4 = CourseFile("video", "video/mp4", "mp4")
WEBM = CourseFile("video", "video/webm", "webm")
PDF = CourseFile("pdf", "application/pdf", "pdf")
BY_ENDING = {kind.ending: kind for kind in (MP4, WEBM, PDF)}


def course_file_of(file: io.IOBase) -> CourseFile | None:
    """Return what a file is by its content, None for what no browser plays or shows; reads from its start."""
    head = _head(file)
    if head[4:8] == b"ftyp" and head[8:12] in MP4_BRANDS:
        return MP4
    if head.startswith(EBML) and b"webm" in head[:64]:
        return WEBM
    return PDF if head.startswith(b"%PDF-") else None


def kind_by_name(name: str) -> CourseFile | None:
    """Return the kind of a kept file by the ending we gave it."""
    return BY_ENDING.get(name.rpartition(".")[2])


def seconds_of(file: io.IOBase, kind: CourseFile) -> int | None:
    """Return a video's length in whole seconds, rounded up, or None where the file does not say."""
    try:
        length = _of_mp4(file) if kind is MP4 else _of_webm(_head(file)) if kind is WEBM else None
    except (struct.error, OverflowError, ValueError, OSError):
        return None
    return -int(-length // 1) if length and length > 0 else None


def _head(file: io.IOBase) -> bytes:
    file.seek(0)
    head: bytes = file.read(HEAD_BYTES)
    return head


def _of_mp4(file: io.IOBase) -> float | None:
    """The movie header says units a second and how many: ISO/IEC 14496-12, 8.2.2."""
    moov = _box(file, 0, None, b"moov")
    header = _box(file, *moov, b"mvhd") if moov else None
    if header is None:
        return None
    file.seek(header[0])
    fields: bytes = file.read(32)
    if fields[:1] == b"\x01":
        scale, duration = struct.unpack(">IQ", fields[20:32])
    else:
        scale, duration = struct.unpack(">II", fields[12:20])
    return float(duration) / scale if scale else None


def _box(file: io.IOBase, start: int, end: int | None, name: bytes) -> tuple[int, int] | None:
    """Return where the content of the first box of a name begins and ends."""
    for _count in range(MOST_BOXES):
        found, begin, after = _box_at(file, start)
        if found == name:
            return begin, after
        # No box is empty: what says so, or lies beyond the end, ends the search.
        if after <= start or (end is not None and after >= end):
            return None
        start = after
    return None


def _box_at(file: io.IOBase, start: int) -> tuple[bytes, int, int]:
    """Return a box's name and where its content begins and ends; lengths over 32 bits follow the name."""
    file.seek(start)
    head: bytes = file.read(16)
    size, begin = int.from_bytes(head[:4], "big"), start + 8
    if size == 1:
        size, begin = int.from_bytes(head[8:16], "big"), start + 16
    return head[4:8], begin, start + size if len(head) >= 8 and size >= 8 else start


def _of_webm(head: bytes) -> float | None:
    """Duration counts in timestamp scales of nanoseconds; a recording that was not finished has none."""
    info = head.find(INFO)
    duration = _element(head, info, DURATION) if info >= 0 else None
    if duration is None or len(duration) not in (4, 8):
        return None
    scale = _element(head, info, TIMESTAMP_SCALE)
    nanoseconds = int.from_bytes(scale, "big") if scale else 1_000_000
    (count,) = struct.unpack(">f" if len(duration) == 4 else ">d", duration)
    return float(count) * nanoseconds / 1e9


def _element(head: bytes, start: int, name: bytes) -> bytes | None:
    """Return the content of a short element (its length fits one byte) within the segment's information."""
    place = head.find(name, start, start + 1000)
    if place < 0:
        return None
    begin = place + len(name) + 1
    return head[begin : begin + (head[begin - 1] & 0x7F)]
