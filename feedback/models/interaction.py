"""Served interactions: who served, when, about what, and how it went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.customer import Channel, Customer
from people.models import Department, Staff


class Interaction(models.Model):
    """One call, chat or visit, as the source system knows it by its external id."""

    source = models.SlugField(_("source"), max_length=40)
    external_id = models.CharField(_("external id"), max_length=80)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="interactions", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("channel"))
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("customer"),
    )
    topic = models.CharField(_("topic"), max_length=100, blank=True)
    occurred_at = models.DateTimeField(_("when"))
    served_on = models.DateField(_("day"), help_text=_("The local day; it decides the month."))
    answered = models.BooleanField(_("answered"))
    resolved = models.BooleanField(_("resolved"))
    response_seconds = models.PositiveIntegerField(_("speed of answer (s)"), null=True, blank=True)
    talk_seconds = models.PositiveIntegerField(_("talk time (s)"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("interaction"), _("interactions")
        ordering = ["-occurred_at", "-id"]
        constraints = [
            # The number comes first so that searching by it alone uses the same index.
            models.UniqueConstraint(fields=["external_id", "source"], name="interaction_external_id_once"),
            models.CheckConstraint(
                condition=Q(answered=True) | Q(resolved=False),
                name="interaction_resolved_only_if_answered",
                violation_error_message=_("Only what was answered can be resolved."),
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "served_on"], name="interaction_staff_day"),
            models.Index(fields=["served_on"], name="interaction_day"),
            models.Index(fields=["-occurred_at", "-id"], name="interaction_newest"),
        ]

    def __str__(self) -> str:
        return self.external_id
