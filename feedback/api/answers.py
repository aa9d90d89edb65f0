"""Survey answers read."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import SurveyAnswer
from people.models import Department, Staff
from people.queries import department_subtree
from starservice.web.api import StablePages, refusals


class AnswerSerializer(serializers.ModelSerializer):
    """One answer; who was the customer is not told."""

    id = serializers.IntegerField(source="pk")
    employee_no = serializers.CharField(source="staff.employee_no")
    department = serializers.CharField(source="department.code")
    score = serializers.DecimalField(
        max_digits=3, decimal_places=2, rounding="ROUND_HALF_UP", help_text="Weighted mean of the stars."
    )
    stars = serializers.DictField(child=serializers.IntegerField(), help_text="1–5 by question.")

    replies = serializers.DictField(
        read_only=True, help_text="Words, the code of an answer or a list of codes, by question."
    )

    class Meta:
        model = SurveyAnswer
        fields = (
            "id",
            "employee_no",
            "department",
            "served_on",
            "stars",
            "score",
            "nps",
            "words",
            "replies",
            "via",
            "answered_at",
            "is_valid",
            "invalid_reason",
        )


class AnswerFilters(serializers.Serializer):
    """Which answers are wanted."""

    employee_no = serializers.CharField(required=False, max_length=40)
    department = serializers.CharField(
        required=False, max_length=40, help_text="Its code; with all below it."
    )
    served_from = serializers.DateField(required=False)
    served_to = serializers.DateField(required=False)
    valid = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Those that count."
    )

    def validate_department(self, code: str) -> Department:
        department = Department.objects.filter(code=code).first()
        if department is None:
            raise serializers.ValidationError(_("There is no such department."))
        return department

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "served_from" in attrs and "served_to" in attrs and attrs["served_from"] > attrs["served_to"]:
            raise serializers.ValidationError({"served_to": [_("This is before the first day.")]})
        return attrs

    def applied_to(self, answers: QuerySet[SurveyAnswer]) -> QuerySet[SurveyAnswer]:
        """Narrow answers to what is wanted."""
        names = {
            "employee_no": "staff__employee_no",
            "served_from": "served_on__gte",
            "served_to": "served_on__lte",
            "valid": "is_valid",
        }
        wanted = self.validated_data
        chosen = {path: wanted[name] for name, path in names.items() if wanted.get(name) is not None}
        if "department" in wanted:
            chosen["department__in"] = department_subtree([wanted["department"].pk])
        return answers.filter(**chosen)


class AnswerPages(StablePages):
    ordering = "-pk"


@extend_schema(tags=["evidence"])
class AnswerApi(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Survey answers about others whose records the caller may see, newest invitation first.

    What customers said of oneself is in the portal, where few answers are not shown one by one.
    """

    serializer_class = AnswerSerializer
    pagination_class = AnswerPages
    queryset = SurveyAnswer.objects.none()

    @extend_schema(
        summary="Survey answers",
        parameters=[AnswerFilters],
        responses={200: AnswerSerializer(many=True), **refusals(400, 404)},
    )
    def list(self, request: Request) -> Response:
        return super().list(request)

    def get_queryset(self) -> QuerySet[SurveyAnswer]:
        filters = AnswerFilters(data=self.request.query_params)
        filters.is_valid(raise_exception=True)
        others = Staff.objects.visible_to(self.request.user).exclude(user=self.request.user.pk)
        answers = SurveyAnswer.objects.filter(staff__in=others)
        return filters.applied_to(answers).select_related("staff", "department")
