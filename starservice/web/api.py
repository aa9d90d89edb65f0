"""What every part of the REST API shares: how it says no, and how it pages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import DataError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound, ParseError
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Refusal(serializers.Serializer):
    """Why a request was refused as a whole."""

    detail = serializers.CharField(help_text="A sentence in the reader's language.")


FIELD_ERRORS = {
    "type": "object",
    "description": (
        "Messages by field, nested where the field is; `non_field_errors` holds what concerns several fields; "
        "`detail` says why the request could not be read at all."
    ),
    "additionalProperties": {
        "anyOf": [
            {"type": "array", "items": {"type": "string"}},
            {"type": "object", "additionalProperties": True},
            {"type": "string"},
        ]
    },
}
REFUSALS: dict[int, Any] = {400: FIELD_ERRORS}


def refusals(*statuses: int) -> dict[int, Any]:
    """Return the documented error answers of an operation; everybody may meet 401 and 429."""
    return {status: REFUSALS.get(status, Refusal) for status in sorted({401, 429, *statuses})}


class TooLargeError(APIException):
    """More was sent than a request may hold."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("This is too large; send less at a time.")
    default_code = "too_large"


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what Django itself refuses to read as the API answers everything else."""
    return exception_handler(TooLargeError() if isinstance(error, RequestDataTooBig) else error, context)


class BoundedJSONParser(JSONParser):
    """Reads JSON that is neither too long nor too deep."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLargeError
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("This is nested too deeply.")) from error


class HoldsRole(BasePermission):
    """Lets in who holds one of the view's `roles`; administrators always."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return bool(user.is_authenticated and user.has_role(*view.roles))


class StablePages(CursorPagination):
    """Pages that neither skip nor repeat rows while others are added."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, TypeError, DataError) as error:
            # A cursor is base64 and can be made up; what it then compares need not be comparable.
            raise NotFound(self.invalid_cursor_message) from error
