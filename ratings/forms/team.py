"""Filters of the team page, and the words of corrections and decisions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Department, Staff

ONE, FIVE = Decimal(1), Decimal(5)


class TeamFilter(forms.Form):
    """Which results of a month are listed; all fields may stay empty."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    stars = forms.ChoiceField(
        label=_("Stars"),
        required=False,
        choices=[
            ("", _("all")),
            *((str(level), "★" * level) for level in (5, 4, 3, 2, 1)),
            ("none", _("not rated")),
        ],
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)
    manager = forms.ModelChoiceField(Staff.objects.none(), label=_("Manager"), required=False)

    def __init__(self, *args: Any, departments: Any, managers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["manager"].queryset = managers  # type: ignore[attr-defined]


def score_field(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Corrected score"), min_value=ONE, max_value=FIVE, max_digits=3, decimal_places=2, **options
    )


class CorrectionForm(forms.Form):
    score = score_field()
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it beside the original."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    uphold = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("uphold: the result is corrected")), ("no", _("reject: the result stays"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    score = score_field(required=False, help_text=_("Needed when the appeal is upheld."))
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("uphold") and cleaned.get("score") is None and "score" not in self.errors:
            self.add_error("score", _("An upheld appeal needs the corrected score."))
        return cleaned
