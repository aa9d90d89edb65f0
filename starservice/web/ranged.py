"""Files answered in pieces, as players ask for them: one range of bytes a request (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

PIECE = 64 * 1024
ASKED = re.compile(r"\Abytes=(\d*)-(\d*)\Z")


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for, None for the whole file; raises ValueError where there is no such byte.

    Several ranges at once and what is no range of bytes are answered with the whole file, as the standard allows.
    """
    asked = ASKED.match(header.replace(" ", ""))
    if asked is None or not any(asked.groups()):
        return None
    first_text, last_text = asked.groups()
    if not first_text:  # the last so many bytes
        first, last = max(size - int(last_text), 0), size - 1
    else:
        first, last = int(first_text), min(int(last_text or size - 1), size - 1)
        if last_text and int(last_text) < first:
            return None
    if first >= size or (not first_text and not int(last_text)):
        raise ValueError
    return first, last


def ranged_response(request: HttpRequest, file: Any, content_type: str) -> HttpResponseBase:
    """Answer with a stored file, or the range asked for; 416 for one beyond its end."""
    size = file.size
    try:
        asked = asked_range(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if asked is None:
        whole = FileResponse(file.open("rb"), content_type=content_type)
        whole.headers["Accept-Ranges"] = "bytes"
        return whole
    first, last = asked
    part = StreamingHttpResponse(_pieces(file, first, last), status=206, content_type=content_type)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    part.headers["Content-Length"] = str(last - first + 1)
    part.headers["Accept-Ranges"] = "bytes"
    return part


def _pieces(file: Any, first: int, last: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        left = last - first + 1
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
