"""Filters of the list of assigned paths."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.admin.filters import Choices
from people.models import Assignment
from people.queries import department_subtree, department_tree
from training.models import LearningPath

OPEN = Q(completed_at=None, cancelled_at=None)


class AssignmentStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("open", _("to finish")),
            ("late", _("overdue")),
            ("mentor", _("without the mentor it needs")),
            ("done", _("finished")),
            ("cancelled", _("cancelled")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = {
            "open": OPEN,
            "late": OPEN & Q(due_on__lt=timezone.localdate()),
            "mentor": OPEN & Q(path__needs_mentor=True, mentor=None),
            "done": Q(completed_at__isnull=False),
            "cancelled": Q(cancelled_at__isnull=False),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class PathFilter(admin.SimpleListFilter):
    title = _("learning path")
    parameter_name = "path"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(path.pk, str(path)) for path in LearningPath.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = str(self.value() or "")  # counting facets asks with the key itself
        return queryset.filter(path=int(chosen)) if chosen.isdecimal() else queryset


class StaffDepartmentFilter(admin.SimpleListFilter):
    """Where the person works today: the department and all below it."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        tree = department_tree(timezone.localdate())
        return [(branch.department.pk, "– " * branch.depth + branch.department.name) for branch in tree]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = str(self.value() or "")
        if not chosen.isdecimal():
            return queryset
        places = Assignment.objects.on(timezone.localdate()).filter(
            department__in=department_subtree([int(chosen)])
        )
        return queryset.filter(staff__in=places.values("staff"))
