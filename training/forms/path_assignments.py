"""Forms by which people are put on paths, given a mentor or more time, and taken off."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Assignment, Department, Position, Staff
from people.queries import department_subtree
from training.models import LearningPath, PathAssignment


def _choose(model: Any, name: str, queryset: Any, *, several: bool = False, **options: Any) -> Any:
    """A field that searches instead of listing everything."""
    widget = (AutocompleteSelectMultiple if several else AutocompleteSelect)(
        model._meta.get_field(name), admin.site
    )
    kind = forms.ModelMultipleChoiceField if several else forms.ModelChoiceField
    return kind(queryset, widget=widget, **options)


class AssignPathForm(forms.Form):
    """Put some staff, or everybody in a place, on a path."""

    path = _choose(PathAssignment, "path", LearningPath.objects.all(), label=gettext_lazy("Learning path"))
    staff = _choose(
        PathAssignment,
        "staff",
        Staff.objects.all(),
        several=True,
        required=False,
        label=gettext_lazy("Staff"),
    )
    department = _choose(
        Assignment,
        "department",
        Department.objects.all(),
        required=False,
        label=gettext_lazy("Everybody in the department"),
        help_text=gettext_lazy("And in those below it, as of today."),
    )
    position = _choose(
        Assignment,
        "position",
        Position.objects.all(),
        required=False,
        label=gettext_lazy("Everybody in the position"),
        help_text=gettext_lazy("With a department: only there."),
    )
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=AdminDateWidget)
    mentor = _choose(
        PathAssignment,
        "mentor",
        Staff.objects.all(),
        required=False,
        label=gettext_lazy("Mentor"),
        help_text=gettext_lazy("Employed and certified. One can also be chosen later."),
    )

    def __init__(self, *args: Any, reach: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reach = reach

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named, department, position = (cleaned.get(name) for name in ("staff", "department", "position"))
        if not (named or department or position):
            self.add_error("staff", _("Name staff, or choose a department or a position."))
            return cleaned
        people = set(named or ())
        if department or position:
            people |= set(self._in_place(department, position))
        reached = set(self.reach.filter(pk__in=[one.pk for one in people]).values_list("pk", flat=True))
        beyond = sorted(one.name for one in people if one.pk not in reached)
        if beyond:
            self.add_error(
                "staff", _("You do not train these: %(names)s.") % {"names": ", ".join(beyond[:5])}
            )
        elif not people:
            self.add_error("staff", _("Nobody works there today."))
        cleaned["people"] = sorted(people, key=lambda one: one.pk)
        return cleaned

    def _in_place(self, department: Department | None, position: Position | None) -> QuerySet[Staff]:
        today = timezone.localdate()
        places = Assignment.objects.on(today)
        if department:
            places = places.filter(department__in=department_subtree([department.pk]))
        if position:
            places = places.filter(position=position)
        return self.reach.employed_on(today).filter(pk__in=places.values("staff"))  # type: ignore[attr-defined]


class MentorForm(forms.Form):
    mentor = _choose(PathAssignment, "mentor", Staff.objects.all(), label=gettext_lazy("Mentor"))


class ExtendForm(forms.Form):
    due_on = forms.DateField(label=gettext_lazy("New day"), widget=AdminDateWidget)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The member of staff reads it.")
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The member of staff reads it.")
    )
