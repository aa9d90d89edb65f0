"""Warnings, missed times and escalations in the admin: who, when, which promise."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from feedback.access import SEES_SERVICE, requests_seen_by
from feedback.admin.filters import Choices, DayFilter, DepartmentFilter
from feedback.models import ServiceRequest, SlaEvent
from feedback.numbers import id_in
from people.queries import department_subtree
from starservice.web.admin_nav import EVIDENCE
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator


class HappenedFilter(DayFilter):
    """The day, here, on which it happened."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        span = self._span(timezone.localdate())
        if span is None:
            return queryset
        first, last = span
        return queryset.filter(
            happened_at__gte=midnight(first), happened_at__lt=midnight(last + timedelta(1))
        )


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class LevelFilter(admin.SimpleListFilter):
    """Warnings, missed times, or escalations of any level."""

    title = _("kind")
    parameter_name = "kind"
    LEVELS = {"warning": (0, 0), "breach": (1, 1), "escalation": (2, 32767)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("warning", _("warning")), ("breach", _("missed")), ("escalation", _("escalation"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        span = self.LEVELS.get(self.value() or "")
        return queryset.filter(level__gte=span[0], level__lte=span[1]) if span else queryset


class RequestDepartmentFilter(DepartmentFilter):
    """The department of the request, with all below it."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value() or ""
        if not asked.isdecimal():
            return queryset
        return queryset.filter(request__department__in=department_subtree([int(asked)]).values("pk"))


@admin.register(SlaEvent)
class SlaEventAdmin(ReadOnlyAdmin):
    """Written by the sweep; nobody edits what happened."""

    view_roles = SEES_SERVICE
    managers_view = True
    nav_group = EVIDENCE
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    list_display = ["happened_at", "what", "milestone", "linked_request", "agent", "department", "due_at"]
    list_display_links = ["happened_at"]
    list_select_related = ["request__agent", "request__department"]
    list_filter = [HappenedFilter, LevelFilter, "milestone", RequestDepartmentFilter]
    search_fields = ["request__id"]
    search_help_text = _("Number of the request.")
    sortable_by = ["happened_at"]
    fields = ["request", "milestone", "what", "due_at", "happened_at", "made_at"]
    readonly_fields = ["what"]
    export_also = ("level", "made_at")
    empty_text = _("No time ran out. Warnings and missed times appear here as they happen.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if user.has_role_everywhere(*SEES_SERVICE):
            return queryset
        seen = requests_seen_by(user, ServiceRequest.objects.all(), timezone.localdate())
        return queryset.filter(request__in=seen.order_by().values("pk"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        number = id_in(search_term)
        return (queryset.none() if number is None else queryset.filter(request=number)), False

    @admin.display(description=_("kind"), ordering="level")
    def what(self, event: SlaEvent) -> str:
        if event.level > 1:
            return _("escalation %(step)s") % {"step": event.level - 1}
        return str(_("missed") if event.level else _("warning"))

    @admin.display(description=_("service request"), ordering="request")
    def linked_request(self, event: SlaEvent) -> str:
        url = reverse("feedback:request", args=[event.request_id])
        return format_html('<a href="{}">{}</a>', url, event.request.number)

    @admin.display(description=_("department"))
    def department(self, event: SlaEvent) -> str:
        return event.request.department.name if event.request.department else "–"

    @admin.display(description=_("handled by"))
    def agent(self, event: SlaEvent) -> str:
        return event.request.agent.name if event.request.agent else "–"


def watches_late(request: HttpRequest) -> bool:
    user: Any = request.user
    return user.has_role(*SEES_SERVICE) or user.is_manager


site: Any = admin.site
site.add_page("feedback:late", _("late and soon late"), EVIDENCE, watches_late)
