"""A month of ratings and its life."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratings.models.policy import Policy


@pghistory.track()
class RatingMonth(models.Model):
    """One calendar month, from open to locked; locked as one."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        COLLECTING = "collecting", _("collecting evaluations")
        CALCULATED = "calculated", _("calculated")
        UNDER_REVIEW = "under_review", _("under review")
        PUBLISHED = "published", _("published")
        LOCKED = "locked", _("locked")

    first_day = models.DateField(_("month"), unique=True)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="months", verbose_name=_("policy"))
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.OPEN)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    calculated_at = models.DateTimeField(_("calculated at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("month"), _("months")
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__day=1), name="ratingmonth_starts_on_first"),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "locked"]) | Q(published_at__isnull=False),
                name="ratingmonth_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"

    @property
    def is_published(self) -> bool:
        return self.status in {self.Status.PUBLISHED, self.Status.LOCKED}
