"""Trying what tier a request would get."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Category, CustomerTag


class TryPriorityForm(forms.Form):
    """A request as a customer would write it."""

    text = forms.CharField(
        label=_("What the customer writes"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("Category"),
        required=False,
        empty_label=_("found by its words"),
    )
    tags = forms.ModelMultipleChoiceField(
        CustomerTag.objects.all(),
        label=_("Tags of the customer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    complaints = forms.IntegerField(
        label=_("Complaints of the customer in the last month"), required=False, min_value=0, max_value=99
    )
    is_complaint = forms.BooleanField(label=_("It is a complaint"), required=False)

    def facts(self) -> dict[str, Any]:
        """What was typed, of a valid form."""
        typed = dict(self.cleaned_data)
        typed["tags"] = frozenset(tag.code.casefold() for tag in typed["tags"])
        return typed
