"""What is asked before a customer is tagged, merged, handed out or erased, and when spending is brought."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Customer, CustomerTag, PrivacyAction
from feedback.queries.customer_timeline import SOURCES

FIELDS = ("external_id", "name", "phone", "email", "language", "customer_since")
STAYS, OTHER = "stays", "other"


class TimelineForm(forms.Form):
    """Which kind of events to see."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("everything")),
            *((kind, source.label) for kind, source in SOURCES.items()),
        ],
    )


class TagForm(forms.Form):
    """A tag given by hand."""

    tag = forms.ModelChoiceField(CustomerTag.objects.all(), label=gettext_lazy("Tag"), empty_label=None)
    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)


class OtherForm(forms.Form):
    """Which customer is the same as this one."""

    other = forms.ModelChoiceField(Customer.objects.all(), label=gettext_lazy("The other customer"))


class MergeForm(forms.Form):
    """For each field that differs, whose value stays."""

    reason = forms.CharField(label=gettext_lazy("Why they are the same"), max_length=200, required=False)

    def __init__(self, *args: Any, stays: Customer, other: Customer, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FIELDS:
            values = [str(getattr(customer, name) or "") for customer in (stays, other)]
            if all(values) and values[0] != values[1]:
                self.fields[name] = forms.ChoiceField(
                    label=Customer._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                    choices=[(STAYS, values[0]), (OTHER, values[1])],
                    initial=STAYS,
                    widget=forms.RadioSelect,
                )
        self.order_fields([*FIELDS, "reason"])

    @property
    def taken(self) -> frozenset[str]:
        """The fields whose value comes from the other customer."""
        return frozenset(name for name in FIELDS if self.cleaned_data.get(name) == OTHER)


class GroundForm(forms.Form):
    """Why data are handed out."""

    ground = forms.ChoiceField(label=gettext_lazy("Why"), choices=PrivacyAction.Ground)


class EraseForm(GroundForm):
    """Why, and the id typed once more."""

    typed = forms.CharField(
        label=gettext_lazy("Confirmation"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, customer: Customer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.expected = f"ERASE {customer.pk}"
        self.fields["typed"].help_text = _("Type “%(text)s”.") % {"text": self.expected}

    def clean_typed(self) -> str:
        typed = self.cleaned_data["typed"].strip()
        if typed != self.expected:
            raise forms.ValidationError(_("Please type “%(text)s”.") % {"text": self.expected})
        return typed
