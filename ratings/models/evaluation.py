"""What the manager and the member of staff say of a month."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff
from ratings.models.month import RatingMonth
from ratings.models.policy import Criterion


@pghistory.track()
class Evaluation(models.Model):
    """One side's marks for one person and month; it counts once submitted."""

    class Kind(models.TextChoices):
        MANAGER = "manager", _("manager's evaluation")
        SELF = "self", _("self-evaluation")

    month = models.ForeignKey(
        RatingMonth, models.PROTECT, related_name="evaluations", verbose_name=_("month")
    )
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="evaluations", verbose_name=_("staff"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    author = models.ForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("written by"))
    comment = models.TextField(_("comment"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("evaluation"), _("evaluations")
        ordering = ["month", "staff"]
        constraints = [
            models.UniqueConstraint(fields=["month", "staff", "kind"], name="evaluation_once"),
            models.CheckConstraint(
                condition=Q(kind="self", author=F("staff")) | Q(kind="manager") & ~Q(author=F("staff")),
                name="evaluation_self_is_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month} {self.staff}"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EvaluationMark(models.Model):
    """One to five stars for one criterion."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="marks", verbose_name=_("evaluation")
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion"))
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("mark"), _("marks")
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="evaluationmark_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="evaluationmark_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.stars}"
