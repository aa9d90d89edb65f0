"""Taking a course's files: what they may be and weigh, and where they are kept."""

import secrets
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from training.course_files import CourseFile, course_file_of, seconds_of
from training.errors import FileRefused
from training.models import CourseUnit


def most_bytes() -> int:
    """How much one file of a course may weigh."""
    return int(settings.COURSE_FILE_MAX_BYTES)


def too_large() -> str:
    """What is said of a file that is too large."""
    return _("The file is larger than %(most)s.") % {"most": filesizeformat(most_bytes())}


def check_course_file(unit_kind: str, file: Any) -> CourseFile:
    """Return what an uploaded file is; raises FileRefused for one this kind of unit cannot have."""
    if file.size > most_bytes():
        raise FileRefused(too_large(), "file")
    kind = course_file_of(file)
    if kind is None or kind.unit != unit_kind:
        wanted = _("a PDF") if unit_kind == CourseUnit.Kind.PDF else _("a video as MP4 or WebM")
        raise FileRefused(_("This file is not %(wanted)s.") % {"wanted": wanted}, "file")
    return kind


def length_of(file: Any, kind: CourseFile) -> int | None:
    """How many seconds an uploaded video is long, None where it does not say."""
    return seconds_of(file, kind)


def kept_name(kind: CourseFile) -> str:
    """A name nobody chose: neither it nor its ending comes from the uploaded file."""
    return f"{secrets.token_hex(16)}.{kind.ending}"
