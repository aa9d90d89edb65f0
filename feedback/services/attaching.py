"""Taking files with a message: what they may be and weigh, and where they are kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from feedback.errors import FileRefusedError
from feedback.file_kinds import FileKind, fitting_name, kind_of
from feedback.models import Attachment, ServiceRules, TimelineEntry

MOST_FILES = 5
# All files of one message together may weigh as much as so many of the largest.
LARGEST_TOGETHER = 3
MEGABYTE = 1024 * 1024
LONGEST_NAME = 120


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept, with a name that fits its content."""

    file: Any
    name: str
    kind: FileKind


def most_bytes() -> int:
    """How much one file may weigh."""
    return ServiceRules.in_force().attachment_mb * MEGABYTE


def most_bytes_together() -> int:
    """How much all files of one message may weigh."""
    return most_bytes() * LARGEST_TOGETHER


def check_files(files: Sequence[Any]) -> list[CheckedFile]:
    """Return the files of one message, each checked; raises FileRefusedError for the first that cannot be taken."""
    if not files:
        return []
    if len(files) > MOST_FILES:
        raise FileRefusedError(_("Please send at most %(most)d files at a time.") % {"most": MOST_FILES})
    most = most_bytes()
    checked = [check_file(file, most) for file in files]
    together = most * LARGEST_TOGETHER
    if sum(file.size for file in files) > together:
        raise FileRefusedError(
            _("Together the files are larger than %(most)s. Please send fewer or smaller ones.")
            % {"most": filesizeformat(together)}
        )
    return checked


def check_file(file: Any, most: int) -> CheckedFile:
    """Return a file (with `name`, `size` and `read`) of at most so many bytes that may be kept; raises FileRefusedError."""
    name = plain_name(file.name)
    if file.size > most:
        raise FileRefusedError(
            _("%(name)s is larger than %(most)s.") % {"name": name, "most": filesizeformat(most)}
        )
    if not file.size:
        raise FileRefusedError(_("%(name)s is empty.") % {"name": name})
    kind = kind_of(name, file)
    if kind is None:
        raise FileRefusedError(
            _(
                "%(name)s cannot be taken: pictures, PDF, text, office documents without macros and sound are possible."
            )
            % {"name": name}
        )
    return CheckedFile(file, fitting_name(name, kind), kind)


def plain_name(name: str | None) -> str:
    """Return a file's own name without places, control characters and excess length."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable()).strip() or _("file")
    stem, dot, ending = shown.rpartition(".")
    return shown if len(shown) <= LONGEST_NAME else f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}"


@transaction.atomic
def attach(*, entry: TimelineEntry, files: Sequence[Any] = ()) -> list[Attachment]:
    """Keep files with a timeline entry under random names; raises FileRefusedError and then keeps none."""
    kept: list[Attachment] = []
    try:
        for checked in check_files(files):
            kept.append(_keep(entry, checked))
    except BaseException:
        for attachment in kept:
            attachment.file.delete(save=False)
        raise
    return kept


def _keep(entry: TimelineEntry, checked: CheckedFile) -> Attachment:
    attachment = Attachment(
        request_id=entry.request_id,
        entry=entry,
        name=checked.name,
        content_type=checked.kind.content_type,
        size=checked.file.size,
        sha256=_digest(checked.file),
    )
    checked.file.seek(0)
    # Neither the name nor the ending of what somebody sent decides where it lies.
    attachment.file.save(secrets.token_hex(16), checked.file, save=True)
    return attachment


def _digest(file: Any) -> bytes:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(MEGABYTE):
        digest.update(piece)
    return digest.digest()
