"""From which month on a policy is to hold."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    """Takes any day of a month and means the month."""

    effective_from = forms.DateField(
        label=_("For months from"),
        help_text=_("Any day of the first month; the policy begins with its first day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        return day.replace(day=1)
