"""Evidence events: what happened that adds or deducts points of the month."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff


@pghistory.track()
class EvidenceEvent(models.Model):
    """An upheld complaint, a service error or a commendation about one member of staff."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("upheld complaint")
        SERVICE_ERROR = "service_error", _("service error")
        COMMENDATION = "commendation", _("commendation")

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="evidence_events", verbose_name=_("staff"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    happened_on = models.DateField(_("happened on"))
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    note = models.TextField(_("what happened"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason for withdrawing"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("evidence event"), _("evidence events")
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["happened_on"], name="evidenceevent_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="evidenceevent_withdrawn_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
