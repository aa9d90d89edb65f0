"""Forms of the pages that issue, renew and revoke."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from training.models import Certificate


class IssueForm(forms.ModelForm):
    class Meta:
        model = Certificate
        fields = ["staff", "number", "valid_from", "valid_until"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        return cleaned


class RenewForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=40)
    valid_from = forms.DateField(label=_("Valid from"), widget=AdminDateWidget)
    valid_until = forms.DateField(label=_("Valid until"), widget=AdminDateWidget, required=False)


class RevokeForm(forms.Form):
    revoked_on = forms.DateField(label=_("Revoked on"), widget=AdminDateWidget)
    revoked_reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The member of staff reads it.")
    )
