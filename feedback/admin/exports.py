"""The list as it is filtered, as a workbook or as text; streamed, whatever its length."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from starservice.web.downloads import table_response

READ_AT_ONCE = 2_000


class ExportMixin(admin.ModelAdmin):
    """Adds `export/?format=xlsx` beside the list; the list's search and filters apply, and so does its scope."""

    export_columns: Sequence[tuple[Any, Callable[[Any], Any]]] = ()
    change_list_template = "admin/feedback/export_list.html"

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [
            path("export/", self.admin_site.admin_view(self.export_view), name=name),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse | FileResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.GET.get("format", "xlsx")
        query: Any = request.GET.copy()
        for unfiltered in ("format", "p", "all"):
            query.pop(unfiltered, None)
        request.GET = query
        changes = self.get_changelist_instance(request)
        found = changes.get_queryset(request).iterator(chunk_size=READ_AT_ONCE)
        return table_response(
            kind=kind,
            name=str(self.opts.verbose_name_plural),
            headings=[str(heading) for heading, _read in self.export_columns],
            rows=([read(row) for _heading, read in self.export_columns] for row in found),
        )
