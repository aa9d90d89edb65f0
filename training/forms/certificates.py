"""Forms of the pages that issue, renew, suspend and revoke."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from training.models import Certificate

GIVEN = _("Empty: the next number.")
AS_KIND = _("Empty: as long as its kind says.")
READ = _("The member of staff reads it.")


class IssueForm(forms.ModelForm):
    class Meta:
        model = Certificate
        fields = ["staff", "kind", "number", "valid_from", "valid_until"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The page that only shows a certificate has no fields.
        if "number" in self.fields:
            self.fields["number"].required = False
            self.fields["number"].help_text = GIVEN
            self.fields["valid_until"].help_text = AS_KIND

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first."))
        return cleaned


class RenewForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=40, required=False, help_text=GIVEN)
    valid_from = forms.DateField(label=_("Valid from"), widget=AdminDateWidget)
    valid_until = forms.DateField(
        label=_("Valid until"),
        widget=AdminDateWidget,
        required=False,
        help_text=AS_KIND,
    )


class SuspendForm(forms.Form):
    first_on = forms.DateField(label=_("Suspended from"), widget=AdminDateWidget)
    last_on = forms.DateField(
        label=_("Suspended until"),
        widget=AdminDateWidget,
        required=False,
        help_text=_("The last day it certifies nothing; empty: until it is lifted."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=READ)


class LiftForm(forms.Form):
    valid_again_on = forms.DateField(
        label=_("Valid again from"),
        widget=AdminDateWidget,
        help_text=_(
            "The first day it certifies again; the day the suspension began: as if it had never been."
        ),
    )
    lifted_reason = forms.CharField(label=_("Reason"), max_length=200)


class RevokeForm(forms.Form):
    revoked_on = forms.DateField(label=_("Revoked on"), widget=AdminDateWidget)
    revoked_reason = forms.CharField(label=_("Reason"), max_length=200, help_text=READ)
