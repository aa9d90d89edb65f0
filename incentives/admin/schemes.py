"""Bonus schemes: versions that are frozen once used."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from incentives.access import SEES_MONEY, SETS_SCHEMES
from incentives.admin.pages import MoneyAdmin, Question
from incentives.forms import SchemeForm
from incentives.models import Scheme
from incentives.services import activate_scheme, copy_scheme, retire_scheme
from people.models import Role

PREFIX = "incentives_scheme"
QUESTIONS = {
    "copy": Question(
        title=_("Copy %(scheme)s to a new version"),
        action_label=_("Copy"),
        done=_("This is the new version: change it, then put it in force."),
        consequences=[_("The copy is not in force until you say so."), _("Past runs keep their version.")],
    ),
    "activate": Question(
        title=_("Put %(scheme)s in force"),
        action_label=_("Put in force"),
        done=_("%(scheme)s is in force."),
        consequences=[
            _("It counts for months from %(day)s on, until a later scheme begins."),
            _("Another scheme from the same day is no longer in force."),
        ],
    ),
    "retire": Question(
        title=_("Take %(scheme)s out of force"),
        action_label=_("Take out of force"),
        done=_("%(scheme)s is no longer in force."),
        consequences=[_("Months without another scheme cannot be paid."), _("Past runs keep it.")],
        danger=True,
    ),
}
CALLS: dict[str, Any] = {"copy": copy_scheme, "activate": activate_scheme, "retire": retire_scheme}


@admin.register(Scheme)
class SchemeAdmin(MoneyAdmin):
    view_roles, change_roles = (*SEES_MONEY, Role.OFFICE), SETS_SCHEMES
    form = SchemeForm
    change_form_template = "admin/incentives/scheme.html"
    list_display = [
        "__str__",
        "effective_from",
        "is_active",
        "five_stars",
        "four_stars",
        "three_stars",
        "over_cap",
    ]
    list_filter = ["is_active"]
    search_fields = ["code"]
    readonly_fields = ["version", "is_active", "first_used_at", "names"]
    fieldsets = [
        (None, {"fields": ["code", "version", "name", "effective_from", "is_active", "first_used_at"]}),
        (
            _("An amount a star level"),
            {"fields": ["five_stars", "four_stars", "three_stars", "two_stars", "one_star"]},
        ),
        (
            _("A share of pay for the best"),
            {
                "fields": ["top_share", "top_pay_share", "ties"],
                "description": _(
                    "Of ten people the best 15 % are one: places are rounded down, and the score alone decides."
                ),
            },
        ),
        (_("How it is paid"), {"fields": ["prorates", "over_cap"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_used)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_used)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the name in its languages where it cannot be edited."""
        (head, facts), *others = super().get_fieldsets(request, obj)
        is_frozen = obj is not None and not self.has_change_permission(request, obj)
        fields = ["names" if name == "name" and is_frozen else name for name in facts["fields"]]
        return [(head, {**facts, "fields": fields}), *others]

    @admin.display(description=_("name"))
    def names(self, scheme: Scheme) -> str:
        """The name in each language."""
        return " · ".join(name for name in scheme.name.values() if name)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, "code"] if obj else self.readonly_fields

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{step}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=f"{PREFIX}_{step}",
            )
            for step in QUESTIONS
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"may_version": self._may_change(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def step_view(self, request: HttpRequest, object_id: str, step: str) -> HttpResponse:
        """Ask whether to copy a scheme, put it in force or take it out, and do it."""
        scheme = self.found(request, object_id)
        self.require(request, "scheme")
        facts = {"scheme": scheme, "day": f"{scheme.effective_from:%Y-%m}"}
        return self.ask_first(
            request, scheme, QUESTIONS[step], lambda _cleaned: CALLS[step](scheme=scheme), facts=facts
        )
