"""What praise asks: from customers, from colleagues, and from whoever reviews it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.forms.human import HumanForm

MOST_WORDS = 2000


class PraiseForm(forms.Form):
    """Who did what well, and when."""

    about = forms.CharField(
        label=gettext_lazy("Who helped you?"),
        max_length=100,
        help_text=gettext_lazy("The name or number, or what you remember."),
    )
    words = forms.CharField(
        label=gettext_lazy("What did they do well?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = localdate(now)
        self.fields["happened_on"].initial = self.today
        self.fields["happened_on"].widget.attrs["max"] = self.today.isoformat()

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is in the future."))
        return day


class ColleaguePraiseForm(PraiseForm):
    """Praise for a colleague."""

    about = forms.CharField(
        label=gettext_lazy("Which colleague?"),
        max_length=100,
        help_text=gettext_lazy("The employee number or the whole name."),
    )


class PublicPraiseForm(HumanForm, PraiseForm):
    """Praise from a customer, without an account."""

    from_name = forms.CharField(label=gettext_lazy("Your name"), max_length=100, required=False)
    from_contact = forms.CharField(
        label=gettext_lazy("Your e-mail or phone"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only if we may ask you about it. The person you praise does not see it."),
    )

    field_order = ["about", "words", "happened_on", "from_name", "from_contact"]
