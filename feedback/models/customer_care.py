"""What is known of customers beyond their contact: tags with their reasons, spending, merges, privacy."""

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.customer import Customer
from starservice.web.localized import LocalizedTextField


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CustomerTag(models.Model):
    """A word for a kind of customer; priority rules name it by its code."""

    class Tone(models.TextChoices):
        PLAIN = "", _("plain")
        STAR = "star", _("distinguished")
        GOOD = "good", _("pleasant")
        INFO = "info", _("neutral")
        WARN = "warn", _("take care")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    tone = models.CharField(_("looks"), max_length=10, choices=Tone, blank=True, default=Tone.PLAIN)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("customer tag"), _("customer tags")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TagRule(models.Model):
    """When a customer gets a tag by itself; several rules may give the same one."""

    class Kind(models.TextChoices):
        SPEND = "spend", _("spent more than an amount in a year")
        LOYAL = "loyal", _("a customer for so many months, and no complaint in them")
        COMPLAINTS = "complaints", _("so many complaints in so many months")

    tag = models.ForeignKey(CustomerTag, models.CASCADE, related_name="rules", verbose_name=_("tag"))
    kind = models.CharField(_("when"), max_length=12, choices=Kind)
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("More than this in the calendar year or in the one before."),
    )
    count = models.PositiveSmallIntegerField(
        _("complaints, at least"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    months = models.PositiveSmallIntegerField(
        _("months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("tag rule"), _("tag rules")
        ordering = ["tag", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="spend") | Q(amount__isnull=False),
                name="tagrule_spend_has_amount",
                violation_error_message=_("Please give the amount."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="complaints") | Q(count__isnull=False, count__gte=1),
                name="tagrule_complaints_has_count",
                violation_error_message=_("Please give the number of complaints."),
            ),
            models.CheckConstraint(condition=Q(months__gte=1), name="tagrule_months_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.tag}: {self.get_kind_display()}"


class CustomerTagging(models.Model):
    """A customer's tag, by rule (`why` has the figures) or by hand.

    A tag of a rule taken away by hand stays here as removed, so that the rule does not give it again while it fits.
    """

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="taggings", verbose_name=_("customer")
    )
    tag = models.ForeignKey(CustomerTag, models.CASCADE, related_name="taggings", verbose_name=_("tag"))
    by_rule = models.BooleanField(_("by rule"), default=False)
    why = models.JSONField(
        _("figures"), default=list, blank=True, help_text=_("Facts for feedback/tag_reasons.py.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given at"))
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("tag of a customer"), _("tags of customers")
        ordering = ["customer", "tag"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "tag"], name="customertagging_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(by_rule=True),
                name="customertagging_only_rules_are_held_off",
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)


class CustomerSpend(models.Model):
    """What a customer spent in a calendar year."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="spends", verbose_name=_("customer"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("spending"), _("spending")
        ordering = ["customer", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "year"], name="customerspend_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="customerspend_not_negative"),
        ]
        indexes = [models.Index(fields=["year", "amount"], name="customerspend_year_amount")]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class CustomerMerge(models.Model):
    """That a customer was found to be another one; the old id leads to the one that stays."""

    survivor = models.ForeignKey(
        Customer, models.PROTECT, related_name="merges", verbose_name=_("customer that stays")
    )
    old_id = models.BigIntegerField(_("old id"), unique=True)
    old_number = models.CharField(
        _("old customer number"),
        max_length=80,
        blank=True,
        help_text=_("Other systems may go on naming the customer by it."),
    )
    old_values = models.JSONField(_("old data"), default=dict)
    moved = models.JSONField(_("moved"), default=dict, help_text=_("Rows by model."))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))

    class Meta:
        verbose_name, verbose_name_plural = _("merge of customers"), _("merges of customers")
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_number"], condition=~Q(old_number=""), name="customermerge_old_number_once"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("old_id")), name="customermerge_not_with_oneself"),
        ]

    def __str__(self) -> str:
        return f"#{self.old_id} → #{self.survivor_id}"


class PrivacyAction(models.Model):
    """That personal data of a customer were handed out or erased; says who, when and why, and nothing personal."""

    class Kind(models.TextChoices):
        EXPORT = "export", _("handed out")
        ERASURE = "erasure", _("erased")

    class Ground(models.TextChoices):
        ASKED = "asked", _("the customer asked for it")
        KEPT_LONG_ENOUGH = "kept_long_enough", _("kept as long as needed")
        AUTHORITY = "authority", _("an authority asked for it")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="privacy_actions", verbose_name=_("customer")
    )
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    ground = models.CharField(_("why"), max_length=20, choices=Ground)
    counts = models.JSONField(_("rows by model"), default=dict)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done at"))

    class Meta:
        verbose_name, verbose_name_plural = _("privacy action"), _("privacy actions")
        ordering = ["-done_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.customer_id}"
