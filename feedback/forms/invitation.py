"""What staff say about a service they want rated."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Channel

DAYS_BACK = 7


class AskForm(forms.Form):
    """A service one has just given: through which channel, and when."""

    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True), label=gettext_lazy("Channel"), empty_label=None
    )
    served_on = forms.DateField(
        label=gettext_lazy("Day of the service"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["served_on"].initial = today
        bounds = {"max": today.isoformat(), "min": (today - timedelta(days=DAYS_BACK)).isoformat()}
        self.fields["served_on"].widget.attrs |= bounds

    def clean_served_on(self) -> date:
        day = self.cleaned_data["served_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is in the future."))
        if day < self.today - timedelta(days=DAYS_BACK):
            raise forms.ValidationError(_("Please ask within a week of the service."))
        return day


class CallBackDayForm(forms.Form):
    """Which day's customers to call back."""

    day = forms.DateField(
        label=gettext_lazy("Day of the service"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=80)
