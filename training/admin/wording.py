"""Wording templates in the admin."""

from typing import Any

from django.contrib import admin
from django.forms import Textarea
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from people.admin.pages import AuditedAdmin
from people.models import Role
from starservice.web.admin_nav import RULES
from training.models import Wording


class FewLines(Textarea):
    """A box for some sentences."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, **(attrs or {})})


@admin.register(Wording)
class WordingAdmin(AuditedAdmin):
    """Templates to answer with; agents put them into a reply by “/” and the shortcut."""

    view_roles = (Role.TRAINING, Role.OFFICE, Role.CUSTOMER_SERVICE, Role.LEADING_GROUP, Role.AUDITOR)
    change_roles = (Role.TRAINING, Role.OFFICE, Role.CUSTOMER_SERVICE)
    nav_group = RULES
    list_display = ["shortcut", "situation", "starts", "is_active"]
    list_display_links = ["shortcut", "situation"]
    list_filter = ["is_active"]
    search_fields = ["shortcut", "situation", "empathy", "answer", "follow_up"]
    empty_text = gettext_lazy("Add wording for a frequent situation: empathy, answer, and what happens next.")
    fieldsets = [
        (None, {"fields": ["shortcut", "situation", "is_active"]}),
        (
            gettext_lazy("Text"),
            {
                "fields": ["empathy", "answer", "follow_up"],
                "description": gettext_lazy(
                    "{customer}, {number} and {agent} are replaced by the customer's name, the request's number and the agent's name."
                ),
            },
        ),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in ("empathy", "answer", "follow_up"):
            options["widget"] = FewLines
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description=gettext_lazy("text"))
    def starts(self, wording: Wording) -> str:
        return Truncator(" ".join(str(part) for part in (wording.empathy, wording.answer))).chars(80)
