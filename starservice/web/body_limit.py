"""Bodies too large to take are refused at their head: not a byte of a file reaches memory or disk, typed text is kept.

A form's text stands before its files. Where the announced length is too much, reading stops at the first file; a view marked
with `takes_files` then shows its form again with what was typed, any other is not even called. After the answer the rest is read
and thrown away for a moment, because many browsers show no answer while they still send.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
MEGABYTE = 1024 * 1024
FOR_TEXT = MEGABYTE
NEVER_TOO_LARGE = 2 * MEGABYTE
THROW_AWAY_SECONDS = 3.0
THROW_AWAY_BYTES = 512 * MEGABYTE


def takes_files(most_bytes: Callable[[], int]) -> Callable[[View], View]:
    """Let a view answer for itself when more than `most_bytes()` of files are sent; it asks `is_too_large(request)`."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def is_too_large(request: HttpRequest) -> bool:
    """Whether files were sent that were not read because together they are too large."""
    return getattr(request, "body_is_too_large", False)


class NoFiles(FileUploadHandler):
    """Stops reading at the first file."""

    def new_file(self, *args: Any, **options: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        return None


class BodyLimitMiddleware:
    """Stands before whatever reads a body first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_too_large(request):
            response.headers["Connection"] = "close"
            closers: Any = response._resource_closers  # type: ignore[attr-defined]
            closers.append(lambda: throw_away(request))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, options: Any
    ) -> HttpResponseBase | None:
        announced = announced_bytes(request)
        # Any other body Django and the API refuse by its announced length themselves.
        if announced <= NEVER_TOO_LARGE or request.content_type != "multipart/form-data":
            return None
        own: Callable[[], int] | None = getattr(view, "most_bytes", None)
        if announced <= (own() if own else settings.UPLOAD_MAX_BYTES) + FOR_TEXT:
            return None
        request.body_is_too_large = True  # type: ignore[attr-defined]
        if own:
            request.upload_handlers = [NoFiles(request)]
            return None
        return HttpResponse(render_to_string("413.html", request=request), status=413)


def announced_bytes(request: HttpRequest) -> int:
    """How long the body says it is; what does not say is not read at all."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def throw_away(request: HttpRequest) -> None:
    """Read the rest of a body, in constant memory and for a bounded time."""
    until, left = time.monotonic() + THROW_AWAY_SECONDS, THROW_AWAY_BYTES
    try:
        while left > 0 and time.monotonic() < until:
            piece = request.read(64 * 1024)
            if not piece:
                return
            left -= len(piece)
    except OSError:
        return  # who sent it has gone
