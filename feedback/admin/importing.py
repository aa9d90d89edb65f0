"""Imports and their mappings in the admin: lists, and the doors to the pages of an import."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from feedback.access import IMPORTS, SEES_SERVICE, may_import
from feedback.admin.import_pages import ImportPages
from feedback.forms.mapping import MappingForm
from feedback.models import ImportMapping, ImportRun
from starservice.web.admin_nav import EVIDENCE
from starservice.web.model_admin import ReadOnlyAdmin, StarModelAdmin


@admin.register(ImportMapping)
class ImportMappingAdmin(StarModelAdmin):
    """Saved ways to read a file."""

    view_roles, change_roles = SEES_SERVICE, IMPORTS
    form = MappingForm
    list_display = ["title", "name"]
    search_fields = ["title", "name"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """What was imported, what is being imported, and the pages on which that is done."""

    view_roles = SEES_SERVICE
    list_display = [
        "file_name",
        "created_at",
        "status",
        "mapping",
        "rows_total",
        "rows_created",
        "rows_updated",
        "rows_rejected",
        "started_by",
    ]
    list_select_related = ["mapping", "started_by"]
    list_filter = ["status", "mapping"]
    search_fields = ["file_name"]
    change_list_template = "admin/feedback/importrun/list.html"
    empty_text = _("Import the first call-centre export: choose “Import interactions”.")

    def get_urls(self) -> list[Any]:
        pages = ImportPages(self)
        doors = [
            ("import/", pages.upload, "upload"),
            ("<int:pk>/preview/", pages.preview, "preview"),
            ("<int:pk>/mapping/", pages.new_mapping, "mapping"),
            ("<int:pk>/progress/", pages.progress, "progress"),
            ("<int:pk>/cancel/", pages.cancel, "cancel"),
            ("<int:pk>/rejected/", pages.rejected, "rejected"),
        ]
        wrap = self.admin_site.admin_view
        return [
            *(path(route, wrap(view), name=f"feedback_importrun_{name}") for route, view, name in doors),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return ImportPages(self).result(request, object_id)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {**(extra_context or {}), "may_import": may_import(request.user)}
        )


admin.site.add_page(  # type: ignore[attr-defined]
    "admin:feedback_importrun_upload",
    _("Import interactions"),
    EVIDENCE,
    lambda request: may_import(request.user),
)
