"""What is asked when a request is answered or changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Agent, Category, ServiceRequest, Tier
from feedback.services.answering import NOTE, REPLY, RESOLVE, STAY, WAIT, Writing

LONGEST = 20_000


class SeveralFilesInput(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files at once; what they may be is for the service to judge."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=SeveralFilesInput(), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in (data if isinstance(data, list | tuple) else [data]) if file]


class AnswerForm(forms.Form):
    """The reply box. What is sent twice with one key is one reply."""

    what = forms.ChoiceField(
        choices=[(REPLY, gettext_lazy("Reply to the customer")), (NOTE, gettext_lazy("Internal note"))]
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, max_length=LONGEST, widget=forms.Textarea
    )
    then = forms.ChoiceField(
        label=gettext_lazy("Afterwards"),
        required=False,
        choices=[
            (STAY, gettext_lazy("keep it open")),
            (WAIT, gettext_lazy("wait for the customer")),
            (RESOLVE, gettext_lazy("resolve it")),
        ],
    )
    attachments = SeveralFilesField(label=gettext_lazy("Files"))
    client_key = forms.UUIDField(required=False)
    seen_entry = forms.IntegerField(required=False, min_value=0)
    anyway = forms.BooleanField(required=False)

    def writing(self) -> Writing:
        """Return what was written, of a valid form."""
        sent = self.cleaned_data
        return Writing(
            what=sent["what"],
            text=sent["text"],
            then=sent["then"],
            client_key=sent["client_key"],
            seen_entry=None if sent["anyway"] else sent["seen_entry"],
            files=sent["attachments"],
        )


class NoteForm(forms.Form):
    """Something done for a reason that may be said."""

    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(forms.Form):
    """Why it goes on."""

    note = forms.CharField(
        label=gettext_lazy("Why does it go on?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverForm(forms.Form):
    """To whom; somebody without the skill only when that is meant."""

    to = forms.ModelChoiceField(
        Agent.objects.filter(is_active=True).select_related("staff"),
        label=gettext_lazy("To"),
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What should they know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Hand over all the same, though untrained in its category"), required=False
    )


class TierForm(forms.Form):
    """Another promise, and why."""

    tier = forms.ModelChoiceField(Tier.objects.none(), label=gettext_lazy("Service tier"), empty_label=None)
    note = forms.CharField(
        label=gettext_lazy("Why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, one: ServiceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["tier"]
        active = Tier.objects.filter(is_active=True)
        field.queryset = active if one.is_complaint else active.filter(is_for_complaints=False)
        field.initial = one.tier_id
        field.label_from_instance = tier_label


class CategoryForm(forms.Form):
    """What it is about."""

    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True).select_related("department"),
        label=gettext_lazy("Category"),
        empty_label=None,
    )

    def __init__(self, *args: Any, one: ServiceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.initial = one.category_id
        field.label_from_instance = category_label


def tier_label(tier: Tier) -> str:
    """A tier with its promises, as one chooses it."""
    return _("%(tier)s: a person within %(response)s min, solved within %(solution)s h") % {
        "tier": tier,
        "response": tier.response_minutes,
        "solution": f"{tier.solution_minutes / 60:g}",
    }


def category_label(category: Category) -> str:
    """A category with who answers for it."""
    if category.department is None:
        return str(category)
    return _("%(category)s (%(department)s)") % {"category": category, "department": category.department}
