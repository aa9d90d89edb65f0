"""Forms of the pages that hire, move and let go."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import (
    Assignment,
    Department,
    MailWhen,
    Notification,
    NotificationChoice,
    Position,
    Staff,
    Topic,
)
from people.notices import Choice, default_mail
from people.queries import department_subtree
from starservice.sheets import SUFFIXES


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


class StaffListForm(forms.Form):
    """A list of staff to bring."""

    file = forms.FileField(
        label=_("File"), help_text=_("An .xlsx, .xls, .ods or .csv file with a heading above each column.")
    )
    effective_on = forms.DateField(
        label=_("Changes take effect on"),
        widget=AdminDateWidget,
        help_text=_("New departments, positions and managers count from this day on; what was before stays."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("Choose an .xlsx, .xls, .ods or .csv file."))
        return file


class PreviewForm(forms.Form):
    """How to read the list, and what was shown when it is confirmed."""

    effective_on = forms.DateField(label=_("Changes take effect on"), widget=AdminDateWidget)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, widget=forms.RadioSelect)
    digest = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)

    def __init__(self, *args: Any, encodings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["encoding"].choices = [(name, name) for name in encodings]  # type: ignore[attr-defined]


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["code", "name", "parent", "head"]

    def clean_parent(self) -> Department | None:
        parent = self.cleaned_data["parent"]
        below = department_subtree([self.instance.pk]) if self.instance.pk else Department.objects.none()
        if parent and below.filter(pk=parent.pk).exists():
            raise forms.ValidationError(_("A department cannot be part of itself or of one below it."))
        return parent


class NotificationFilter(forms.Form):
    """Which notifications a list shows."""

    topic = forms.ChoiceField(label=_("About"), required=False)
    unread = forms.BooleanField(label=_("Unread only"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        topics: Any = self.fields["topic"]
        topics.choices = [("", _("Everything")), *Topic.choices]

    def chosen(self, told: QuerySet[Notification]) -> QuerySet[Notification]:
        """The notifications that pass."""
        if not self.is_valid():
            return told
        if self.cleaned_data["topic"]:
            told = told.filter(topic=self.cleaned_data["topic"])
        return told.filter(read_at__isnull=True) if self.cleaned_data["unread"] else told


class ChoicesForm(forms.Form):
    """For each topic: in the portal or not, and when by e-mail."""

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = {choice.topic: choice for choice in NotificationChoice.objects.filter(user=user)}
        for topic in Topic:
            choice = chosen.get(topic)
            self.fields[f"portal-{topic}"] = forms.BooleanField(
                label=_("in the portal"), required=False, initial=choice.in_portal if choice else True
            )
            self.fields[f"mail-{topic}"] = forms.ChoiceField(
                label=_("by e-mail"),
                choices=MailWhen.choices,
                initial=choice.mail if choice else default_mail(topic),
            )

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each topic with its two fields."""
        return [(topic.label, self[f"portal-{topic}"], self[f"mail-{topic}"]) for topic in Topic]

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen by topic."""
        values = self.cleaned_data
        return {topic: Choice(values[f"portal-{topic}"], values[f"mail-{topic}"]) for topic in Topic}
