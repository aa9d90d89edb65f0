"""A payout run: from a published month to money paid."""

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incentives.models.fund import Fund
from incentives.models.scheme import Scheme
from people.models import Department, Staff
from ratings.models import RatingMonth, StarCorrection


def actor(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class PayoutRunQuerySet(models.QuerySet["PayoutRun"]):
    def standing(self) -> Self:
        """Runs that count: all but the rejected ones."""
        return self.exclude(status="rejected")


@pghistory.track()
class PayoutRun(models.Model):
    """The bonuses of one published month: prepared, approved by somebody else, exported, paid, locked."""

    class Status(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        APPROVED = "approved", _("approved")
        EXPORTED = "exported", _("exported")
        PAID = "paid", _("paid")
        LOCKED = "locked", _("locked")
        REJECTED = "rejected", _("rejected")

    month = models.ForeignKey(
        RatingMonth, models.PROTECT, related_name="payout_runs", verbose_name=_("month")
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="runs", verbose_name=_("scheme"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="runs", verbose_name=_("fund"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PREPARED)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    unscaled_total = models.DecimalField(_("total before scaling"), max_digits=14, decimal_places=2)
    prepared_by = actor(_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"))
    approved_by = actor(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    exported_at = models.DateTimeField(_("exported at"), null=True, blank=True)
    paid_by = actor(_("marked paid by"))
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    rejected_reason = models.CharField(_("why rejected"), max_length=200, blank=True)

    objects = PayoutRunQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("payout run"), _("payout runs")
        ordering = ["-month__first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"], condition=~Q(status="rejected"), name="payoutrun_one_a_month"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(prepared_by__isnull=True)
                | ~Q(approved_by=F("prepared_by")),
                name="payoutrun_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["prepared", "rejected"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="payoutrun_approved_before_money",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="payoutrun_total_not_negative"),
            models.CheckConstraint(
                condition=Q(total__lte=F("unscaled_total")), name="payoutrun_scaled_down_only"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sums_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "month", "scheme", "fund", "total", "unscaled_total", "prepared_by", "prepared_at"
                ),
            ),
            pgtrigger.Protect(
                name="locked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=["locked", "rejected"]),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.month} ({self.get_status_display()})"

    @property
    def is_payable(self) -> bool:
        """Whether somebody else approved it, so that its sheet may be paid from."""
        return self.status not in {self.Status.PREPARED, self.Status.REJECTED}

    @property
    def is_scaled(self) -> bool:
        return self.total != self.unscaled_total


class PayoutLine(models.Model):
    """What one person gets in a run for one reason."""

    class Kind(models.TextChoices):
        STAR = "star", _("star bonus")
        PAY_SHARE = "pay_share", _("share of pay for the best")
        CORRECTION = "correction", _("correction of an earlier month")

    run = models.ForeignKey(PayoutRun, models.CASCADE, related_name="lines", verbose_name=_("run"))
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="payout_lines", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    stars = models.PositiveSmallIntegerField(_("stars"))
    base_amount = models.DecimalField(_("full amount"), max_digits=12, decimal_places=2)
    days_employed = models.PositiveSmallIntegerField(_("days employed"))
    days_in_month = models.PositiveSmallIntegerField(_("days in the month"))
    unscaled_amount = models.DecimalField(_("before scaling"), max_digits=12, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    correction = models.ForeignKey(
        StarCorrection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payout_lines",
        verbose_name=_("correction"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("payout line"), _("payout lines")
        ordering = ["run", "staff__employee_no", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "staff", "kind", "correction"], nulls_distinct=False, name="payoutline_once"
            ),
            models.CheckConstraint(
                condition=Q(days_employed__lte=F("days_in_month")), name="payoutline_days_within_month"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.staff}: {self.amount}"
