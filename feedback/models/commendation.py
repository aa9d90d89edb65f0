"""Praise: what customers and colleagues say of somebody who served well, and what was decided about it."""

from decimal import Decimal

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.customer import Customer
from feedback.models.evidence import EvidenceEvent
from feedback.models.survey import SurveyAnswer
from people.models import Staff


class PraiseRule(models.Model):
    """Which survey answers are put forward as commendations; there is one row."""

    score_from = models.DecimalField(
        _("stars, at least"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("4.50"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    words_from = models.PositiveSmallIntegerField(
        _("characters written, at least"), default=4, help_text=_("“Good” alone says little.")
    )
    is_active = models.BooleanField(_("puts answers forward"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("praise rule"), _("praise rule")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="praiserule_one_row")]

    def __str__(self) -> str:
        return str(_("Praise in surveys"))


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=["staff", "happened_on", "shown_words", "state", "reviewed_by", "reason", "event"],
    model_name="CommendationEvent",
)
class Commendation(models.Model):
    """Praise for one member of staff; accepted, it becomes one evidence event of the day it is about."""

    class Source(models.TextChoices):
        SURVEY = "survey", _("survey")
        PUBLIC = "public", _("public page")
        STAFF = "staff", _("colleague or office")

    class State(models.TextChoices):
        WAITING = "waiting", _("to be reviewed")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("not accepted")

    source = models.CharField(_("came by"), max_length=10, choices=Source)
    staff = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name=_("staff"),
        help_text=_("Who is praised; for praise by name alone chosen in the review."),
    )
    about = models.CharField(_("who, in the sender's words"), max_length=100, blank=True)
    happened_on = models.DateField(_("happened on"))
    words = models.TextField(_("words"))
    shown_words = models.TextField(_("words shown to the person"), blank=True)
    answer = models.OneToOneField(
        SurveyAnswer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendation",
        verbose_name=_("survey answer"),
    )
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name=_("customer"),
    )
    from_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    from_contact = models.CharField(_("sender's e-mail or phone"), max_length=120, blank=True)
    from_staff = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="praise_given",
        verbose_name=_("praised by colleague"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    event = models.OneToOneField(
        EvidenceEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendation",
        verbose_name=_("evidence event"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("commendation"), _("commendations")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="commendation_newest"),
            models.Index(fields=["received_at"], condition=Q(state="waiting"), name="commendation_to_review"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted", event__isnull=False, staff__isnull=False)
                | (~Q(state="accepted") & Q(event__isnull=True)),
                name="commendation_accepted_with_event",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="commendation_rejected_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="commendation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(from_staff__isnull=True) | Q(staff__isnull=True) | ~Q(staff=F("from_staff")),
                name="commendation_not_of_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"P-{self.pk:06d}" if self.pk else ""
