"""The web admin: Django's own, with our look, doors and navigation."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from starservice.web.admin_nav import NavPage, navigation
from starservice.web.model_admin import StarModelAdmin

# Libraries register these for anybody with a permission bit; ours are registered by their apps or not at all.
LIBRARY_MODELS = {"auth.group", "account.emailaddress", "mfa.authenticator", "authtoken.tokenproxy"}


class StarAdminSite(admin.AdminSite):
    site_header = "StarService"
    site_title = "StarService"
    index_title = _("Programme office")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._pages: list[NavPage] = []
        self._own_urls: list[URLPattern] = []

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.is_authenticated and user.can_enter_admin)

    def add_page(self, url_name: str, label: Any, group: str, allowed: Callable[[HttpRequest], bool]) -> None:
        """Put a page of ours into the navigation; `group` is one of starservice.web.admin_nav's."""
        self._pages.append(NavPage(url_name, label, group, allowed))

    def add_view(self, route: str, view: Callable[..., HttpResponse], name: str) -> None:
        """Serve a view of ours at an address below the admin's, for whoever may enter the admin."""
        self._own_urls.append(path(route, self.admin_view(view), name=name))

    def get_urls(self) -> list[Any]:
        return [*self._own_urls, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        context["nav_groups"] = navigation(request, context["available_apps"], self._registry, self._pages)
        return context

    def _build_app_dict(self, request: HttpRequest, label: Any = None) -> Any:
        """Return names as text: Django sorts them, and each comparison of lazy ones translates both anew."""
        found = super()._build_app_dict(request, label)
        for app in found.values():
            for line in app["models"]:
                line["name"] = str(line["name"])
        return found

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in at the one door, where second factors and lockouts are; who is in already may not enter here."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models, but what libraries bring only with an admin class of ours."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = admin_class is not None and issubclass(admin_class, StarModelAdmin)
        wanted = [model for model in models if ours or model._meta.label_lower not in LIBRARY_MODELS]
        super().register(wanted, admin_class, **options)
