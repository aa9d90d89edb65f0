"""What looks wrong about answers: why, with the evidence, and what a person decided."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.survey import SurveyAnswer
from people.models import Staff


class NoticeKind(models.TextChoices):
    """Why an answer should be looked at."""

    BURST = "burst", _("many answers from one network within an hour")
    ROBOT = "robot", _("a field only robots fill in was filled in")
    TOO_FAST = "too_fast", _("answered faster than a person reads")
    SAME_WORDS = "same_words", _("the same words in several answers")
    STAFF_NETWORK = "staff_network", _("from a network staff were signed in from")
    ONE_PERSON = "one_person", _("one network, all about one person")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NoticeRule(models.Model):
    """From when on a kind of thing is noticed; kinds without numbers of their own use what fits."""

    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)
    at_least = models.PositiveSmallIntegerField(
        _("from so many answers"), default=3, validators=[MinValueValidator(1)]
    )
    within_days = models.PositiveSmallIntegerField(
        _("within days"), default=30, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("rule for noticing"), _("rules for noticing")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(at_least__gte=1, within_days__gte=1), name="noticerule_counts_something"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class AnswerNotice(models.Model):
    """One thing noticed about one answer, with the answers that show it; the answer counts until somebody decides."""

    class Verdict(models.TextChoices):
        COUNTS = "counts", _("counts")
        DOES_NOT_COUNT = "does_not_count", _("does not count")

    answer = models.ForeignKey(SurveyAnswer, models.CASCADE, related_name="notices", verbose_name=_("answer"))
    kind = models.CharField(_("noticed"), max_length=20, choices=NoticeKind)
    siblings = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=_("answers that show it")
    )
    noticed_at = models.DateTimeField(_("noticed at"))
    verdict = models.CharField(_("decided"), max_length=20, choices=Verdict, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    judged_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("noticed answer"), _("noticed answers")
        ordering = ["-noticed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "kind"], name="answernotice_once_a_kind"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True)
                | (~Q(verdict="") & Q(judged_at__isnull=False)),
                name="answernotice_judged_with_moment",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="does_not_count") | ~Q(reason=""),
                name="answernotice_discounted_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-noticed_at", "-id"], name="answernotice_newest"),
            models.Index(fields=["noticed_at"], condition=Q(verdict=""), name="answernotice_open"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class StaffNetwork(models.Model):
    """A network a member of staff was signed in from on a day, as the mark answers carry; it says nothing the day after."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", verbose_name=_("staff"))
    day = models.DateField(_("day"))
    network_hash = models.BinaryField(max_length=16, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("network of staff"), _("networks of staff")
        constraints = [models.UniqueConstraint(fields=["network_hash", "staff"], name="staffnetwork_once")]
        indexes = [models.Index(fields=["day"], name="staffnetwork_day")]

    def __str__(self) -> str:
        return f"{self.day}"
