"""The export of any list of the admin: the rows the list shows, with the fields its pages show."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import BinaryField, Field, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from starservice.web.downloads import table_response

KINDS = ("xlsx", "csv")
MOST_ROWS = 100_000
READ_AT_ONCE = 2_000
# A field with one of these words in its name never leaves, whatever a page may show.
NEVER = {"password", "secret", "token", "key", "hash", "digest", "path"}
NOT_FILTERS = ("p", "all", "_facets", "e")


class CellWidget(widgets.Widget):
    """Keeps numbers, days and truths as they are, for the sheet's writer; all else becomes its reader's text."""

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if type(value) is dict:
            return json.dumps(value, ensure_ascii=False)
        if hasattr(value, "tzinfo") and hasattr(value, "date"):
            return timezone.localtime(value)
        return str(value) if isinstance(value, dict) or hasattr(value, "_meta") else value


class ListResource(resources.ModelResource):
    """Columns named and filled as people read them: translated names, a choice's label, what a key points to."""

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> fields.Field:
        attribute = f"get_{field_name}_display" if django_field.choices else field_name
        heading = str(capfirst(django_field.verbose_name))
        return fields.Field(attribute, column_name=heading, widget=CellWidget(), readonly=True)


def exported_fields(model_admin: Any, request: HttpRequest) -> list[str]:
    """Name the fields this user's list and pages show, the list's first; nothing secret."""
    listed = [_field_behind(model_admin, name) for name in model_admin.get_list_display(request)]
    shown = flatten_fieldsets(model_admin.get_fieldsets(request))
    known = {field.name for field in model_admin.opts.fields if not _is_secret(field)}
    return [name for name in dict.fromkeys([*listed, *shown, *model_admin.export_also]) if name in known]


def export_view(model_admin: Any, request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with the rows of the list as it is searched, filtered and narrowed to what the user may see."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    if kind not in KINDS:
        raise Http404
    back = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist"
    try:
        rows = _rows(model_admin, request)
    except IncorrectLookupParameters:
        return redirect(back)
    if rows.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        text = _("The list has more than %(most)s rows. Search or filter it, and export it in parts.")
        messages.error(request, text % {"most": number_format(MOST_ROWS, force_grouping=True)})
        return redirect(reverse(back, query=request.GET))
    return _table(model_admin, request, kind, rows)


def _rows(model_admin: Any, request: HttpRequest) -> QuerySet[Any]:
    query: Any = request.GET.copy()
    for name in NOT_FILTERS:
        query.pop(name, None)
    request.GET = query
    return model_admin.get_changelist_instance(request).queryset.prefetch_related(None)


def _table(model_admin: Any, request: HttpRequest, kind: str, rows: QuerySet[Any]) -> HttpResponseBase:
    names = exported_fields(model_admin, request)
    resource = resources.modelresource_factory(model_admin.model, ListResource, {"fields": names})()
    columns = resource.get_export_fields()
    related = [name for name in names if model_admin.opts.get_field(name).is_relation]
    found = (rows.select_related(*related) if related else rows).iterator(chunk_size=READ_AT_ONCE)
    return table_response(
        kind=kind,
        name=str(model_admin.opts.verbose_name_plural),
        headings=resource.get_export_headers(),
        rows=([column.export(row) for column in columns] for row in found),
    )


def _field_behind(model_admin: ModelAdmin, name: Any) -> str:
    """A column the list computes stands for the field it is sorted by."""
    order = getattr(getattr(model_admin, str(name), None), "admin_order_field", None)
    return order.lstrip("-").split("__")[0] if isinstance(order, str) else str(name)


def _is_secret(field: Field) -> bool:
    return isinstance(field, BinaryField) or not NEVER.isdisjoint(field.name.split("_"))
