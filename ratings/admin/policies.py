"""Policies: readable versions, edited while drafts, put in force after seeing what changes."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ratings.admin.pages import page
from ratings.admin.policy_parts import READERS, DimensionInline, IndicatorInline, PointRuleInline
from ratings.forms.policy import StartForm
from ratings.models import Policy
from ratings.models.policy import Source
from ratings.queries.policies import (
    first_free_month,
    normalised_weights,
    policies_with_parts,
    policy_before,
    policy_differences,
)
from ratings.services.policies import PolicyError, activate_policy, copy_policy, problems_of
from starservice.web.formats import format_month
from starservice.web.model_admin import StarModelAdmin


class PolicyForm(forms.ModelForm):
    required_sources = forms.MultipleChoiceField(
        label=gettext_lazy("required sources"),
        choices=Source.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without them a person is not rated, with the reason."),
    )


@admin.register(Policy)
class PolicyAdmin(StarModelAdmin):
    view_roles = READERS
    change_roles = ("office",)
    form = PolicyForm
    change_form_template = "admin/ratings/policy_change_form.html"
    list_display = ["named", "version", "begins", "weights", "state"]
    list_filter = ["code"]
    search_fields = ["code"]
    inlines = [DimensionInline, PointRuleInline, IndicatorInline]
    readonly_fields = ["version", "named"]
    fieldsets = [
        (None, {"fields": ["code", "version", "name", "effective_from"]}),
        (
            gettext_lazy("What the sources weigh"),
            {
                "fields": [
                    ("customer_weight", "manager_weight", "self_weight", "indicators_weight"),
                    "required_sources",
                ],
                "description": gettext_lazy("Weights are normalised: a missing source is left out."),
            },
        ),
        (
            gettext_lazy("Few are not many"),
            {
                "fields": [("shrinkage_k", "peer_group_min", "provisional_below")],
                "description": gettext_lazy(
                    "A person's customer mean is drawn to the group's: (n·x̄ + k·μ)/(n + k). "
                    "With k = 10, ten answers count half."
                ),
            },
        ),
        (
            gettext_lazy("Strict and lenient managers"),
            {"fields": [("adjusts_managers", "manager_bias_cap")]},
        ),
        (gettext_lazy("Points"), {"fields": ["points_cap"]}),
        (gettext_lazy("Who is rated"), {"fields": [("gate", "min_days_employed")]}),
        (
            gettext_lazy("Where the stars begin"),
            {
                "fields": [
                    "bands",
                    ("five_from", "four_from", "three_from", "two_from"),
                    ("five_share", "four_share", "three_share", "two_share"),
                    "ties",
                ]
            },
        ),
    ]

    @admin.display(description=gettext_lazy("name"), ordering="code")
    def named(self, policy: Policy) -> str:
        return str(policy.name) or policy.code

    @admin.display(description=gettext_lazy("for months from"), ordering="effective_from")
    def begins(self, policy: Policy) -> str:
        return format_month(policy.effective_from)

    @admin.display(description=gettext_lazy("customers / manager / self / indicators"))
    def weights(self, policy: Policy) -> str:
        return " / ".join(f"{weight.percent:.0f} %" for weight in normalised_weights(policy))

    @admin.display(description=gettext_lazy("state"))
    def state(self, policy: Policy) -> str:
        tone, words = state_of(policy)
        return format_html('<span class="badge badge--{}">{}</span>', tone, words)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        first, *others = super().get_fieldsets(request, obj)
        name = "name" if obj is None or obj.is_draft else "named"
        return [(first[0], {**first[1], "fields": ["code", "version", name, "effective_from"]}), *others]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        return super().get_queryset(request).prefetch_related("dimensions__criteria")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        policy = self.get_object(request, object_id)
        extra = {} if policy is None else self._overview(request, policy)
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _overview(self, request: HttpRequest, policy: Policy) -> dict[str, Any]:
        tone, words = state_of(policy)
        return {
            "policy": policy,
            "weights": normalised_weights(policy),
            "state_tone": tone,
            "state_words": words,
            "may_change_policies": super().has_change_permission(request),
            "problems": problems_of(policy, policy.effective_from) if policy.is_draft else [],
        }

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/copy/", wrap(self.copy_view), name="ratings_policy_copy"),
            path("<int:pk>/activate/", wrap(self.activate_view), name="ratings_policy_activate"),
            *super().get_urls(),
        ]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask when the next version is to begin, and make it as a draft."""
        policy = self._policy(request, pk)
        form = StartForm(request.POST or None, initial={"effective_from": self._free_month()})
        if request.method == "POST" and form.is_valid():
            draft = copy_policy(policy=policy, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request,
                _("%(policy)s is a draft. Change what should change, then put it in force.")
                % {"policy": draft},
            )
            return redirect("admin:ratings_policy_change", draft.pk)
        return self._ask(
            request, policy, form, _("New version of %(policy)s") % {"policy": policy}, _("Make the draft")
        )

    def activate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what changes against the version in force, and put the draft in force."""
        policy = self._policy(request, pk)
        form = StartForm(request.POST or None, initial={"effective_from": policy.effective_from})
        if request.method == "POST" and form.is_valid() and self._activated(request, policy, form):
            return redirect("admin:ratings_policy_change", pk)
        before = policy_before(policy)
        extra = {
            "before": before,
            "differences": policy_differences(before, policies_with_parts().get(pk=pk)),
            "problems": problems_of(policy, policy.effective_from),
            "shows_differences": True,
        }
        title = _("Put %(policy)s in force") % {"policy": policy}
        return self._ask(request, policy, form, title, _("Put in force"), **extra)

    def _activated(self, request: HttpRequest, policy: Policy, form: StartForm) -> bool:
        try:
            activate_policy(policy=policy, by=request.user, at=timezone.now(), **form.cleaned_data)
        except PolicyError as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
            return False
        start = format_month(form.cleaned_data["effective_from"])
        messages.success(
            request, _("%(policy)s is in force from %(month)s on.") % {"policy": policy, "month": start}
        )
        return True

    def _policy(self, request: HttpRequest, pk: int) -> Policy:
        if not super().has_change_permission(request):
            raise PermissionDenied
        policy = self.get_object(request, str(pk))
        if policy is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        return policy  # type: ignore[return-value]

    def _free_month(self) -> Any:
        return first_free_month(timezone.localdate().replace(day=1))

    def _ask(
        self, request: HttpRequest, policy: Policy, form: StartForm, title: str, action: str, **extra: Any
    ) -> HttpResponse:
        context = {
            "policy": policy,
            "form": form,
            "action_label": action,
            "back_url": reverse("admin:ratings_policy_change", args=[policy.pk]),
            **extra,
        }
        status = 422 if form.errors else 200
        return page(request, "ratings/admin/policy_ask.html", context, title=title, status=status)


def state_of(policy: Policy) -> tuple[str, str]:
    """Return the badge's tone and words for where a policy is in its life."""
    if policy.first_used_at:
        return "good", _("in use, frozen")
    if policy.activated_at:
        return "info", _("in force")
    return "warn", _("draft")
