"""Asking for a result to be looked at again, and deciding it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("What should be looked at again?"),
        help_text=_("Name what is wrong or missing: a call, an evaluation, an event, a day."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
