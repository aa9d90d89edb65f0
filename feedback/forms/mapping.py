"""Says which column of a file means what, in words instead of JSON."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from feedback.mappings import FIELDS, NO, REQUIRED, YES, Options, guess_columns
from feedback.models import Channel, ImportMapping
from feedback.reasons import FIELD_LABELS
from people.models import Assignment, Department, Position

ORDERS = [("ymd", _("year, month, day")), ("dmy", _("day, month, year")), ("mdy", _("month, day, year"))]
PREFIX = "column_"
capitalized = lazy(capfirst, str)
LABELS = {field: capitalized(label) for field, label in FIELD_LABELS.items()}


def _found(name: str, queryset: Any, **options: Any) -> forms.ModelChoiceField:
    """A field that searches instead of listing everything."""
    field: Any = Assignment._meta.get_field(name)
    return forms.ModelChoiceField(
        queryset,
        label=capitalized(field.verbose_name),
        widget=AutocompleteSelect(field, admin.site),
        **options,
    )


class OptionsForm(forms.ModelForm):
    """How the values of a file are written, and what is made when it is not there."""

    source = forms.SlugField(
        label=_("Source"),
        max_length=40,
        initial="call-centre",
        help_text=_("The system the file comes from: an interaction is known by its source and its number."),
    )
    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True),
        label=_("Channel"),
        to_field_name="code",
        help_text=_("Of rows that do not name one."),
    )
    date_order = forms.ChoiceField(label=_("Dates are written"), choices=ORDERS)
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=40,
        help_text=_("As in Asia/Shanghai; empty for the company's own."),
    )
    yes = forms.CharField(label=_("Words for yes"), initial=", ".join(YES))
    no = forms.CharField(label=_("Words for no"), initial=", ".join(NO))
    create_staff = forms.BooleanField(
        label=_("Employ people who are not known"),
        required=False,
        help_text=_(
            "From the first day in the file on which they appear. Otherwise their rows are rejected."
        ),
    )
    department = _found(
        "department",
        Department.objects.all(),
        required=False,
        help_text=_("Of people employed by the import."),
    )
    position = _found(
        "position", Position.objects.all(), required=False, help_text=_("Of people employed by the import.")
    )

    class Meta:
        model = ImportMapping
        fields = ["title", "name"]
        help_texts = {"name": _("Short, for the command line: letters, digits and hyphens.")}

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"]
        if name and name not in available_timezones():
            raise forms.ValidationError(_("There is no such time zone."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("create_staff"):
            for name in ("department", "position"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say where the people the import employs are to work."))
        return cleaned

    def options(self) -> dict[str, Any]:
        """Return the options as a mapping keeps them."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("source", "date_order", "time_zone", "create_staff")}
        kept["channel"] = cleaned["channel"].code
        for name in ("yes", "no"):
            kept[name] = [word.strip() for word in cleaned[name].split(",") if word.strip()]
        for name in ("department", "position"):
            if place := cleaned.get(name):
                kept[name] = {"code": place.code, "name": place.name}
        return kept


class BaseMappingForm(OptionsForm):
    """With a text for each of our fields: the heading of its column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._fill()

    def _fill(self) -> None:
        options = Options.from_json(self.instance.options)
        for name in ("source", "channel", "date_order", "time_zone", "create_staff"):
            self.initial[name] = getattr(options, name)
        for name in ("yes", "no"):
            self.initial[name] = ", ".join(self.instance.options.get(name) or getattr(options, name))
        self.initial["department"] = Department.objects.filter(code=options.department.code).first()
        self.initial["position"] = Position.objects.filter(code=options.position.code).first()
        for field, heading in self.instance.columns.items():
            self.initial[PREFIX + field] = heading

    def columns(self) -> dict[str, str]:
        """Return our fields with their headings."""
        named = {field: self.cleaned_data.get(PREFIX + field) for field in FIELDS}
        return {field: heading for field, heading in named.items() if heading}

    def save(self, commit: bool = True) -> Any:
        self.instance.columns, self.instance.options = self.columns(), self.options()
        return super().save(commit)


MappingForm: type[BaseMappingForm] = type(
    "MappingForm",
    (BaseMappingForm,),
    {
        PREFIX + field: forms.CharField(label=LABELS[field], required=field in REQUIRED, max_length=100)
        for field in FIELDS
    },
)


class FileMappingForm(MappingForm):  # type: ignore[misc, valid-type]
    """With a choice among the headings of a file at hand, guessed where their names say it."""

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("– not in the file –")), *((heading, heading) for heading in headings if heading)]
        guessed = guess_columns(headings)
        for field in FIELDS:
            self.fields[PREFIX + field] = forms.ChoiceField(
                label=LABELS[field],
                choices=choices,
                required=field in REQUIRED,
                initial=guessed.get(field),
            )
