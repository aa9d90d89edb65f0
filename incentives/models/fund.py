"""The fund: every movement is a line, nothing is overwritten."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DEFAULT_FUND = "programme"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Fund(models.Model):
    """A budget of the programme that bonuses are paid from."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name, verbose_name_plural = _("fund"), _("funds")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class LedgerLine(models.Model):
    """One movement of a fund; positive adds to what is left, negative takes from it."""

    class Kind(models.TextChoices):
        BUDGET = "budget", _("budget")
        COMMITMENT = "commitment", _("committed for a run")
        RELEASE = "release", _("commitment released")
        PAYOUT = "payout", _("paid")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines", verbose_name=_("fund"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    run = models.ForeignKey(
        "incentives.PayoutRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger",
        verbose_name=_("run"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    entered_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name, verbose_name_plural = _("ledger line"), _("ledger")
        ordering = ["fund", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledgerline_moves_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["commitment", "payout"], amount__lt=0)
                | Q(kind="release", amount__gt=0)
                | Q(kind="budget"),
                name="ledgerline_sign_fits_kind",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
