"""Working hours: weekly shifts, dated exceptions both ways, and the public days of a region."""

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from starservice.web.localized import LocalizedTextField


class Weekday(models.IntegerChoices):
    """Days of the week as `date.weekday()` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Region(models.TextChoices):
    """Where public holidays are kept for."""

    CHINA = "CN", _("Mainland China")
    HONG_KONG = "HK", _("Hong Kong")
    MACAU = "MO", _("Macau")
    TAIWAN = "TW", _("Taiwan")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Calendar(models.Model):
    """When a service works: what the clock of a request counts."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai")
    region = models.CharField(
        _("public holidays of"),
        max_length=2,
        choices=Region,
        blank=True,
        help_text=_("Closed on the holidays and open on the make-up workdays of this region."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("working calendar"), _("working calendars")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


class ShiftHours(models.Model):
    """From a time to a time of day; one that ends at or before its start runs over midnight."""

    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), help_text=_("At or before the start: the next day."))

    class Meta:
        abstract = True


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class WorkingShift(ShiftHours):
    """Hours worked every week on one day; a day may have several."""

    calendar = models.ForeignKey(
        Calendar, models.CASCADE, related_name="shifts", verbose_name=_("working calendar")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)

    class Meta:
        verbose_name, verbose_name_plural = _("working hours"), _("working hours")
        ordering = ["calendar", "weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "weekday", "starts_at"], name="workingshift_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="workingshift_weekday_0_to_6"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class DayRule(models.Model):
    """One dated day that is closed, or open like a day of the week."""

    day = models.DateField(_("day"))
    name = LocalizedTextField(_("name"), blank=True)
    is_open = models.BooleanField(_("open"), default=False)
    like_weekday = models.PositiveSmallIntegerField(
        _("with the hours of"), choices=Weekday, null=True, blank=True, validators=[MaxValueValidator(6)]
    )

    class Meta:
        abstract = True


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CalendarException(DayRule):
    """A day on which one calendar differs: closed, open like another day, or open with hours of its own."""

    calendar = models.ForeignKey(
        Calendar, models.CASCADE, related_name="exceptions", verbose_name=_("working calendar")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("exception"), _("exceptions")
        ordering = ["calendar", "day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendarexception_day_once"),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(like_weekday__isnull=True),
                name="calendarexception_closed_has_no_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class ExceptionShift(ShiftHours):
    """Hours of its own of an open exception; where there are none, those of `like_weekday`."""

    exception = models.ForeignKey(
        CalendarException, models.CASCADE, related_name="shifts", verbose_name=_("exception")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("hours of that day"), _("hours of that day")
        ordering = ["exception", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["exception", "starts_at"], name="exceptionshift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PublicDay(DayRule):
    """A public holiday of a region, or a make-up workday (open) that works like a day of the week."""

    region = models.CharField(_("region"), max_length=2, choices=Region)

    class Meta:
        verbose_name, verbose_name_plural = _("public holiday"), _("public holidays")
        ordering = ["region", "day"]
        constraints = [
            models.UniqueConstraint(fields=["region", "day"], name="publicday_once"),
            models.CheckConstraint(
                condition=Q(is_open=False, like_weekday__isnull=True)
                | Q(is_open=True, like_weekday__isnull=False),
                name="publicday_open_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.day} {self.name}".strip()
