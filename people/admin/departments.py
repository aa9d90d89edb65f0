"""Departments as a tree, and positions."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import services
from people.admin.pages import AuditedAdmin
from people.forms import DepartmentForm
from people.models import Department, Position, Role
from people.models.account import LISTS_EVERYBODY
from people.queries import department_tree


@admin.register(Department)
class DepartmentAdmin(AuditedAdmin):
    view_roles, change_roles = LISTS_EVERYBODY, (Role.HR,)
    managers_view = True
    form = DepartmentForm
    list_display = ["name", "code", "parent", "head"]
    list_select_related = ["parent", "head"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["parent", "head"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The tree; the stock list for searches, popups and actions."""
        if request.GET or request.method == "POST" or not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "cl": {"opts": self.opts},
            "title": _("Departments"),
            "branches": department_tree(timezone.localdate()),
            "has_add_permission": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/people/department/tree.html", context)

    def save_model(self, request: HttpRequest, obj: Department, form: ModelForm, change: bool) -> None:
        if change and "parent" in form.changed_data:
            actor: Any = request.user
            services.move_department(department=obj, parent=obj.parent, by=actor, at=timezone.now())
        super().save_model(request, obj, form, change)


@admin.register(Position)
class PositionAdmin(AuditedAdmin):
    view_roles, change_roles = LISTS_EVERYBODY, (Role.HR,)
    managers_view = True
    list_display = ["name", "code", "is_rated"]
    list_filter = ["is_rated"]
    search_fields = ["code", "name"]
