"""The form of a regrading."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.queries.regrading import CORRECT, WITHDRAW


class RegradeForm(forms.Form):
    """What is done with the question in attempts that had it, and why."""

    how = forms.ChoiceField(
        label=_("In the attempts that had it"),
        choices=[
            (CORRECT, _("mark again by the right answers as they are now")),
            (WITHDRAW, _("withdraw the question: it counts neither for nor against anybody")),
        ],
        widget=forms.RadioSelect,
        initial=CORRECT,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stays beside each score."),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)
