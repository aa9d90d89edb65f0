"""Agents: what they take, where and when; and the rules of the desk, one row."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE, WORKS_SERVICE
from feedback.admin.tiers import KEEPS_RULES
from feedback.models import OPEN_STATES, Agent, ServiceRequest, ServiceRules
from people.models import Staff
from people.models.tree import team_ids
from starservice.web.admin_nav import RULES
from starservice.web.model_admin import StarModelAdmin


class AwayFilter(admin.SimpleListFilter):
    title = gettext_lazy("now")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("there", _("takes requests")), ("away", _("away")), ("off", _("takes none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        away = {"is_active": True, "away_until__gt": timezone.now()}
        if self.value() == "there":
            return queryset.filter(is_active=True).exclude(**away)
        if self.value() == "away":
            return queryset.filter(**away)
        return queryset.filter(is_active=False) if self.value() == "off" else queryset


@admin.register(Agent)
class AgentAdmin(StarModelAdmin):
    """Customer service keeps agents; a manager those who report to them."""

    view_roles, change_roles = SEES_SERVICE, WORKS_SERVICE
    managers_view = True
    nav_group = RULES
    list_display = ["name", "number", "skills", "covers", "calendar", "load", "until", "is_active"]
    list_select_related = ["staff", "calendar"]
    list_filter = [AwayFilter, "categories", "calendar"]
    search_fields = ["staff__name", "staff__employee_no"]
    autocomplete_fields = ["staff", "categories", "calendar"]
    empty_text = gettext_lazy(
        "Add members of staff who take requests; without skills and areas they take all."
    )
    fieldsets = [
        (None, {"fields": ["staff", "is_active", "away_until"]}),
        (gettext_lazy("Takes"), {"fields": ["categories", "areas", "calendar", "most_open"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        busy = ServiceRequest.objects.filter(agent=OuterRef("pk"), status__in=OPEN_STATES).order_by()
        counted = busy.values("agent").annotate(n=Count("pk")).values("n")
        rows = super().get_queryset(request).prefetch_related("categories")
        return rows.annotate(open_now=Coalesce(Subquery(counted, output_field=IntegerField()), 0))

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if user.has_role_everywhere(*SEES_SERVICE):
            return queryset
        reach = queryset.none()
        if departments := user.departments_for(*SEES_SERVICE):
            reach = queryset.filter(staff__in=Staff.objects.working_in(departments).values("pk"))
        if user.is_manager:
            today = timezone.localdate()
            reach |= queryset.filter(staff__in=team_ids(user.staff.pk, today, today))
        return reach

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return super().has_change_permission(request, obj) or user.is_manager

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Whoever takes none any more is switched off; the reasons kept with requests name them.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["staff"] if obj else []

    @admin.display(description=gettext_lazy("name"), ordering="staff__name")
    def name(self, agent: Agent) -> str:
        return agent.staff.name

    @admin.display(description=gettext_lazy("employee number"), ordering="staff__employee_no")
    def number(self, agent: Agent) -> str:
        return agent.staff.employee_no

    @admin.display(description=gettext_lazy("skills"))
    def skills(self, agent: Agent) -> str:
        return ", ".join(str(category) for category in agent.categories.all()) or _("all")

    @admin.display(description=gettext_lazy("areas"))
    def covers(self, agent: Agent) -> str:
        return ", ".join(agent.areas) or _("all")

    @admin.display(description=gettext_lazy("open now"), ordering="open_now")
    def load(self, agent: Any) -> str:
        return _("%(open)s of %(most)s") % {"open": agent.open_now, "most": agent.most_open}

    @admin.display(description=gettext_lazy("away until"), ordering="away_until")
    def until(self, agent: Agent) -> Any:
        return agent.away_until if agent.away_until and agent.away_until > timezone.now() else None


@admin.register(ServiceRules)
class ServiceRulesAdmin(StarModelAdmin):
    """The numbers of the desk; one row, opened at once."""

    view_roles, change_roles = SEES_SERVICE, KEEPS_RULES
    nav_group = RULES

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        row, _made = ServiceRules.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:feedback_servicerules_change", args=[row.pk]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
