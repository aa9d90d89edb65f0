"""Whom to ask after a service, and what was decided about each one."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback import tokens
from feedback.models.customer import Channel, Customer
from feedback.models.interaction import Interaction
from feedback.models.request import ServiceRequest
from feedback.sampling import Outcome, Way
from people.models import Department


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SamplingRule(models.Model):
    """Which services customers are asked about by themselves, how many of them and how.

    The first active rule that fits a service decides about it, once.
    """

    class After(models.TextChoices):
        REQUEST = "request", _("a resolved service request")
        INTERACTION = "interaction", _("an answered interaction")

    class Means(models.TextChoices):
        EMAIL = Way.EMAIL.value, _("e-mail")
        CALL_BACK = Way.CALL_BACK.value, _("call-back list")

    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(
        _("in use"), default=False, help_text=_("Look at the preview before you put it to use.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=10, help_text=_("The first rule that fits a service decides about it.")
    )
    after = models.CharField(_("after"), max_length=20, choices=After, default=After.INTERACTION)
    channels = models.ManyToManyField(
        Channel, blank=True, related_name="+", verbose_name=_("channels"), help_text=_("None means all.")
    )
    departments = models.ManyToManyField(
        Department,
        blank=True,
        related_name="+",
        verbose_name=_("departments"),
        help_text=_("With all below them. None means all."),
    )
    way = models.CharField(_("asked by"), max_length=20, choices=Means, default=Means.EMAIL)
    rate = models.DecimalField(
        _("share asked (%)"),
        max_digits=5,
        decimal_places=2,
        default=100,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    quiet_days = models.PositiveSmallIntegerField(
        _("quiet period (days)"),
        default=30,
        validators=[MaxValueValidator(3650)],
        help_text=_("Nobody is asked again within so many days, whatever the channel."),
    )
    delay_hours = models.PositiveSmallIntegerField(
        _("hours after the service"), default=2, validators=[MaxValueValidator(720)]
    )
    within_days = models.PositiveSmallIntegerField(
        _("at most days after the service"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("What comes in later is not asked about any more."),
    )
    starts_at = models.DateTimeField(_("for services from"))
    seed = models.CharField(
        _("seed"),
        max_length=32,
        default=tokens.new_seed,
        editable=False,
        help_text=_("With it the draw can be checked: SHA-256 of seed|interaction:id, its first 64 bits."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("sampling rule"), _("sampling rules")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=100), name="samplingrule_rate_percent"),
            models.CheckConstraint(condition=Q(within_days__gte=1), name="samplingrule_within_a_day_or_more"),
        ]

    def __str__(self) -> str:
        return self.name


class SamplingDecision(models.Model):
    """What a rule decided about one service; once, and kept with the reason."""

    class Result(models.TextChoices):
        INVITED = Outcome.INVITED.value, _("asked")
        SAMPLED_OUT = Outcome.SAMPLED_OUT.value, _("not drawn")
        QUIET = Outcome.QUIET.value, _("asked not long ago")
        NO_ADDRESS = Outcome.NO_ADDRESS.value, _("no address or telephone")
        OPTED_OUT = Outcome.OPTED_OUT.value, _("does not want surveys")
        ASKED_ALREADY = Outcome.ASKED_ALREADY.value, _("asked already about this")
        NO_FORM = Outcome.NO_FORM.value, _("no survey form in force")
        NO_PERSON = Outcome.NO_PERSON.value, _("handled by nobody employed that day")

    rule = models.ForeignKey(
        SamplingRule, models.PROTECT, related_name="decisions", verbose_name=_("sampling rule")
    )
    interaction = models.OneToOneField(
        Interaction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sampling_decision",
        verbose_name=_("interaction"),
    )
    request = models.OneToOneField(
        ServiceRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sampling_decision",
        verbose_name=_("service request"),
    )
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    outcome = models.CharField(_("decided"), max_length=20, choices=Result)
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        verbose_name, verbose_name_plural = _("sampling decision"), _("sampling decisions")
        ordering = ["-decided_at", "-id"]
        indexes = [models.Index(fields=["-decided_at", "-id"], name="samplingdecision_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(interaction__isnull=False, request__isnull=True)
                | Q(interaction__isnull=True, request__isnull=False),
                name="samplingdecision_about_one_service",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class StopLink(models.Model):
    """A customer's link out of all surveys; the seed gives its token together with the server's key only."""

    customer = models.OneToOneField(
        Customer, models.CASCADE, primary_key=True, related_name="stop_link", verbose_name=_("customer")
    )
    seed = models.CharField(max_length=32, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("link out of surveys"), _("links out of surveys")

    def __str__(self) -> str:
        return f"#{self.pk}"
