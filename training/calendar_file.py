"""One appointment as an iCalendar file (RFC 5545) that phones and mail programs take."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75


@dataclass(frozen=True)
class Appointment:
    """When and where; `uid` stays the same when the appointment moves, so that a calendar replaces it."""

    uid: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    description: str = ""
    address: str = ""
    is_cancelled: bool = False


def calendar_text(one: Appointment, *, made_at: datetime) -> str:
    """The file's text with the line ends and folds the standard asks for."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//StarService//Sessions//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{_escaped(one.uid)}",
        f"DTSTAMP:{_moment(made_at)}",
        f"DTSTART:{_moment(one.starts_at)}",
        f"DTEND:{_moment(one.ends_at)}",
        f"SUMMARY:{_escaped(one.title)}",
        f"LOCATION:{_escaped(one.place)}",
        *([f"DESCRIPTION:{_escaped(one.description)}"] if one.description else []),
        *([f"URL:{one.address}"] if one.address else []),
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break after 75 octets, never inside a character."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LINE_OCTETS - (1 if pieces else 0):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
