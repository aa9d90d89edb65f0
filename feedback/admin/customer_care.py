"""Tags and their rules, merges and privacy actions in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.access import SEES_SERVICE
from feedback.models import CustomerMerge, CustomerTag, PrivacyAction, TagRule
from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.jobs.outbox import put_in_outbox
from starservice.web.model_admin import ReadOnlyAdmin


class TagRuleInline(admin.TabularInline):
    """When customers get the tag by themselves."""

    model = TagRule
    extra = 0
    fields = ["kind", "amount", "count", "months", "is_active"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(*SEES_SERVICE))  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_role(Role.OFFICE))  # type: ignore[union-attr]

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission


@admin.register(CustomerTag)
class CustomerTagAdmin(AuditedAdmin):
    """Words for kinds of customers; the office says when a customer gets one by rule."""

    view_roles, change_roles = SEES_SERVICE, (Role.OFFICE,)
    nav_group = "rules"
    list_display = ["name", "code", "tone", "order"]
    search_fields = ["code", "name"]
    inlines = [TagRuleInline]
    trail_belongings = ((TagRule, "tag"),)
    empty_text = gettext_lazy("Add a tag, and below it the rules by which customers get it.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            put_in_outbox("feedback.tasks.apply_tag_rules")
            messages.info(request, _("The rules are applied to all customers within a minute."))


@admin.register(CustomerMerge)
class CustomerMergeAdmin(ReadOnlyAdmin):
    """Which customers were found to be one."""

    view_roles = SEES_SERVICE
    list_display = ["merged_at", "survivor", "old_id", "old_number", "reason", "merged_by"]
    list_select_related = ["survivor", "merged_by"]
    search_fields = ["old_id__exact", "old_number__exact"]
    fields = ["survivor", "old_id", "old_number", "old_values", "moved", "reason", "merged_by", "merged_at"]
    empty_text = gettext_lazy(
        "Merges appear here; begin one from a customer's page or the possible duplicates."
    )


@admin.register(PrivacyAction)
class PrivacyActionAdmin(ReadOnlyAdmin):
    """Who handed out or erased a customer's data, when and why."""

    view_roles = (Role.OFFICE, Role.LEADING_GROUP, Role.AUDITOR)
    list_display = ["done_at", "customer", "kind", "ground", "done_by"]
    list_select_related = ["customer", "done_by"]
    list_filter = ["kind", "ground", ("done_at", admin.DateFieldListFilter)]
    empty_text = gettext_lazy("Data handed out or erased on a customer's page are noted here.")
