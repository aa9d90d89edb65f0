"""Service tiers with their escalation, and categories: who answers for what, how fast."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.models import Category, EscalationStep, Tier
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.admin_nav import RULES
from starservice.web.formats import format_duration

KEEPS_RULES = (Role.OFFICE,)


class EscalationInline(admin.TabularInline):
    """Who hears of a missed moment, and when."""

    model = EscalationStep
    extra = 0
    verbose_name_plural = gettext_lazy(
        "Escalation after a missed moment; the agent is told of the miss itself"
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(*KEEPS_RULES))  # type: ignore[union-attr]

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Tier)
class TierAdmin(AuditedAdmin):
    """Promises to customers; a change is for requests to come, those there keep what they were taken in with."""

    view_roles, change_roles = SEES_SERVICE, KEEPS_RULES
    nav_group = RULES
    inlines = [EscalationInline]
    trail_belongings = ((EscalationStep, "tier"),)
    list_display = [
        "__str__",
        "rank",
        "response",
        "solution",
        "calendar",
        "warning",
        "is_for_complaints",
        "is_active",
    ]
    list_select_related = ["calendar"]
    list_filter = ["is_active", "is_for_complaints"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["calendar"]
    empty_text = gettext_lazy(
        "Add a tier: within which time a person answers, and within which it is solved."
    )
    fieldsets = [
        (None, {"fields": ["name", "code", "rank", "is_active", "is_for_complaints"]}),
        (
            gettext_lazy("Promise"),
            {
                "fields": ["response_minutes", "solution_minutes", "calendar", "warning_share"],
                "description": gettext_lazy(
                    "Requests keep the minutes they were taken in with; a change is for those that come from now on."
                    " To promise something else for a request that is there, change its tier on its page."
                ),
            },
        ),
    ]

    @admin.display(description=gettext_lazy("a person answers within"), ordering="response_minutes")
    def response(self, tier: Tier) -> str:
        return format_duration(tier.response_minutes * 60)

    @admin.display(description=gettext_lazy("solved within"), ordering="solution_minutes")
    def solution(self, tier: Tier) -> str:
        return format_duration(tier.solution_minutes * 60)

    @admin.display(description=gettext_lazy("warning at"), ordering="warning_share")
    def warning(self, tier: Tier) -> str:
        return _("%(share)s%% of the time") % {"share": tier.warning_share}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        promise = {"response_minutes", "solution_minutes", "calendar"}
        if change and promise & set(form.changed_data):
            messages.info(request, _("Requests that are there keep what they were promised."))


@admin.register(Category)
class CategoryAdmin(AuditedAdmin):
    """The responsibility list: what requests are about, which department answers, how fast it usually goes."""

    view_roles, change_roles = SEES_SERVICE, KEEPS_RULES
    nav_group = RULES
    list_display = ["__str__", "code", "department", "tier", "is_public", "is_active", "order"]
    list_select_related = ["department", "tier"]
    list_filter = ["is_active", "is_public", "tier"]
    search_fields = ["code", "name", "keywords"]
    autocomplete_fields = ["department", "tier"]
    empty_text = gettext_lazy("Add what customers ask about, and which department answers for it.")
    fieldsets = [
        (None, {"fields": ["name", "code", "order", "is_active", "is_public"]}),
        (gettext_lazy("Responsibility"), {"fields": ["department", "tier"]}),
        (gettext_lazy("Recognition"), {"fields": ["keywords"]}),
    ]
