"""Trying the clock: when and how long, on which calendar."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Calendar, MilestoneKind, Tier

WALL_CLOCK, OF_TIER, OWN_DURATION = "wall", "tier", "own"
DEFAULTS = {"promise": OWN_DURATION, "unit": "hours", "calendar": OF_TIER}
UNITS = [("hours", gettext_lazy("hours")), ("minutes", gettext_lazy("minutes"))]
LONGEST = timedelta(hours=400)


class TryForm(forms.Form):
    """A start with a duration of one's own or one that a tier promises; `calendar` None in the result is the wall clock."""

    starts = forms.DateTimeField(
        label=gettext_lazy("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("By the calendar's own clock."),
    )
    promise = forms.ChoiceField(label=gettext_lazy("May take"))
    amount = forms.DecimalField(
        label=gettext_lazy("Duration"), required=False, min_value=0, decimal_places=2, max_digits=7
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=UNITS)
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"))

    def __init__(self, data: Any, *, now: datetime, calendar: Calendar | None = None) -> None:
        local = timezone.localtime(now, ZoneInfo(calendar.zone) if calendar else None)
        begun = local.strftime("%Y-%m-%dT%H:%M")
        usual = {
            "starts": begun,
            "amount": 8,
            "unit": "hours",
            "calendar": calendar.pk if calendar else OF_TIER,
        }
        super().__init__(data, initial=usual)
        self.tiers = {
            tier.pk: tier for tier in Tier.objects.filter(is_active=True).select_related("calendar")
        }
        self.calendars = {calendar.pk: calendar for calendar in Calendar.objects.all()}
        fields: Any = self.fields
        fields["promise"].choices = [
            (OWN_DURATION, _("a duration of its own")),
            *self._promises(),
        ]
        fields["calendar"].choices = [
            (OF_TIER, _("that of the tier")),
            *((str(pk), str(calendar)) for pk, calendar in self.calendars.items()),
            (WALL_CLOCK, _("the wall clock, day and night")),
        ]

    def _promises(self) -> list[tuple[str, str]]:
        words = _("%(tier)s: %(milestone)s, %(minutes)d min")
        return [
            (
                f"{tier.pk}-{kind}",
                words % {"tier": tier, "milestone": kind.label, "minutes": minutes_of(tier, kind)},
            )
            for tier in self.tiers.values()
            for kind in MilestoneKind
        ]

    def full_clean(self) -> None:
        # The moment is read by the clock of the calendar, known only afterwards; UTC has every hour once.
        with timezone.override(UTC):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        tier, kind = self._promised()
        calendar = self._calendar(tier)
        cleaned["target"] = self._target(tier, kind)
        cleaned["for_calendar"] = calendar
        if cleaned.get("starts"):
            zone = ZoneInfo(calendar.zone if calendar else settings.TIME_ZONE)
            cleaned["starts"] = cleaned["starts"].replace(tzinfo=zone)
        return cleaned

    def _promised(self) -> tuple[Tier | None, str]:
        number, dash, kind = self.cleaned_data.get("promise", "").partition("-")
        return (self.tiers[int(number)], kind) if dash else (None, "")

    def _calendar(self, tier: Tier | None) -> Calendar | None:
        chosen = self.cleaned_data.get("calendar", "")
        if chosen.isdecimal():
            return self.calendars[int(chosen)]
        return None if chosen == WALL_CLOCK or tier is None else tier.calendar

    def _target(self, tier: Tier | None, kind: str) -> timedelta | None:
        if tier:
            return timedelta(minutes=minutes_of(tier, kind))
        amount: Decimal | None = self.cleaned_data.get("amount")
        if amount is None:
            if "amount" not in self.errors:
                self.add_error("amount", _("Say how long, or choose what a tier promises."))
            return None
        target = timedelta(**{self.cleaned_data.get("unit", "hours"): float(amount)})
        if target > LONGEST:
            self.add_error(
                "amount", _("At most %(hours)d hours.") % {"hours": LONGEST.total_seconds() // 3600}
            )
        return target


def minutes_of(tier: Tier, kind: str) -> int:
    """Return what a tier promises for a milestone, in minutes."""
    return tier.response_minutes if kind == MilestoneKind.RESPONSE else tier.solution_minutes
