"""What narrows the training board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Department

STATES = (
    ("", _("everybody")),
    ("missing", _("not certified")),
    ("expiring", _("certificate ends within 60 days")),
    ("late", _("late on a path")),
    ("on_path", _("on a path")),
)


class BoardForm(forms.Form):
    """Words of a name or number, a department with those below it, and a state."""

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False, empty_label=_("all")
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; nothing where the form is empty or wrong."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}
