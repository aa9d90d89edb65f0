"""What trainers are asked about attempts."""

from django import forms
from django.utils.translation import gettext_lazy


class VoidForm(forms.Form):
    """Why an attempt counts for nothing."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy(
            "The person reads it. The attempt no longer counts; a certificate issued upon it is revoked separately."
        ),
    )
