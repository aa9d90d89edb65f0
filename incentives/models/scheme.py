"""What a star is worth."""

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Self

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff
from starservice.web.localized import LocalizedTextField

FROZEN = [
    "code",
    "version",
    "effective_from",
    "first_used_at",
    "five_stars",
    "four_stars",
    "three_stars",
    "two_stars",
    "one_star",
    "top_share",
    "top_pay_share",
    "ties",
    "prorates",
    "over_cap",
]


def any_changes(fields: list[str]) -> Any:
    """A trigger's condition: at least one of the fields changes."""
    changes = (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields)
    return reduce(or_, changes)


def money_field(label: Any, **options: object) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        **options,  # type: ignore[arg-type]
    )


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def in_force(self, first_day: date) -> Self:
        """Schemes in force for the month that begins on first_day, the one that counts first."""
        return self.filter(is_active=True, effective_from__lte=first_day).order_by("-effective_from")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Scheme(models.Model):
    """A version of the bonus rules: an amount a star level, a share of pay for the best, or both."""

    class OverCap(models.TextChoices):
        REFUSE = "refuse", _("refuse the run")
        SCALE = "scale", _("scale everybody down pro rata")

    class Ties(models.TextChoices):
        ALL_IN = "all_in", _("all who tie at the cut are in")
        ALL_OUT = "all_out", _("all who tie at the cut are out")

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = LocalizedTextField(_("name"))
    effective_from = models.DateField(_("for months from"), help_text=_("The first day of a month."))
    is_active = models.BooleanField(_("in force"), default=False)
    first_used_at = models.DateTimeField(_("first used at"), null=True, blank=True, editable=False)
    five_stars = money_field(_("five stars"), default=Decimal(0))
    four_stars = money_field(_("four stars"), default=Decimal(0))
    three_stars = money_field(_("three stars"), default=Decimal(0))
    two_stars = money_field(_("two stars"), default=Decimal(0))
    one_star = money_field(_("one star (encouragement)"), default=Decimal(0))
    top_share = models.DecimalField(
        _("best % who get a share of pay"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    top_pay_share = models.DecimalField(
        _("% of monthly pay for them"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    ties = models.CharField(_("ties among the best"), max_length=10, choices=Ties, default=Ties.ALL_IN)
    prorates = models.BooleanField(_("prorated by days employed"), default=True)
    over_cap = models.CharField(
        _("when the fund is too small"), max_length=10, choices=OverCap, default=OverCap.REFUSE
    )

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("bonus scheme"), _("bonus schemes")
        ordering = ["-effective_from", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once"),
            models.UniqueConstraint(
                fields=["effective_from"], condition=Q(is_active=True), name="scheme_one_in_force_a_month"
            ),
            models.CheckConstraint(
                condition=Q(effective_from__day=1),
                name="scheme_from_first_of_month",
                violation_error_message=_("A scheme begins on the first day of a month."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_once_used",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__first_used_at__isnull=False) & any_changes(FROZEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def is_used(self) -> bool:
        return self.first_used_at is not None

    @property
    def shares_pay(self) -> bool:
        return self.top_share > 0 and self.top_pay_share > 0

    @property
    def star_amounts(self) -> dict[int, Decimal]:
        """The amount of each star level, best first."""
        return {
            5: self.five_stars,
            4: self.four_stars,
            3: self.three_stars,
            2: self.two_stars,
            1: self.one_star,
        }


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PayRate(models.Model):
    """Monthly pay of one member of staff from a day on; only HR and finance see it."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="pay_rates", verbose_name=_("staff"))
    starts_on = models.DateField(_("from"))
    monthly_amount = money_field(_("monthly pay"))

    class Meta:
        verbose_name, verbose_name_plural = _("pay"), _("pay")
        ordering = ["staff", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "starts_on"], name="payrate_once_a_day"),
            models.CheckConstraint(condition=Q(monthly_amount__gte=0), name="payrate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.starts_on}"
