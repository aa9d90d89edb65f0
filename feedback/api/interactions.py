"""Interactions in."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import Interaction
from feedback.services.receiving import MAX_ROWS, RowsRefusedError, facts, receive_interactions
from people.models import Role
from starservice.web.api import HoldsRole, refusals

WRITERS = (Role.OFFICE, Role.CUSTOMER_SERVICE)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
MOST_SECONDS = 2**31 - 1


class InteractionSerializer(serializers.Serializer):
    """One served interaction, known by `source` and `external_id`."""

    source = serializers.SlugField(max_length=40, help_text="The system that knows it, as in pbx or crm.")  # type: ignore[assignment]
    external_id = serializers.CharField(max_length=80, help_text="That system's own id.")
    employee_no = serializers.CharField(max_length=40, help_text="Who served.")
    channel = serializers.SlugField(max_length=40, help_text="Code of a channel in use, as in phone.")
    occurred_at = serializers.DateTimeField(help_text="With its offset; its local day decides the month.")
    answered = serializers.BooleanField()
    resolved = serializers.BooleanField(help_text="Only what was answered can be resolved.")
    topic = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")
    response_seconds = serializers.IntegerField(
        min_value=0, max_value=MOST_SECONDS, required=False, allow_null=True, default=None
    )
    talk_seconds = serializers.IntegerField(
        min_value=0, max_value=MOST_SECONDS, required=False, allow_null=True, default=None
    )
    customer_no = serializers.CharField(
        max_length=80, required=False, allow_blank=True, default="", help_text="Made if it is new."
    )

    def validate_occurred_at(self, moment: datetime) -> datetime:
        if moment < EARLIEST:
            raise serializers.ValidationError(_("This is before the year 2000."))
        return moment


class ReceivedSerializer(serializers.Serializer):
    """What became of the interactions of a request."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class RowProblemSerializer(serializers.Serializer):
    """What is wrong with one interaction of a list."""

    index = serializers.IntegerField(help_text="Its place in the list, from 0.")
    field = serializers.CharField()
    message = serializers.CharField()


class RowsRefusedSerializer(serializers.Serializer):
    """Nothing was written; every wrong interaction is named, unless the request could not be read at all."""

    detail = serializers.CharField()
    errors = RowProblemSerializer(many=True, required=False)  # type: ignore[assignment]


@extend_schema(tags=["evidence"])
class InteractionApi(viewsets.GenericViewSet):
    """Interactions in. The same interaction again updates what changed, and changes nothing otherwise."""

    permission_classes = (HoldsRole,)
    roles = WRITERS
    serializer_class = InteractionSerializer
    queryset = Interaction.objects.none()

    @extend_schema(
        summary="Take one interaction",
        responses={200: ReceivedSerializer, 201: ReceivedSerializer, **refusals(400, 403, 413, 415)},
    )
    def create(self, request: Request) -> Response:
        """Answers 201 when it is new, else 200."""
        serializer = InteractionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            received = receive_interactions(rows=[facts(serializer.validated_data)], at=timezone.now())
        except RowsRefusedError as refusal:
            raise serializers.ValidationError(_by_field(refusal)) from refusal
        return _received(received)

    @extend_schema(
        summary="Take up to 1000 interactions, all or none",
        request=InteractionSerializer(many=True),
        responses={
            200: ReceivedSerializer,
            201: ReceivedSerializer,
            **refusals(403, 413, 415),
            400: RowsRefusedSerializer,
        },
    )
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Answers 201 when some are new, else 200; a refusal names each wrong interaction by index and field."""
        serializer = InteractionSerializer(
            data=request.data,
            many=True,
            allow_empty=False,
            max_length=MAX_ROWS,  # type: ignore[call-arg]
        )
        if not serializer.is_valid():
            return _refused(
                _("Nothing was taken: some interactions are wrong."), list_problems(serializer.errors)
            )
        try:
            received = receive_interactions(
                rows=[facts(row) for row in serializer.validated_data], at=timezone.now()
            )
        except RowsRefusedError as refusal:
            return _refused(str(refusal), [vars(problem) for problem in refusal.problems])
        return _received(received)


def _by_field(refusal: RowsRefusedError) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in refusal.problems:
        found.setdefault(problem.field, []).append(problem.message)
    return found


def _received(received: Any) -> Response:
    code = status.HTTP_201_CREATED if received.created else status.HTTP_200_OK
    return Response(ReceivedSerializer(received).data, status=code)


def _refused(detail: str, errors: list[dict[str, Any]]) -> Response:
    return Response({"detail": detail, "errors": errors}, status=status.HTTP_400_BAD_REQUEST)


def list_problems(errors: Any) -> list[dict[str, Any]]:
    """Return DRF's errors of a list as index, field and message; what concerns the list as a whole has the index −1."""
    rows = errors.items() if all(isinstance(key, int) for key in errors) else [(-1, errors)]
    return [
        {"index": index, "field": field, "message": str(message)}
        for index, fields in rows
        for field, messages in fields.items()
        for message in messages
    ]
