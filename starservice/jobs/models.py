"""What runs later and what has run: jobs by period, and the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One scheduled job for one period; the unique row is what makes its effect happen once."""

    class Status(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    job = models.CharField(_("job"), max_length=100)
    period = models.CharField(_("period"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("job run"), _("job runs")
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="jobrun_once_per_period")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class OutboxMessage(models.Model):
    """Something that must happen after a commit, written in the same transaction and relayed to the broker."""

    task = models.CharField(_("task"), max_length=200)
    arguments = models.JSONField(_("arguments"), default=dict)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    relayed_at = models.DateTimeField(_("relayed at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("outbox message"), _("outbox messages")
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(relayed_at__isnull=True), name="outboxmessage_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"
