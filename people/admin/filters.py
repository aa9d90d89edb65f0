"""Filters of the list of staff."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Staff
from people.queries import department_subtree, department_tree

MANAGERS_OFFERED = 100
Choices = Iterable[tuple[Any, Any]]


class EmploymentFilter(admin.SimpleListFilter):
    title = _("employment")
    parameter_name = "employment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("now", _("employed")), ("left", _("has left")), ("later", _("begins later"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        asked = {
            "now": Q(hired_on__lte=today) & (Q(left_on=None) | Q(left_on__gte=today)),
            "left": Q(left_on__lt=today),
            "later": Q(hired_on__gt=today),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class DepartmentFilter(admin.SimpleListFilter):
    """The department and all below it."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        tree = department_tree(timezone.localdate())
        return [(branch.department.pk, "– " * branch.depth + branch.department.name) for branch in tree]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(place__department__in=department_subtree([int(self.value() or 0)]))


class ManagerFilter(admin.SimpleListFilter):
    """The manager of today; a long list offers the first ones, and the one asked for."""

    title = _("manager")
    parameter_name = "manager"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        today = timezone.localdate()
        listed = Staff.objects.listed_to(request.user)
        in_force = Q(report_assignments__starts_on__lte=today) & (
            Q(report_assignments__ends_on=None) | Q(report_assignments__ends_on__gte=today)
        )
        managers = listed.filter(in_force).distinct().values_list("pk", "name")
        return list(managers.order_by("name")[:MANAGERS_OFFERED])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(place__manager=int(self.value() or 0))
