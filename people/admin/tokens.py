"""API tokens, made and taken by administrators."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.admin import TokenAdmin
from rest_framework.authtoken.models import TokenProxy

from starservice.web.model_admin import StarModelAdmin


@admin.register(TokenProxy)
class ApiTokenAdmin(StarModelAdmin, TokenAdmin):
    list_display = ["user", "ending", "created"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]

    @admin.display(description=_("ends with"))
    def ending(self, token: TokenProxy) -> str:
        return f"…{token.key[-4:]}"

    def save_model(self, request: HttpRequest, obj: TokenProxy, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        text = _("The token of %(user)s is %(key)s. Copy it now; it is not shown again.")
        messages.warning(request, text % {"user": obj.user, "key": obj.key})

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """A token is made and taken, never changed."""
        return False
