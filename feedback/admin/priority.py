"""Priority rules, with a box to try them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.admin.tiers import KEEPS_RULES
from feedback.forms.priority import TryPriorityForm
from feedback.models import PriorityRule
from feedback.queries.proposing import tried_tier
from people.admin.pages import AuditedAdmin
from starservice.web.admin_nav import RULES


@admin.register(PriorityRule)
class PriorityRuleAdmin(AuditedAdmin):
    """Reasons to serve faster; the fastest tier a rule asks for wins, and the request says why."""

    view_roles, change_roles = SEES_SERVICE, KEEPS_RULES
    nav_group = RULES
    change_list_template = "admin/feedback/priorityrule/change_list.html"
    list_display = ["kind", "says", "tier", "is_active"]
    list_display_links = ["kind", "says"]
    list_select_related = ["tier"]
    list_filter = ["kind", "tier", "is_active"]
    search_fields = ["words"]
    autocomplete_fields = ["tier"]
    empty_text = gettext_lazy(
        "Add words that make a request urgent, tags of customers, or complaints before."
    )

    @admin.display(description=gettext_lazy("says"))
    def says(self, rule: PriorityRule) -> str:
        if rule.kind == PriorityRule.Kind.COMPLAINTS:
            return _("at least %(count)s within %(days)s days") % {
                "count": rule.at_least,
                "days": rule.within_days,
            }
        return ", ".join(rule.words.split("\n"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.try_view)
        return [path("try/", view, name="feedback_priorityrule_try"), *super().get_urls()]

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Show which tier a text would get, and why; nothing is kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = TryPriorityForm(request.GET if "text" in request.GET else None)
        found = tried_tier(form.facts()) if form.is_bound and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Try the priority"),
            "form": form,
            "found": found,
            "back": reverse("admin:feedback_priorityrule_changelist"),
        }
        return TemplateResponse(request, "admin/feedback/priorityrule/try.html", context)
