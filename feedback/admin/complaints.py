"""Complaints in the admin: found, filtered and exported; dealt with on their own page."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from feedback.access import SEES_SERVICE
from feedback.admin.filters import Choices, DepartmentFilter
from feedback.models import OPEN_STATES, Complaint, ServiceRequest
from feedback.numbers import id_in
from feedback.queries.complaints import complaints_seen_by
from people.admin.pages import AuditedAdmin
from people.queries import department_subtree
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator

FOUND = ("number", "severity", "finding", "department", "about", "happened_on")
DONE = ("root_cause", "remedy", "decided_by", "decided_at", "event", "case")
CALLED = ("called_back_by", "called_back_at", "call_back_note", "escalated_at")


class StageFilter(admin.SimpleListFilter):
    """Where a complaint stands on the way to its end."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            ("open", _("not resolved")),
            ("overdue", _("overdue")),
            ("call", _("to call back")),
            ("reopened", _("reopened")),
            ("escalated", _("escalated")),
            ("closed", _("closed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = {
            "open": Q(request__status__in=OPEN_STATES),
            "overdue": Q(request__status__in=OPEN_STATES, request__next_due_at__lt=timezone.now()),
            "call": Q(
                request__status=ServiceRequest.Status.RESOLVED,
                called_back_at__isnull=True,
                request__confirmed_at__isnull=True,
            ),
            "reopened": Q(request__reopened_count__gt=0),
            "escalated": Q(escalated_at__isnull=False),
            "closed": Q(request__status=ServiceRequest.Status.CLOSED),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


class FindingFilter(admin.SimpleListFilter):
    """Upheld, not upheld, not decided."""

    title = _("finding")
    parameter_name = "finding"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("pending", _("not decided")), ("upheld", _("upheld")), ("not_upheld", _("not upheld"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if asked not in {"pending", "upheld", "not_upheld"}:
            return queryset
        return queryset.filter(finding="" if asked == "pending" else asked)


class ResponsibleFilter(DepartmentFilter):
    """The responsible department, with all below it."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value() or ""
        if not asked.isdecimal():
            return queryset
        return queryset.filter(department__in=department_subtree([int(asked)]).values("pk"))


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin, AuditedAdmin):
    """Customer service sees all complaints; supervisors and heads those they have to do with."""

    view_roles = SEES_SERVICE
    managers_view = True
    change_form_template = "admin/feedback/complaint_form.html"
    list_display = [
        "number",
        "subject",
        "finding",
        "status",
        "due",
        "severity",
        "department",
        "about",
        "reopened",
        "escalated_at",
    ]
    list_select_related = ["request", "department", "about"]
    list_filter = [FindingFilter, "severity", StageFilter, ResponsibleFilter]
    search_fields = ["request__subject", "about__name", "about__employee_no", "root_cause", "remedy"]
    paginator = CappedPaginator
    ordering = ["-request_id"]
    fields = [*FOUND, *DONE, *CALLED]
    empty_text = _(
        "Complaints come from the public form and the queue: a request can be treated as a complaint."
    )

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return complaints_seen_by(user, queryset, timezone.localdate())

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], words: str) -> Any:
        number = id_in(words)
        found, several = super().get_search_results(request, queryset, words)
        return (found | queryset.filter(pk=number) if number else found), several

    @admin.display(description=_("number"), ordering="request_id")
    def number(self, row: Complaint) -> str:
        return row.request.number

    @admin.display(description=_("subject"))
    def subject(self, row: Complaint) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("feedback:complaint", args=[row.pk]), row.request.subject
        )

    @admin.display(description=_("status"))
    def status(self, row: Complaint) -> str:
        return row.request.get_status_display()

    @admin.display(description=_("next due"), ordering="request__next_due_at")
    def due(self, row: Complaint) -> Any:
        return row.request.next_due_at if row.request.is_unresolved else None

    @admin.display(description=_("reopened"), ordering="request__reopened_count")
    def reopened(self, row: Complaint) -> int:
        return row.request.reopened_count
