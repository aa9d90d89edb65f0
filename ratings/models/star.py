"""The stars of a month with all they were made of, what was corrected, and who asked for it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Department, Staff
from ratings.models.month import RatingMonth


@pghistory.track(
    pghistory.UpdateEvent(level=pghistory.Statement), pghistory.DeleteEvent(level=pghistory.Statement)
)
class StarResult(models.Model):
    """One person's result of one month: rated with a score and stars, or not rated with a reason.

    `steps` holds each stored step of the calculation, in order; pages show exactly these.
    """

    class Reason(models.TextChoices):
        NOT_EMPLOYED_LONG_ENOUGH = "not_employed_long_enough", _("employed for too few days in the month")
        NOT_CERTIFIED = "not_certified", _("not certified on every day worked in the month")
        NO_EVIDENCE = "no_evidence", _("no evidence")
        CUSTOMER_MISSING = "customer_missing", _("no survey answers, which the policy requires")
        MANAGER_MISSING = "manager_missing", _("no manager's evaluation, which the policy requires")
        SELF_MISSING = "self_missing", _("no self-evaluation, which the policy requires")
        INDICATORS_MISSING = "indicators_missing", _("no indicators, which the policy requires")

    month = models.ForeignKey(RatingMonth, models.PROTECT, related_name="results", verbose_name=_("month"))
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="star_results", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    manager = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("manager")
    )
    score = models.DecimalField(_("score"), max_digits=3, decimal_places=2, null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    reason = models.CharField(_("why not rated"), max_length=30, choices=Reason, blank=True)
    steps = models.JSONField(_("steps"), default=dict)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = _("result"), _("results")
        ordering = ["month", "staff"]
        constraints = [
            models.UniqueConstraint(fields=["month", "staff"], name="starresult_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=False, stars__isnull=False, reason="")
                | Q(score__isnull=True, stars__isnull=True) & ~Q(reason=""),
                name="starresult_rated_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5),
                name="starresult_score_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5),
                name="starresult_stars_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.month}: {self.stars or '–'}"


@pghistory.track()
class StarCorrection(models.Model):
    """A published result put right; it stands beside the original, and money follows in the next run."""

    result = models.OneToOneField(
        StarResult, models.PROTECT, related_name="correction", verbose_name=_("result")
    )
    score = models.DecimalField(_("corrected score"), max_digits=3, decimal_places=2)
    stars = models.PositiveSmallIntegerField(_("corrected stars"))
    reason = models.TextField(_("reason"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )
    corrected_at = models.DateTimeField(_("corrected at"))

    class Meta:
        verbose_name, verbose_name_plural = _("correction"), _("corrections")
        ordering = ["-corrected_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="starcorrection_score_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="starcorrection_stars_1_to_5"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="starcorrection_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.result} → {self.stars}"


@pghistory.track()
class Appeal(models.Model):
    """A member of staff asks for a published result to be looked at again."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("appeal", "open")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("rejected")

    result = models.OneToOneField(StarResult, models.PROTECT, related_name="appeal", verbose_name=_("result"))
    text = models.TextField(_("what should be looked at again"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    made_at = models.DateTimeField(_("made at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("appeal"), _("appeals")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(answer=""), name="appeal_decided_with_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.result} ({self.get_status_display()})"
