"""Whom customer service asks by itself: rules with a preview, and every decision with its reason."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import SamplingDecision, SamplingRule
from feedback.queries.reach import SEES_SURVEYS, decisions_seen_by
from feedback.queries.sampling_preview import preview_of
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.admin_nav import RULES
from starservice.web.model_admin import ReadOnlyAdmin
from starservice.web.paginators import CappedPaginator


@admin.register(SamplingRule)
class SamplingRuleAdmin(AuditedAdmin):
    """The programme office decides who is asked; a rule can be tried on last week before it is put to use."""

    view_roles, change_roles = SEES_SURVEYS, (Role.OFFICE,)
    nav_group = RULES
    change_form_template = "admin/feedback/sampling_rule.html"
    list_display = ["name", "order", "is_active", "after", "way", "rate", "quiet_days", "delay_hours"]
    list_filter = ["is_active", "after", "way"]
    search_fields = ["name"]
    autocomplete_fields = ["channels", "departments"]
    readonly_fields = ["seed"]
    fields = [
        "name",
        ("is_active", "order"),
        "after",
        "channels",
        "departments",
        "way",
        "rate",
        "quiet_days",
        ("delay_hours", "within_days"),
        "starts_at",
        "seed",
    ]
    empty_text = gettext_lazy("Add a rule, and customers are asked by themselves after a service.")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"starts_at": timezone.now(), **super().get_changeform_initial_data(request)}

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(self.preview_view)
        own = path("<path:object_id>/preview/", preview, name="feedback_samplingrule_preview")
        return [own, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what the rule would have done last week."""
        rule = self.found(request, object_id)
        labels = dict(SamplingDecision.Result.choices)
        preview = preview_of(rule, timezone.now())
        context = {
            **self.page_context(request, rule, _("What would have happened last week")),
            "preview": preview,
            "outcomes": [(labels[row.outcome], row) for row in preview.outcomes],
        }
        return TemplateResponse(request, "admin/feedback/sampling_preview.html", context)


@admin.register(SamplingDecision)
class SamplingDecisionAdmin(ReadOnlyAdmin):
    """Every service a rule decided about, with what was decided and why."""

    view_roles = SEES_SURVEYS
    list_display = ["decided_at", "rule", "interaction", "request", "customer", "outcome"]
    list_select_related = ["rule", "interaction", "request", "customer"]
    list_filter = ["outcome", "rule"]
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["interaction__external_id__exact", "customer__email__exact", "customer__phone__exact"]
    search_help_text = gettext_lazy("Number of the interaction, the customer's e-mail or telephone.")
    sortable_by = ["decided_at"]
    fields = ["rule", "interaction", "request", "customer", "outcome", "decided_at"]
    empty_text = gettext_lazy("When a sampling rule is in use, each service it decided about stands here.")

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return decisions_seen_by(user, queryset)
