"""Forms of the pages about money."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incentives.models import Fund, Scheme
from incentives.models.fund import DEFAULT_FUND
from incentives.queries.runs import payable_months
from ratings.models import RatingMonth

AMOUNTS = {"max_digits": 14, "decimal_places": 2, "localize": True}


class PrepareForm(forms.Form):
    """Which month is to be paid, and from which fund."""

    month = forms.ModelChoiceField(RatingMonth.objects.none(), label=gettext_lazy("Month"), empty_label=None)
    fund = forms.ModelChoiceField(Fund.objects.all(), label=gettext_lazy("Fund"), empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["month"].queryset = payable_months()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is turned down."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class BudgetForm(forms.Form):
    """Money into a fund, or with a minus out of it."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("With a minus it is taken from what is left."),
        **AMOUNTS,  # type: ignore[arg-type]
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200)


class SchemeForm(forms.ModelForm):
    """A version of the bonus rules that no run has used."""

    class Meta:
        model = Scheme
        exclude: list[str] = []

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.instance.pk is None and Scheme.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("This code is taken; open its latest version and copy it to a new one.")
            )
        return code

    def clean_effective_from(self) -> Any:
        day = self.cleaned_data["effective_from"]
        if day.day != 1:
            raise forms.ValidationError(_("A scheme begins on the first day of a month."))
        rivals = Scheme.objects.filter(effective_from=day, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.is_active and rivals.exists():
            raise forms.ValidationError(_("Another scheme is in force from this day."))
        return day


def default_choices() -> dict[str, Any]:
    """Return what PrepareForm begins with: the oldest month to be paid and the programme's fund."""
    month = payable_months().last()
    fund = Fund.objects.filter(code=DEFAULT_FUND).first() or Fund.objects.first()
    return {"month": month and month.pk, "fund": fund and fund.pk}
