"""Forms about a manual's version and its standards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.models import ManualVersion, Standard, StandardIndicator


class Lines(forms.Textarea):
    """A box for some sentences."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, **(attrs or {})})


class VersionWordsForm(forms.ModelForm):
    """What a version says about itself."""

    class Meta:
        model = ManualVersion
        fields = ["foreword", "changes", "days_to_acknowledge"]
        widgets = {"foreword": Lines, "changes": Lines}

    def clean_days_to_acknowledge(self) -> int:
        days: int = self.cleaned_data["days_to_acknowledge"]
        if not 1 <= days <= 365:
            raise forms.ValidationError(_("Give from 1 to 365 days."))
        return days


class StandardForm(forms.ModelForm):
    """A standard in all languages."""

    class Meta:
        model = Standard
        fields = ["stage", "position", "title", "behaviour", "attitude", "wording", "code"]
        widgets = {"behaviour": Lines, "attitude": Lines, "wording": Lines}
        help_texts = {
            "position": _("None: for all who read the manual."),
            "behaviour": _("What one does, so that another can see it."),
            "attitude": _("How one does it."),
            "wording": _("What one says. Customers do not see it."),
            "code": _(
                "It stays the same from version to version, so that changes can be shown. Empty: made of the title."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].required = False
        self.fields["position"].empty_label = _("everybody")  # type: ignore[attr-defined]
        self.fields["title"].error_messages["required"] = _("Write the title in at least one language.")
        self.fields["behaviour"].required = True
        self.fields["behaviour"].error_messages["required"] = _("Say what behaviour is expected.")

    def validate_constraints(self) -> None:
        """The service refuses a code of another standard, in words of its own."""


class IndicatorForm(forms.ModelForm):
    """An indicator: name, comparison, target and unit."""

    class Meta:
        model = StandardIndicator
        fields = ["name", "comparison", "target", "unit"]
        labels = {"name": _("What is measured")}
        error_messages = {
            "name": {"required": _("Name what is measured.")},
            "target": {"required": _("Give the indicator a target.")},
            "comparison": {"required": _("Choose at least or at most.")},
            "unit": {"required": _("Choose the unit.")},
        }

    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target is not None and target < 0:
            raise forms.ValidationError(_("A target is not below zero."))
        return target

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target = cleaned.get("target")
        if target is None:
            return cleaned
        if target > 100 and cleaned.get("unit") == StandardIndicator.Unit.PERCENT:
            self.add_error("target", _("No more than 100 percent."))
        if not target and cleaned.get("comparison") == StandardIndicator.Comparison.AT_LEAST:
            self.add_error("target", _("At least nothing is always reached. Give a target."))
        return cleaned


class IndicatorRows(forms.BaseFormSet):
    """The indicators of a standard; empty rows are left out, marked ones removed."""

    def values(self) -> list[dict[str, Any]]:
        """The indicators to save, in their order."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        wanted = ("name", "comparison", "target", "unit")
        return [{name: row[name] for name in wanted} for row in rows if row and not row.get("DELETE")]


INDICATORS: Any = forms.formset_factory(
    IndicatorForm, formset=IndicatorRows, extra=2, can_delete=True, max_num=20, absolute_max=30
)


class ReturnForm(forms.Form):
    """What to mend before a version is reviewed again."""

    words = forms.CharField(
        label=_("What to mend"),
        max_length=4000,
        widget=Lines,
        error_messages={"required": _("Say what to mend.")},
    )


class PublishForm(forms.Form):
    """Whether texts that are missing in a language are meant."""

    despite_missing_languages = forms.BooleanField(
        label=_("Publish although some texts are missing; readers see them in another language"),
        required=False,
    )
