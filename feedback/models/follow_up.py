"""Who speaks with a customer who gave a low score, and until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.survey import SurveyAnswer
from people.models import Staff


class FollowUp(models.Model):
    """One low score somebody is to follow up; done when the answer says what was done.

    The owner is the manager of the person rated on the day it was opened, or customer service (none); never that person.
    """

    answer = models.OneToOneField(
        SurveyAnswer, models.CASCADE, primary_key=True, related_name="follow_up", verbose_name=_("answer")
    )
    owner = models.ForeignKey(
        Staff,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("with"),
        help_text=_("None: customer service."),
    )
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    told_overdue_at = models.DateTimeField(_("overdue told at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("follow-up"), _("follow-ups")
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], name="followup_due"),
            models.Index(fields=["owner", "due_at"], name="followup_of_owner"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
