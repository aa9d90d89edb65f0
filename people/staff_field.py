"""A field in which a member of staff is named by number or name: no list of everybody to choose from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Staff

MOST_SHOWN = 5


class StaffField(forms.CharField):
    """Takes an employee number, a name, or “name (number)”; its value is the member of staff, or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Employee number or full name."))
        super().__init__(max_length=150, **options)
        self.widget.attrs |= {"autocomplete": "off", "list": "likely-staff"}

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Staff) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return staff_named(typed) if typed else None


def staff_named(typed: str) -> Staff:
    """Return the one member of staff meant; raise ValidationError for nobody, or for several with their numbers."""
    number = typed.rsplit("(", 1)[1].removesuffix(")") if typed.endswith(")") and "(" in typed else typed
    found = Staff.objects.filter(employee_no=number.strip()).first()
    if found is not None:
        return found
    named = list(Staff.objects.filter(name__iexact=typed)[: MOST_SHOWN + 1])
    if len(named) == 1:
        return named[0]
    if named:
        shown = ", ".join(str(one) for one in named[:MOST_SHOWN])
        raise ValidationError(
            _("Several people have this name: %(names)s. Type the number.") % {"names": shown}
        )
    raise ValidationError(_("Nobody has this number or name."))
