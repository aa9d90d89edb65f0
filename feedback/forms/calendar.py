"""Calendars as people write them: a line of hours for each day of the week, dated exceptions, public days."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.errors import CalendarError
from feedback.hours import HoursError, format_hours, parse_hours
from feedback.models import Calendar, CalendarException, PublicDay, Region, Weekday
from feedback.services.calendars import check_hours, check_week
from starservice.lib.working_time import Shift

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
HOURS_FIELDS = [f"hours_{weekday}" for weekday in Weekday.values]


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HoursField(forms.CharField):
    """The shifts of a day on one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            max_length=200,
            widget=forms.TextInput(
                attrs={"class": "hours-input", "inputmode": "text", "autocomplete": "off"}
            ),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return format_hours(value) if isinstance(value, (tuple, list)) else value

    def to_python(self, value: Any) -> Any:
        try:
            return parse_hours(super().to_python(value) or "")
        except HoursError as error:
            words = _("“%(part)s” cannot be read as hours. Write them like 09:00-12:00, 13:00-18:00.")
            raise ValidationError(words % {"part": error.part}) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return parse_hours(data or "") != tuple(initial or ())
        except HoursError:
            return True


class ZoneInput(forms.TextInput):
    """A text with the time zones of the world to choose from while typing."""

    template_name = "admin/widgets/zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}_zones"
        return context | {"list_id": f"{name}_zones", "zones": zones()}


def zones() -> list[str]:
    """Time zones named after a place, and UTC."""
    areas = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return sorted(zone for zone in available_timezones() if zone.startswith(areas) or zone == "UTC")


class CalendarForm(forms.ModelForm):
    """A calendar with its week; `week` is what the service takes."""

    week: list[tuple[Shift, ...]]

    hours_0 = HoursField(label=Weekday.MONDAY.label)
    hours_1 = HoursField(label=Weekday.TUESDAY.label)
    hours_2 = HoursField(label=Weekday.WEDNESDAY.label)
    hours_3 = HoursField(label=Weekday.THURSDAY.label)
    hours_4 = HoursField(label=Weekday.FRIDAY.label)
    hours_5 = HoursField(label=Weekday.SATURDAY.label)
    hours_6 = HoursField(label=Weekday.SUNDAY.label)

    class Meta:
        model = Calendar
        fields = ["name", "code", "zone", "region"]
        widgets = {"zone": ZoneInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = self.instance.shifts.all() if self.instance.pk else ()
        for weekday, name in enumerate(HOURS_FIELDS):
            day = [row for row in rows if row.weekday == weekday]
            self.initial.setdefault(name, tuple(Shift(row.starts_at, row.ends_at) for row in day))

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise ValidationError(_("This is no time zone. Write one like Asia/Shanghai."))
        return zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.week = [cleaned.get(name) or () for name in HOURS_FIELDS]
        if not any(name in self.errors for name in HOURS_FIELDS):
            try:
                check_week(self.week)
            except CalendarError as refused:
                self.add_error(HOURS_FIELDS[refused.weekday or 0], str(refused))
        return cleaned

    @property
    def changes_time(self) -> bool:
        """Whether what was typed changes when the calendar works."""
        return bool({"zone", "region", *HOURS_FIELDS} & set(self.changed_data))


class ExceptionForm(forms.ModelForm):
    """A day on which the calendar differs."""

    hours = HoursField(
        label=gettext_lazy("Hours"), help_text=gettext_lazy("Of this day alone, as 10:00-16:00.")
    )

    class Meta:
        model = CalendarException
        fields = ["day", "is_open", "like_weekday", "name"]
        widgets = {"day": DayInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = self.instance.shifts.all() if self.instance.pk else ()
        self.initial.setdefault("hours", tuple(Shift(row.starts_at, row.ends_at) for row in rows))

    def clean_hours(self) -> tuple[Shift, ...]:
        shifts: tuple[Shift, ...] = self.cleaned_data["hours"]
        try:
            check_hours(shifts)
        except CalendarError as refused:
            raise ValidationError(str(refused)) from refused
        return shifts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_hours = bool(cleaned.get("hours")) or cleaned.get("like_weekday") is not None
        if cleaned.get("is_open") and not has_hours and "hours" not in self.errors:
            self.add_error("hours", _("Write the hours of this day, or choose the weekday it works like."))
        if not cleaned.get("is_open") and has_hours:
            self.add_error("is_open", _("A closed day has no hours: tick open, or take the hours out."))
        return cleaned


class PublicDayForm(forms.ModelForm):
    """A public holiday, or a make-up workday with the hours of a weekday."""

    class Meta:
        model = PublicDay
        fields = ["region", "day", "is_open", "like_weekday", "name"]
        widgets = {"day": DayInput}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = cleaned.get("like_weekday") is not None
        if cleaned.get("is_open") and not named:
            self.add_error("like_weekday", _("Choose the weekday whose hours are worked on this day."))
        if not cleaned.get("is_open") and named:
            self.add_error("is_open", _("A closed day has no hours: tick open, or take the weekday out."))
        return cleaned


class SeedForm(forms.Form):
    """Which public days to add."""

    region = forms.ChoiceField(label=gettext_lazy("region"), choices=Region)
    year = forms.IntegerField(label=gettext_lazy("year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
