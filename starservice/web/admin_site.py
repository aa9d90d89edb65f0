"""The web admin: Django's own, with our look, doors and navigation."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from starservice.web.model_admin import StarModelAdmin

# Libraries register these for anybody with a permission bit; ours are registered by their apps or not at all.
LIBRARY_MODELS = {"auth.group", "account.emailaddress", "mfa.authenticator", "authtoken.tokenproxy"}


class StarAdminSite(admin.AdminSite):
    site_header = "StarService"
    site_title = "StarService"
    index_title = _("Programme office")

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.is_authenticated and user.can_enter_admin)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in at the one door, where second factors and lockouts are; who is in already may not enter here."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models, but what libraries bring only with an admin class of ours."""
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = admin_class is not None and issubclass(admin_class, StarModelAdmin)
        wanted = [model for model in models if ours or model._meta.label_lower not in LIBRARY_MODELS]
        super().register(wanted, admin_class, **options)
