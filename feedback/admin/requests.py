"""Service requests in the admin: a million rows, found by number, customer and state; worked on in the portal."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE, requests_seen_by
from feedback.admin.exports import ExportMixin
from feedback.admin.filters import DepartmentFilter
from feedback.models import OPEN_STATES, Agent, Customer, ServiceRequest
from feedback.numbers import id_in
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator

AGENTS_OFFERED = 200


class StateFilter(admin.SimpleListFilter):
    """Open ones together, overdue ones, or one state."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("all open")), ("overdue", _("overdue")), *ServiceRequest.Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if asked == "overdue":
            due = queryset.filter(status__in=OPEN_STATES, next_due_at__lt=timezone.now())
            return due.order_by(F("next_due_at").asc(nulls_last=True), "id")
        if asked == "open":
            return queryset.filter(status__in=OPEN_STATES)
        return queryset.filter(status=asked) if asked in ServiceRequest.Status.values else queryset


class AgentFilter(admin.SimpleListFilter):
    title = gettext_lazy("handled by")
    parameter_name = "agent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        agents = Agent.objects.filter(is_active=True).order_by("staff__name")
        named = agents.values_list("pk", "staff__name")[:AGENTS_OFFERED]
        return [("nobody", _("nobody")), *((str(pk), name) for pk, name in named)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value() or ""
        if asked == "nobody":
            return queryset.filter(agent=None)
        return queryset.filter(agent=int(asked)) if asked.isdecimal() else queryset


@admin.register(ServiceRequest)
class ServiceRequestAdmin(ExportMixin, ReadOnlyAdmin):
    """Everybody sees what the desk lets them see; changes are made on the request's page in the portal."""

    view_roles = SEES_SERVICE
    managers_view = True
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["created"]
    list_display = ["numbered", "subject", "status", "tier", "category", "handled_by", "next_due", "created"]
    list_display_links = ["numbered", "subject"]
    list_select_related = ["tier", "category", "department", "agent", "channel", "customer"]
    list_filter = [StateFilter, "kind", "tier", "category", DepartmentFilter, AgentFilter]
    search_fields = ["pk"]
    search_help_text = gettext_lazy("Number, customer's number, phone, e-mail, or the beginning of the name.")
    empty_text = gettext_lazy(
        "Requests come from the public form, from staff, by e-mail file and from other systems."
    )
    own_export = "admin:feedback_servicerequest_export"
    export_columns = [
        (gettext_lazy("number"), lambda row: row.number),
        (gettext_lazy("kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("subject"), lambda row: row.subject),
        (gettext_lazy("status"), lambda row: row.get_status_display()),
        (gettext_lazy("service tier"), lambda row: str(row.tier)),
        (gettext_lazy("category"), lambda row: str(row.category or "")),
        (gettext_lazy("department"), lambda row: str(row.department or "")),
        (gettext_lazy("handled by"), lambda row: row.agent.name if row.agent else ""),
        (gettext_lazy("channel"), lambda row: str(row.channel)),
        (gettext_lazy("customer"), lambda row: row.contact_name or str(row.customer or "")),
        (gettext_lazy("created at"), lambda row: timezone.localtime(row.created_at)),
        (gettext_lazy("first reply"), lambda row: _local(row.first_replied_at)),
        (gettext_lazy("resolved at"), lambda row: _local(row.resolved_at)),
        (gettext_lazy("closed at"), lambda row: _local(row.closed_at)),
        (gettext_lazy("next due"), lambda row: _local(row.next_due_at)),
        (gettext_lazy("reopened"), lambda row: row.reopened_count),
    ]
    fields = [
        "desk",
        "numbered",
        "kind",
        "subject",
        "status",
        ("tier", "category"),
        ("department", "agent"),
        ("channel", "customer"),
        ("contact_name", "contact_email", "contact_phone"),
        ("language", "area"),
        ("created_at", "first_replied_at"),
        ("resolved_at", "closed_at", "confirmed_at"),
        ("next_due_at", "reopened_count", "previous"),
        ("source", "external_id"),
    ]

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return requests_seen_by(user, queryset)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["desk", "numbered"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Each word is a number or names a customer; each branch asks its index."""
        for word in search_term.split():
            found = Q(customer__in=_customers(word)) | Q(contact_email__iexact=word)
            if (number := id_in(word)) is not None:
                found |= Q(pk=number)
            queryset = queryset.filter(found)
        return queryset, False

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def numbered(self, one: ServiceRequest) -> str:
        return one.number

    @admin.display(description=gettext_lazy("handled by"))
    def handled_by(self, one: ServiceRequest) -> str:
        return one.agent.name if one.agent else "–"

    @admin.display(description=gettext_lazy("created at"), ordering="-created_at")
    def created(self, one: ServiceRequest) -> Any:
        return one.created_at

    @admin.display(description=gettext_lazy("next due"))
    def next_due(self, one: ServiceRequest) -> Any:
        if one.next_due_at and one.is_unresolved and one.next_due_at < timezone.now():
            moment = date_format(timezone.localtime(one.next_due_at), "SHORT_DATETIME_FORMAT")
            return _("%(moment)s, late") % {"moment": moment}
        return one.next_due_at if one.is_unresolved else None

    @admin.display(description=gettext_lazy("work on it"))
    def desk(self, one: ServiceRequest) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("feedback:request", args=[one.pk]), _("Open the desk")
        )


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None


def _customers(word: str) -> QuerySet[Any]:
    named = Q(external_id=word) | Q(phone=word) | Q(email=word) | Q(name__startswith=word)
    return Customer.objects.order_by().filter(named).values("pk")
