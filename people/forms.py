"""Forms of the pages that hire, move and let go."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from people.models import Assignment, Department, Position, Staff
from people.queries import department_subtree


def _choose(name: str, queryset: Any, **options: Any) -> forms.ModelChoiceField:
    """A field that searches instead of listing everything."""
    field: Any = Assignment._meta.get_field(name)
    widget = AutocompleteSelect(field, admin.site)
    return forms.ModelChoiceField(queryset, label=field.verbose_name, widget=widget, **options)


class PlaceForm(forms.Form):
    """Where somebody works: department, position, manager."""

    department = _choose("department", Department.objects.all())
    position = _choose("position", Position.objects.all())
    manager = _choose("manager", Staff.objects.all(), required=False)


class MoveForm(PlaceForm):
    """A new place from a day on."""

    from_day = forms.DateField(label=_("From"), widget=AdminDateWidget)
    field_order = ["from_day"]


class LeaveForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=AdminDateWidget)


class HireForm(PlaceForm, forms.ModelForm):
    """A new member of staff with the first place."""

    class Meta:
        model = Staff
        fields = ["employee_no", "name", "email", "phone", "hired_on"]
        widgets = {"hired_on": AdminDateWidget}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        manager, day = cleaned.get("manager"), cleaned.get("hired_on")
        if manager and day and not manager.is_employed_on(day):
            self.add_error("manager", _("The manager is not employed on that day."))
        return cleaned


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["code", "name", "parent"]

    def clean_parent(self) -> Department | None:
        parent = self.cleaned_data["parent"]
        below = department_subtree([self.instance.pk]) if self.instance.pk else Department.objects.none()
        if parent and below.filter(pk=parent.pk).exists():
            raise forms.ValidationError(_("A department cannot be part of itself or of one below it."))
        return parent
