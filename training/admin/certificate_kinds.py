"""Kinds of certificates: what they certify, and the rule by which they are issued."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin
from training.access import SEES_TRAINING, TRAINS
from training.models import CertificateKind


@admin.register(CertificateKind)
class CertificateKindAdmin(AuditedAdmin):
    """A kind that was issued is switched off, never deleted."""

    view_roles, change_roles = SEES_TRAINING, TRAINS
    list_display = ["code", "title", "path", "valid_months", "renew_days", "opens_gate", "is_active"]
    list_display_links = ["code", "title"]
    list_select_related = ["path"]
    list_filter = ["is_active", "opens_gate"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["positions"]
    filter_horizontal = ["exams"]
    empty_text = gettext_lazy("Add a kind: what it certifies, which path and exams earn it, and how long.")
    fieldsets = [
        (None, {"fields": ["code", "title", "statement", "positions", "is_active"]}),
        (
            gettext_lazy("Issued by rule"),
            {
                "fields": ["path", "exams"],
                "description": gettext_lazy(
                    "Whoever has done the path and passed the exams gets the certificate at once. Without a path it is issued by hand."
                ),
            },
        ),
        (gettext_lazy("Validity"), {"fields": ["valid_months", "renew_days", "renewal_path", "opens_gate"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.certificates.exists():
            return False
        return super().has_delete_permission(request, obj)
