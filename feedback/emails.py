"""Reading an e-mail file (.eml), however badly it was written: who, what, which files, an answer to what, by a person or not."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from feedback.html_text import text_of_html

# What is declared as GB2312 or GBK often holds signs of the larger set.
LARGER_SETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
GUESSES = ("utf-8", "gb18030", "big5hkscs")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
NUMBER_IN_SUBJECT = re.compile(r"\b([RC]\d{6,18})\b", re.IGNORECASE)
MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)(@|$)", re.IGNORECASE)
AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(auto(matic)?[ -]?(reply|response)|out of (the )?office|undeliver|delivery status|自动回复|自動回覆|退信)",
    re.IGNORECASE,
)


class NotAnEmailError(ValueError):
    """The file has nothing of an e-mail."""


@dataclass(frozen=True)
class EmailFile:
    """A file that came with an e-mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class ParsedEmail:
    """An e-mail as far as a service desk cares; `automatic` says why no person wrote it, `` where one did."""

    message_id: str
    subject: str
    sender_name: str
    sender: str
    text: str
    sent_at: datetime | None
    answers: tuple[str, ...]
    number: str
    automatic: str
    files: tuple[EmailFile, ...]


def parse_email(raw: bytes) -> ParsedEmail:
    """Return what an e-mail file says; raises NotAnEmailError where it has no sender."""
    message = message_from_bytes(raw, policy=policy.compat32)
    name, address = _sender(message)
    if not address:
        raise NotAnEmailError
    subject = _header(message, "Subject")
    found = NUMBER_IN_SUBJECT.search(subject)
    return ParsedEmail(
        message_id=_message_id(message, raw),
        subject=subject,
        sender_name=name,
        sender=address,
        text=_text(message),
        sent_at=_sent_at(message),
        answers=tuple(
            MESSAGE_ID.findall(f"{_header(message, 'References')} {_header(message, 'In-Reply-To')}")
        ),
        number=found[1].upper() if found else "",
        automatic=_automatic(message, address, subject),
        files=tuple(_files(message)),
    )


def decoded(content: bytes, declared: str | None) -> str:
    """Return a text in the declared encoding or, where that is wrong, in the first usual one that fits."""
    usual = (declared or "").lower()
    for encoding in (LARGER_SETS.get(usual, usual), *GUESSES):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    """A header in words: encoded as it should be, or written in plain bytes of some encoding."""
    # As it stands in the file: what asks for a header in words loses bytes of an encoding that is not named.
    raw = next((value for known, value in message.raw_items() if known.lower() == name.lower()), "")
    text = "".join(_words(raw))
    return " ".join(text.replace("\x00", "").split())


def _words(raw: str) -> Iterator[str]:
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):
        pieces = [(raw, None)]
    for piece, charset in pieces:
        if isinstance(piece, bytes):
            yield decoded(piece, charset if charset != "unknown-8bit" else None)
        else:
            yield decoded(piece.encode("utf-8", "surrogateescape"), None)


def _sender(message: Message) -> tuple[str, str]:
    for name in ("From", "Reply-To", "Sender"):
        for shown, address in getaddresses([_header(message, name)]):
            if "@" in address:
                return shown.strip(), address.strip().lower()
    return "", ""


def _message_id(message: Message, raw: bytes) -> str:
    """Its own number, or one made of its content, so that the same file again is the same letter."""
    found = MESSAGE_ID.search(str(message.get("Message-ID") or ""))
    own = found[0] if found else ""
    return own if own and len(own) <= 255 else f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _sent_at(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_header(message, "Date"))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _automatic(message: Message, sender: str, subject: str) -> str:
    submitted = _header(message, "Auto-Submitted").lower()
    precedence = _header(message, "Precedence").lower()
    if message.get_content_type() == "multipart/report" or sender.startswith(
        ("mailer-daemon@", "postmaster@")
    ):
        return "bounce"
    if _header(message, "Return-Path") == "<>" and AUTOMATIC_SUBJECT.match(subject):
        return "bounce"
    answers_itself = submitted not in ("", "no") or precedence in ("auto_reply", "auto-reply")
    if answers_itself or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return "auto_reply"
    if AUTOMATIC_SUBJECT.match(subject) or MACHINES.match(sender):
        return "auto_reply"
    return "bulk" if precedence in ("bulk", "junk", "list") or message.get("List-Unsubscribe") else ""


def _text(message: Message) -> str:
    """The plain words of a letter, those of its HTML where there are no others."""
    parts = [part for part in _leaves(message) if not _is_file(part)]
    plain = [_payload(part) for part in parts if part.get_content_type() == "text/plain"]
    words = "\n".join(text.strip() for text in plain if text.strip())
    if not words:
        pages = [_payload(part) for part in parts if part.get_content_type() == "text/html"]
        words = "\n".join(text_of_html(page) for page in pages)
    return words.replace("\r\n", "\n").replace("\x00", "").strip()


def _payload(part: Message) -> str:
    content = part.get_payload(decode=True)
    return decoded(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _leaves(message: Message) -> Iterable[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _files(message: Message) -> Iterator[EmailFile]:
    for number, part in enumerate((part for part in _leaves(message) if _is_file(part)), start=1):
        content = part.get_payload(decode=True)
        name = "".join(_words(str(part.get_filename() or ""))).strip() or f"file{number}"
        if isinstance(content, bytes) and content:
            yield EmailFile(name, content)
