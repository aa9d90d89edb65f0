"""How the libraries of cases and wording are searched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CaseFilterForm(forms.Form):
    """Words, and the standard a case fell short of."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    standard = forms.ChoiceField(label=_("Standard"), required=False)

    def __init__(self, *args: Any, standards: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["standard"]
        field.choices = [("", _("all standards")), *standards]


class WordingFilterForm(forms.Form):
    """Words of a situation or an answer, or a shortcut."""

    q = forms.CharField(label=_("Situation, words or shortcut"), required=False, max_length=80)
