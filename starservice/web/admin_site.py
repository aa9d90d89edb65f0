"""The web admin: Django's own, with our look, doors and navigation."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StarAdminSite(admin.AdminSite):
    site_header = "StarService"
    site_title = "StarService"
    index_title = _("Programme office")

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.is_authenticated and user.can_enter_admin)
