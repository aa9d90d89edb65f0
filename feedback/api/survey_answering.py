"""What an invitation asks, and the answer to it, for systems that ask customers themselves."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.api.answers import AnswerSerializer
from feedback.errors import AnswerFieldsError, FeedbackError, OwnAnswerError
from feedback.models import Invitation, SurveyAnswer
from feedback.queries.reach import survey_rows_seen_by
from feedback.queries.surveys import asked_form
from feedback.questions import AskedForm, Question
from feedback.services import record_answer
from starservice.web.api import refusals

LONGEST = 4000


class TextByLanguageField(serializers.DictField):
    """A text by language code."""

    child = serializers.CharField()


class AskedOptionSerializer(serializers.Serializer):
    """An answer to choose from."""

    code = serializers.CharField()
    label = TextByLanguageField()  # type: ignore[assignment]


class ConditionSerializer(serializers.Serializer):
    """The answer to an earlier question after which this one is asked."""

    question = serializers.CharField()
    comparison = serializers.CharField(help_text="is, is_not, at_most or at_least")
    value = serializers.CharField()


class AskedQuestionSerializer(serializers.Serializer):
    """A question in its place; ask it only where its condition holds."""

    code = serializers.CharField()
    kind = serializers.CharField(help_text="stars, single, multiple, nps or text")
    label = TextByLanguageField()  # type: ignore[assignment]
    help = TextByLanguageField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    options = AskedOptionSerializer(many=True)
    condition = ConditionSerializer(allow_null=True)


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
class ReplyField(serializers.Field):
    """Words, the code of an option, or a list of codes."""

    def to_internal_value(self, data: Any) -> str | list[str]:
        values = data if isinstance(data, list) else [data]
        if not all(isinstance(one, str) and len(one) <= LONGEST for one in values):
            raise serializers.ValidationError(_("This is neither words nor a list of codes."))
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class GivenAnswerSerializer(serializers.Serializer):
    """What the customer said."""

    stars = serializers.DictField(child=serializers.IntegerField(), help_text="1–5 by question.")
    nps = serializers.IntegerField(required=False, allow_null=True, default=None)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)
    replies = serializers.DictField(
        child=ReplyField(), required=False, default=dict, help_text="By question, for all other kinds."
    )


def shown(question: Question) -> dict[str, Any]:
    """A question for AskedQuestionSerializer."""
    return {
        "code": question.code,
        "kind": question.kind.value,
        "label": question.label,
        "help": question.help or {},
        "required": question.required,
        "options": question.options,
        "condition": question.condition,
    }


class SurveyAnswering(viewsets.GenericViewSet):
    """The two addresses of one invitation."""

    def reachable(self, pk: str) -> Invitation:
        """The invitation, or 404 where it is not there, out of reach or about the caller."""
        others: QuerySet[Invitation] = Invitation.objects.exclude(staff__user=self.request.user.pk)
        rows = survey_rows_seen_by(self.request.user, others)
        found = rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
        if found is None:
            raise Http404
        return found

    @extend_schema(
        summary="What an invitation asks",
        operation_id="invitation_questions",
        responses={200: AskedQuestionSerializer(many=True), **refusals(403, 404)},
    )
    @action(detail=True)
    def questions(self, request: Request, pk: str) -> Response:
        """The questions of its version of the survey, in their order."""
        form: AskedForm = asked_form(self.reachable(pk).form_id)
        return Response(AskedQuestionSerializer([shown(one) for one in form.questions], many=True).data)

    @extend_schema(
        summary="Record what a customer said when called back",
        operation_id="invitation_answer",
        request=GivenAnswerSerializer,
        responses={201: AnswerSerializer, **refusals(400, 403, 404, 409, 413, 415)},
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """The one answer; replies to questions that are not asked after these answers are dropped."""
        invitation = self.reachable(pk)
        given = GivenAnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            record_answer(
                invitation=invitation,
                via=SurveyAnswer.Via.CALL_BACK,
                at=timezone.now(),
                by=request.user,
                **given.validated_data,
            )
        except AnswerFieldsError as error:
            raise serializers.ValidationError(
                {name: [text] for name, text in error.fields.items()}
            ) from error
        except OwnAnswerError as error:
            raise PermissionDenied(str(error)) from error
        except FeedbackError as error:
            return Response({"detail": str(error)}, status=status.HTTP_409_CONFLICT)
        made = SurveyAnswer.objects.select_related("staff", "department").get(pk=invitation.pk)
        return Response(AnswerSerializer(made).data, status=status.HTTP_201_CREATED)
