"""The REST API's ratings: months, and the stars the caller may see."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from ratings.models import RatingMonth, StarResult
from ratings.queries.history import visible_results
from starservice.web.api import StablePages, refusals

MONTH_PATTERN = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
MONTH_IN_PATH = OpenApiParameter(
    "month", str, OpenApiParameter.PATH, pattern=f"^{MONTH_PATTERN}$", description="YYYY-MM."
)


class MonthSerializer(serializers.ModelSerializer):
    """A month's state and what it was rated with."""

    month = serializers.SerializerMethodField(help_text="YYYY-MM.")
    policy = serializers.SerializerMethodField(help_text="Code and version of the policy, as in standard v1.")

    class Meta:
        model = RatingMonth
        fields = ("month", "status", "policy", "digest", "calculated_at", "published_at", "locked_at")

    def get_month(self, month: RatingMonth) -> str:
        return f"{month.first_day:%Y-%m}"

    def get_policy(self, month: RatingMonth) -> str:
        return f"{month.policy.code} v{month.policy.version}"


class CorrectionSerializer(serializers.Serializer):
    """What a published result was corrected to."""

    score = serializers.CharField(help_text="Two decimals.")
    stars = serializers.IntegerField(min_value=1, max_value=5)
    reason = serializers.CharField()
    corrected_at = serializers.DateTimeField()


class StarSerializer(serializers.ModelSerializer):
    """One person's stars; `score` and `stars` are null with a `reason` where they are not rated."""

    employee_no = serializers.CharField()
    name = serializers.CharField(source="staff.name")
    department = serializers.CharField(source="department.code")
    score = serializers.CharField(allow_null=True, help_text="Two decimals, as first published.")
    correction = CorrectionSerializer(
        allow_null=True, help_text="Stands beside the original, if there is one."
    )

    class Meta:
        model = StarResult
        fields = (
            "employee_no",
            "name",
            "department",
            "score",
            "stars",
            "provisional",
            "reason",
            "correction",
            "digest",
        )

    def to_representation(self, instance: StarResult) -> dict[str, Any]:
        if not hasattr(instance, "correction"):
            instance._state.fields_cache["correction"] = None
        return super().to_representation(instance)


class StarDetailSerializer(StarSerializer):
    """One person's stars with each stored step of the calculation; decimals are text."""

    class Meta(StarSerializer.Meta):
        fields = (*StarSerializer.Meta.fields, "steps")  # type: ignore[assignment]


class MonthPages(StablePages):
    ordering = "-first_day"


class StarPages(StablePages):
    ordering = "employee_no"


def first_day_of(text: str) -> date:
    """Return the first day of a month that matched MONTH_PATTERN; the year 0 is none and finds nothing."""
    year, month = text.split("-")
    return date(max(int(year), 1), int(month), 1)


@extend_schema_view(
    list=extend_schema(summary="Months", responses={200: MonthSerializer(many=True), **refusals(404)}),
    retrieve=extend_schema(
        summary="One month", parameters=[MONTH_IN_PATH], responses={200: MonthSerializer, **refusals(404)}
    ),
)
@extend_schema(tags=["ratings"])
class MonthApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """The rating months, newest first."""

    serializer_class = MonthSerializer
    pagination_class = MonthPages
    lookup_url_kwarg = "month"
    lookup_value_regex = MONTH_PATTERN
    queryset = RatingMonth.objects.select_related("policy")

    def get_object(self) -> RatingMonth:
        return get_object_or_404(self.get_queryset(), first_day=first_day_of(self.kwargs["month"]))


@extend_schema_view(
    list=extend_schema(
        summary="Stars of a month",
        parameters=[MONTH_IN_PATH],
        responses={200: StarSerializer(many=True), **refusals(404)},
    ),
    retrieve=extend_schema(
        summary="Stars of one person with all steps",
        parameters=[MONTH_IN_PATH, OpenApiParameter("employee_no", OpenApiTypes.STR, OpenApiParameter.PATH)],
        responses={200: StarDetailSerializer, **refusals(404)},
    ),
)
@extend_schema(tags=["ratings"])
class StarApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Stars of those whose records the caller may see; before publication only for those who run the programme."""

    pagination_class = StarPages
    lookup_field = "employee_no"
    lookup_value_regex = r"[^/\x00]+"
    queryset = StarResult.objects.none()

    def get_serializer_class(self) -> type[StarSerializer]:
        return StarDetailSerializer if self.action == "retrieve" else StarSerializer

    def get_queryset(self) -> QuerySet[StarResult]:
        if "month" not in self.kwargs:  # while the schema is written
            return StarResult.objects.none()
        month = get_object_or_404(RatingMonth, first_day=first_day_of(self.kwargs["month"]))
        return (
            visible_results(self.request.user)
            .filter(month=month)
            .select_related("staff", "department", "correction")
            .annotate(employee_no=F("staff__employee_no"))
        )
