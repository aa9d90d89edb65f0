"""Survey invitations out."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.api.survey_answering import SurveyAnswering
from feedback.errors import FeedbackError, InvitationError
from feedback.models import Channel, Interaction, Invitation
from feedback.queries.customers import customer_numbered
from feedback.services import send_invitation
from people.models import Role, Staff
from starservice.web.api import HoldsRole, refusals

WRITERS = (Role.OFFICE, Role.CUSTOMER_SERVICE)


class InteractionKeySerializer(serializers.Serializer):
    """An interaction by the names its own system gave it."""

    source = serializers.SlugField(max_length=40)  # type: ignore[assignment]
    external_id = serializers.CharField(max_length=80)


class NewInvitationSerializer(serializers.Serializer):
    """Whose service is to be rated: of an interaction, or of a person on a day."""

    interaction = InteractionKeySerializer(required=False, allow_null=True, default=None)
    employee_no = serializers.CharField(max_length=40, required=False, help_text="Without an interaction.")
    channel = serializers.SlugField(max_length=40, required=False, help_text="Without an interaction.")
    served_on = serializers.DateField(required=False, help_text="Without an interaction.")
    customer_no = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["interaction"]:
            return self._of_interaction(attrs["interaction"])
        return self._of_person(attrs)

    def _of_interaction(self, key: dict[str, str]) -> dict[str, Any]:
        found = Interaction.objects.select_related("staff", "channel", "customer").filter(**key).first()
        if found is None:
            raise serializers.ValidationError({"interaction": [_("There is no such interaction.")]})
        return {
            "interaction": found,
            "staff": found.staff,
            "channel": found.channel,
            "customer": found.customer,
            "served_on": found.served_on,
        }

    def _of_person(self, attrs: dict[str, Any]) -> dict[str, Any]:
        required = _("This field is required without an interaction.")
        missing = {name: [required] for name in ("employee_no", "channel", "served_on") if name not in attrs}
        if missing:
            raise serializers.ValidationError(missing)
        found = {
            "employee_no": Staff.objects.filter(employee_no=attrs["employee_no"]).first(),
            "channel": Channel.objects.filter(code=attrs["channel"], is_active=True).first(),
            "customer_no": customer_numbered(attrs["customer_no"]),
        }
        unknown = {name for name, row in found.items() if row is None and attrs[name]}
        problems = {name: [_("This is unknown.")] for name in sorted(unknown)}
        if attrs["served_on"] > timezone.localdate():
            problems["served_on"] = [_("This is in the future.")]
        if problems:
            raise serializers.ValidationError(problems)
        return {
            "staff": found["employee_no"],
            "channel": found["channel"],
            "customer": found["customer_no"],
            "served_on": attrs["served_on"],
        }


class InvitationSerializer(serializers.Serializer):
    """An invitation with its public link, which is shown this once and stored nowhere."""

    id = serializers.IntegerField()
    link = serializers.URLField()
    employee_no = serializers.CharField()
    served_on = serializers.DateField()
    expires_at = serializers.DateTimeField()


@extend_schema(tags=["evidence"])
class InvitationApi(SurveyAnswering):
    """Survey invitations out, one a service."""

    permission_classes = (HoldsRole,)
    roles = WRITERS
    serializer_class = NewInvitationSerializer
    queryset = Invitation.objects.none()

    @extend_schema(
        summary="Make an invitation and get its public link, once",
        responses={201: InvitationSerializer, **refusals(400, 403, 409, 413, 415)},
    )
    def create(self, request: Request) -> Response:
        """The link is shown in this answer alone; a second request for the same interaction is refused with 409."""
        serializer = NewInvitationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            invitation, token = send_invitation(
                **serializer.validated_data, at=timezone.now(), by=request.user
            )
        except InvitationError as error:
            return Response({"detail": str(error)}, status=status.HTTP_409_CONFLICT)
        except FeedbackError as error:
            raise serializers.ValidationError({"non_field_errors": [str(error)]}) from error
        made = {
            "id": invitation.pk,
            "link": settings.PUBLIC_URL + reverse("feedback:survey", args=[token]),
            "employee_no": invitation.staff.employee_no,
            "served_on": invitation.served_on,
            "expires_at": invitation.expires_at,
        }
        return Response(InvitationSerializer(made).data, status=status.HTTP_201_CREATED)
