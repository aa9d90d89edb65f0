"""Which results are looked at."""

from datetime import date, timedelta
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Channel, SurveyForm
from people.models import Department

GROUPS = [
    ("department", gettext_lazy("department")),
    ("person", gettext_lazy("person")),
    ("channel", gettext_lazy("channel")),
    ("dimension", gettext_lazy("question")),
    ("month", gettext_lazy("month")),
    ("form", gettext_lazy("survey form")),
]


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ResultsForm(forms.Form):
    """Days of the service, how to group, and what to narrow to."""

    first = day_field(gettext_lazy("From"))
    last = day_field(gettext_lazy("To"))
    by = forms.ChoiceField(choices=GROUPS, label=gettext_lazy("By"))
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=gettext_lazy("Department"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    channel = forms.ModelChoiceField(
        Channel.objects.all(), label=gettext_lazy("Channel"), required=False, empty_label=gettext_lazy("all")
    )
    form = forms.ModelChoiceField(
        SurveyForm.objects.filter(published_at__isnull=False).order_by("-version"),
        label=gettext_lazy("Survey form"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    employee_no = forms.CharField(label=gettext_lazy("Employee number"), required=False, max_length=40)

    @classmethod
    def of(cls, query: Any, today: date) -> Self:
        """The form of an address; what it leaves out is this month and the month before, by department."""
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        defaults = {"first": first.isoformat(), "last": today.isoformat(), "by": "department"}
        return cls({**defaults, **{name: value for name, value in query.items() if value}})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["first"] > cleaned["last"]:
            self.add_error("last", _("The last day is before the first."))
        return cleaned

    def narrowed(self) -> dict[str, Any]:
        """Return the filters of `asked_between` that were chosen."""
        chosen = self.cleaned_data
        return {
            "department": chosen["department"],
            "channel": chosen["channel"],
            "form": chosen["form"],
            "staff__employee_no": chosen["employee_no"],
        }


class WordsForm(ResultsForm):
    """Which words are looked at: those of the same answers, searched."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=80)
    low = forms.BooleanField(label=gettext_lazy("Low scores only"), required=False)
    field_order = ["q", "first", "last"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("by")
