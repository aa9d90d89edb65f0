"""The versioned policy: what is asked, what it weighs, and where the stars begin."""

from decimal import Decimal
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratings.models.freeze import (
    OWN_POLICY,
    POLICY_OF_DIMENSION,
    freezes_used_policy,
    freezes_with_policy,
)
from starservice.web.localized import LocalizedTextField

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Source(models.TextChoices):
    CUSTOMER = "customer", _("customers")
    MANAGER = "manager", _("manager")
    SELF = "self", _("self-evaluation")
    INDICATORS = "indicators", _("indicators")


def weight_field(label: Any, default: str) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, default=Decimal(default), validators=PERCENT
    )


def star_field(label: Any, default: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=3, decimal_places=2, default=Decimal(default))


@pghistory.track()
class Policy(models.Model):
    """One version of the rules of `rules.md`; frozen from its first use on."""

    class Gate(models.TextChoices):
        EVERY_DAY = "every_day", _("certified on every day worked in the month")
        SINCE_CERTIFICATION = "since_certification", _("rated from the day of certification on")
        NONE = "none", _("no certificate needed")

    class Bands(models.TextChoices):
        THRESHOLDS = "thresholds", _("by score")
        SHARES = "shares", _("by share of the staff")

    class Ties(models.TextChoices):
        ALL_IN = "all_in", _("all who tie at the cut are in")
        ALL_OUT = "all_out", _("all who tie at the cut are out")

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = LocalizedTextField(_("name"))
    effective_from = models.DateField(_("for months from"), help_text=_("The first day of a month."))
    activated_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    first_used_at = models.DateTimeField(_("first used at"), null=True, blank=True, editable=False)

    customer_weight = weight_field(_("weight of customers"), "50")
    manager_weight = weight_field(_("weight of the manager"), "40")
    self_weight = weight_field(_("weight of the self-evaluation"), "10")
    indicators_weight = weight_field(_("weight of the indicators"), "0")
    required_sources = ArrayField(
        models.CharField(max_length=10, choices=Source),
        verbose_name=_("required sources"),
        default=list,
        blank=True,
    )

    shrinkage_k = models.PositiveSmallIntegerField(
        _("answers the group's mean counts for"), default=10, help_text=_("k in (n·x̄ + k·μ)/(n + k).")
    )
    peer_group_min = models.PositiveSmallIntegerField(
        _("answers a department needs to be a group"), default=30
    )
    provisional_below = models.PositiveSmallIntegerField(_("provisional below answers"), default=5)

    adjusts_managers = models.BooleanField(_("makes managers comparable"), default=False)
    manager_bias_cap = star_field(_("most that is taken from a manager's scores"), "0.50")

    points_cap = star_field(_("points add or deduct at most"), "0.50")

    gate = models.CharField(_("gate"), max_length=20, choices=Gate, default=Gate.EVERY_DAY)
    min_days_employed = models.PositiveSmallIntegerField(
        _("days employed in the month, at least"), default=10
    )

    bands = models.CharField(_("stars are given"), max_length=10, choices=Bands, default=Bands.THRESHOLDS)
    five_from = star_field(_("five stars from"), "4.50")
    four_from = star_field(_("four stars from"), "4.00")
    three_from = star_field(_("three stars from"), "3.00")
    two_from = star_field(_("two stars from"), "2.00")
    five_share = weight_field(_("best % with five stars"), "10")
    four_share = weight_field(_("next % with four stars"), "20")
    three_share = weight_field(_("next % with three stars"), "50")
    two_share = weight_field(_("next % with two stars"), "15")
    ties = models.CharField(_("ties at the cut"), max_length=10, choices=Ties, default=Ties.ALL_IN)

    class Meta:
        verbose_name, verbose_name_plural = _("policy"), _("policies")
        triggers = [freezes_used_policy()]
        ordering = ["-effective_from", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="policy_version_once"),
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(activated_at__isnull=False),
                name="policy_one_in_force_a_month",
            ),
            models.CheckConstraint(condition=Q(effective_from__day=1), name="policy_from_first_of_month"),
            models.CheckConstraint(
                condition=Q(
                    five_from__gt=F("four_from"), four_from__gt=F("three_from"), three_from__gt=F("two_from")
                ),
                name="policy_bands_descend",
            ),
            models.CheckConstraint(
                condition=Q(
                    customer_weight__gte=0,
                    manager_weight__gte=0,
                    self_weight__gte=0,
                    indicators_weight__gte=0,
                )
                & ~Q(customer_weight=0, manager_weight=0, self_weight=0, indicators_weight=0),
                name="policy_weights_something",
            ),
            models.CheckConstraint(
                condition=Q(five_share__lte=100 - F("four_share") - F("three_share") - F("two_share")),
                name="policy_shares_within_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.first_used_at is not None

    @property
    def is_draft(self) -> bool:
        return self.activated_at is None and self.first_used_at is None


@pghistory.track()
class Dimension(models.Model):
    """An aspect of service; customers are asked about those with a weight for them."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="dimensions", verbose_name=_("policy"))
    code = models.SlugField(_("code"), max_length=40)
    label = LocalizedTextField(_("label"))
    customer_weight = models.DecimalField(
        _("weight in surveys"), max_digits=6, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("dimension"), _("dimensions")
        triggers = [freezes_with_policy(OWN_POLICY)]
        ordering = ["policy", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "code"], name="dimension_code_once"),
            models.CheckConstraint(condition=Q(customer_weight__gte=0), name="dimension_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.label)


@pghistory.track()
class Criterion(models.Model):
    """What a manager and the member of staff mark with one to five stars, within a dimension."""

    dimension = models.ForeignKey(
        Dimension, models.CASCADE, related_name="criteria", verbose_name=_("dimension")
    )
    code = models.SlugField(_("code"), max_length=40)
    label = LocalizedTextField(_("label"))
    guidance = LocalizedTextField(_("what earns and costs points"), blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("criterion"), _("criteria")
        triggers = [freezes_with_policy(POLICY_OF_DIMENSION)]
        ordering = ["dimension", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="criterion_code_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weight_positive"),
        ]

    def __str__(self) -> str:
        return str(self.label)


@pghistory.track()
class PointRule(models.Model):
    """Points an evidence event adds (+) or deducts (−); `kind` is an EvidenceEvent.Kind."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="point_rules", verbose_name=_("policy"))
    kind = models.CharField(_("event"), max_length=20)
    points = models.DecimalField(_("points"), max_digits=3, decimal_places=2)

    class Meta:
        verbose_name, verbose_name_plural = _("points"), _("points")
        triggers = [freezes_with_policy(OWN_POLICY)]
        ordering = ["policy", "kind"]
        constraints = [models.UniqueConstraint(fields=["policy", "kind"], name="pointrule_kind_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.points:+}"


@pghistory.track()
class Indicator(models.Model):
    """A measured figure mapped to 1–5 by its published scale: the stars whose threshold it reaches."""

    class Code(models.TextChoices):
        FIRST_CONTACT_RESOLUTION = "first_contact_resolution", _("resolved of answered (%)")
        ANSWERED = "answered", _("answered of offered (%)")
        VOLUME = "volume", _("interactions answered")
        COMMENDATIONS = "commendations", _("commendations accepted")
        ADOPTED_SUGGESTIONS = "adopted_suggestions", _("suggestions adopted")

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="indicators", verbose_name=_("policy"))
    code = models.CharField(_("indicator"), max_length=40, choices=Code)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2)
    two_from = models.DecimalField(_("2 from"), max_digits=10, decimal_places=2)
    three_from = models.DecimalField(_("3 from"), max_digits=10, decimal_places=2)
    four_from = models.DecimalField(_("4 from"), max_digits=10, decimal_places=2)
    five_from = models.DecimalField(_("5 from"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name, verbose_name_plural = _("indicator"), _("indicators")
        triggers = [freezes_with_policy(OWN_POLICY)]
        ordering = ["policy", "code"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "code"], name="indicator_code_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="indicator_weight_positive"),
            models.CheckConstraint(
                condition=Q(
                    two_from__lt=F("three_from"), three_from__lt=F("four_from"), four_from__lt=F("five_from")
                ),
                name="indicator_scale_ascends",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
