"""The REST API's staff: who works where, as far as one may see."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from people.models import Assignment, Staff
from starservice.web.api import StablePages, refusals


class StaffSerializer(serializers.ModelSerializer):
    """A member of staff with today's department, position and manager."""

    department = serializers.SerializerMethodField(help_text="Code of today's department.")
    position = serializers.SerializerMethodField(help_text="Code of today's position.")
    manager = serializers.SerializerMethodField(help_text="Employee number of today's manager.")

    class Meta:
        model = Staff
        fields = (
            "employee_no",
            "name",
            "email",
            "phone",
            "hired_on",
            "left_on",
            "department",
            "position",
            "manager",
        )

    def _today(self, staff: Any) -> Assignment | None:
        return staff.today[0] if staff.today else None

    def get_department(self, staff: Any) -> str | None:
        line = self._today(staff)
        return line.department.code if line else None

    def get_position(self, staff: Any) -> str | None:
        line = self._today(staff)
        return line.position.code if line else None

    def get_manager(self, staff: Any) -> str | None:
        line = self._today(staff)
        return line.manager.employee_no if line and line.manager else None


class StaffPages(StablePages):
    ordering = "employee_no"


@extend_schema_view(
    list=extend_schema(summary="Staff", responses={200: StaffSerializer(many=True), **refusals(404)}),
    retrieve=extend_schema(summary="One member of staff", responses={200: StaffSerializer, **refusals(404)}),
)
@extend_schema(tags=["people"])
class StaffApi(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Staff whose records the caller may see: everybody for the programme office, reports for a manager, oneself."""

    serializer_class = StaffSerializer
    pagination_class = StaffPages
    lookup_field = "employee_no"
    lookup_value_regex = r"[^/\x00]+"
    queryset = Staff.objects.none()

    def get_queryset(self) -> QuerySet[Staff]:
        lines = Assignment.objects.on(timezone.localdate()).select_related(
            "department", "position", "manager"
        )
        return Staff.objects.visible_to(self.request.user).prefetch_related(
            Prefetch("assignments", queryset=lines, to_attr="today")
        )
