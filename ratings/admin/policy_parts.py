"""The parts of a policy: what is asked, what is counted, and until when they may change."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import EvidenceEvent
from ratings.models import Criterion, Dimension, Indicator, PointRule
from starservice.web.model_admin import StarModelAdmin

READERS = ("office", "hr", "leading_group", "auditor", "training")


class DraftOnly:
    """Parts of a policy are changed with it, and only while it is a draft."""

    def _is_draft(self, obj: Any) -> bool:
        policy = getattr(obj, "policy", obj)
        return policy is None or policy.is_draft

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role(*READERS)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role("office") and self._is_draft(obj)  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role("office") and self._is_draft(obj)  # type: ignore[union-attr]

    has_delete_permission = has_change_permission


class InWords:
    """Shows localized texts of what cannot be changed in the reader's language instead of as data."""

    @admin.display(description=gettext_lazy("label"))
    def label_said(self, part: Any) -> str:
        return str(part.label)

    @admin.display(description=gettext_lazy("what earns and costs points"))
    def guidance_said(self, part: Any) -> str:
        return str(part.guidance)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)  # type: ignore[misc]
        if self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fields
        return [f"{name}_said" if name in ("label", "guidance") else name for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "label_said", "guidance_said"]  # type: ignore[misc]


class DimensionInline(InWords, DraftOnly, admin.StackedInline):
    model = Dimension
    extra = 0
    show_change_link = True
    fields = ["code", "label", "customer_weight", "order"]


class CriterionInline(InWords, DraftOnly, admin.StackedInline):
    model = Criterion
    extra = 0
    fields = ["code", "label", "guidance", "weight", "order"]


class PointRuleForm(forms.ModelForm):
    kind = forms.ChoiceField(label=gettext_lazy("event"), choices=EvidenceEvent.Kind.choices)

    class Meta:
        model = PointRule
        fields = ["kind", "points"]


class PointRuleInline(DraftOnly, admin.TabularInline):
    model = PointRule
    form = PointRuleForm
    extra = 0


class IndicatorInline(DraftOnly, admin.TabularInline):
    model = Indicator
    extra = 0


@admin.register(Dimension)
class DimensionAdmin(InWords, DraftOnly, StarModelAdmin):
    """The criteria of one dimension; reached from its policy."""

    inlines = [CriterionInline]
    fields = ["policy", "code", "label", "customer_weight", "order"]
    readonly_fields = ["policy"]
    list_display = ["label", "policy", "customer_weight"]
    list_select_related = ["policy"]
    search_fields = ["code"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and super().has_delete_permission(request, obj)

    def response_change(self, request: HttpRequest, obj: Dimension) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        messages.success(request, _("The criteria of %(dimension)s are saved.") % {"dimension": obj})
        return redirect("admin:ratings_policy_change", obj.policy_id)
