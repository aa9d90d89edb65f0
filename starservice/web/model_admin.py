"""The base of every admin page: doors by duty and by object, lists that stay fast."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.urls import path

from starservice.web.admin_list import StarChangeList
from starservice.web.list_export import export_view


class StarModelAdmin(admin.ModelAdmin):
    """A model's admin whose doors are roles; nobody else but administrators enters.

    `scope_for` narrows what a user sees object by object. Give `managers_view = True` where managers may look at what
    `scope_for` leaves them. `empty_text` is what an empty list advises to do; `nav_group` (one of admin_nav's) moves the
    list to another part of the navigation. Every list can be exported with the fields its pages show and those of
    `export_also`; where it has an export of its own, `own_export` is that address's name.
    """

    view_roles: tuple[str, ...] = ()
    change_roles: tuple[str, ...] = ()
    managers_view = False
    empty_text: Any = ""
    nav_group = ""
    export_also: tuple[str, ...] = ()
    own_export = ""
    show_full_result_count = False
    list_per_page = 50

    def scope_for(self, user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the queryset this user may see."""
        return queryset

    def get_changelist(self, request: HttpRequest, **_options: Any) -> type[StarChangeList]:
        return StarChangeList

    def get_urls(self) -> list[Any]:
        if self.own_export:
            return super().get_urls()
        view = self.admin_site.admin_view(partial(export_view, self))
        name = f"{self.opts.app_label}_{self.opts.model_name}_export_list"
        return [path("export/<str:kind>/", view, name=name), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.scope_for(request.user, super().get_queryset(request))

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        # What one may not see answers like what is not there.
        raise Http404

    def _may_change(self, request: HttpRequest) -> bool:
        return bool(request.user.has_role(*self.change_roles))  # type: ignore[union-attr]

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user: Any = request.user
        return user.has_role(*self.view_roles, *self.change_roles) or (self.managers_view and user.is_manager)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may_change(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_change(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_change(request)


class ReadOnlyAdmin(StarModelAdmin):
    """Rows that services write and nobody edits by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
