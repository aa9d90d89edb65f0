"""Filters of lists with a million rows: each asks an index, none counts."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from people.models import Department
from people.queries import department_subtree

Choices = Iterable[tuple[Any, Any]]
DEPARTMENTS_OFFERED = 200


class DayFilter(admin.SimpleListFilter):
    """Today, the last days, this month, the last month, or one day in the address (?day=2026-10-01)."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("today", _("today")),
            ("week", _("last 7 days")),
            ("month", _("this month")),
            ("last_month", _("last month")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        span = self._span(timezone.localdate())
        return queryset.filter(served_on__gte=span[0], served_on__lte=span[1]) if span else queryset

    def _span(self, today: date) -> tuple[date, date] | None:
        asked = self.value() or ""
        first = today.replace(day=1)
        spans = {
            "today": (today, today),
            "week": (today - timedelta(days=6), today),
            "month": (first, today),
            "last_month": ((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)),
        }
        if asked in spans:
            return spans[asked]
        try:
            day = parse_date(asked)
        except ValueError:
            return None
        return (day, day) if day else None


class DepartmentFilter(admin.SimpleListFilter):
    """The department the service was given in, with all below it."""

    title = _("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Department.objects.values_list("pk", "name")[:DEPARTMENTS_OFFERED])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value() or ""
        if not asked.isdecimal():
            return queryset
        return queryset.filter(department__in=department_subtree([int(asked)]).values("pk"))
