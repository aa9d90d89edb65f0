"""What of the queue to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Category, Tier
from feedback.queries.queue import Wish


class QueueFilterForm(forms.Form):
    """A number, customer or words; a tier; a category. What is not understood is left out."""

    tab = forms.CharField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(label=_("Number, customer or words"), required=False, max_length=80)
    tier = forms.ModelChoiceField(
        Tier.objects.filter(is_active=True),
        label=_("Service tier"),
        required=False,
        empty_label=_("all tiers"),
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("Category"),
        required=False,
        empty_label=_("all categories"),
    )

    def wish(self) -> Wish:
        """Return what was understood."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        tier, category = asked.get("tier"), asked.get("category")
        return Wish(asked.get("q") or "", tier.pk if tier else None, category.pk if category else None)
