"""The clock of a request: milestones, pauses, the coming alerts, and the events made of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.calendar import Calendar
from feedback.models.request import ServiceRequest
from feedback.sla import kind_of_level


class MilestoneKind(models.TextChoices):
    """The two moments a tier promises."""

    RESPONSE = "response", _("first reply")
    SOLUTION = "solution", _("solution")


class Milestone(models.Model):
    """A promised moment of one request.

    `due_at` is `target_seconds` of the calendar's time after `starts_at`, pauses left out; none while a pause is open. A
    breach once recorded stays: `breached_at` is the first due moment missed.
    """

    request = models.ForeignKey(
        ServiceRequest,
        models.CASCADE,
        related_name="milestones",
        verbose_name=_("service request"),
        db_index=False,  # the unique constraint begins with it
    )
    kind = models.CharField(_("milestone"), max_length=10, choices=MilestoneKind)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("working calendar")
    )
    starts_at = models.DateTimeField(_("counts from"))
    target_seconds = models.PositiveIntegerField(_("target (s)"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    breached_at = models.DateTimeField(_("missed"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ["request", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="milestone_kind_once"),
        ]
        indexes = [
            # What an edited calendar has to count anew.
            models.Index(fields=["calendar"], name="milestone_open", condition=Q(met_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Pause(models.Model):
    """A span that does not count: waiting for the customer, or resolved until reopened; spans may overlap."""

    class Reason(models.TextChoices):
        CUSTOMER = "customer", _("waiting for the customer")
        RESOLVED = "resolved", _("was resolved")

    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="pauses", verbose_name=_("service request")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, default=Reason.CUSTOMER)
    note = models.CharField(_("note"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("pause"), _("pauses")
        ordering = ["request", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="pause_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["request", "reason"], condition=Q(ends_at__isnull=True), name="pause_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ends_at or '…'}"


class SlaLevel(models.IntegerChoices):
    """What an alert says; levels above are those of the tier's escalation steps."""

    WARNING = 0, _("warning")
    BREACH = 1, _("breach")


class SlaAlert(models.Model):
    """A coming moment at which an event will be made; the row goes when it fires or is no longer to come.

    The table holds the open milestones' moments alone, so that looking for what is due costs nothing for the requests
    that are done.
    """

    milestone = models.ForeignKey(
        Milestone, models.CASCADE, related_name="alerts", verbose_name=_("milestone")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    fires_at = models.DateTimeField(_("fires at"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name, verbose_name_plural = _("coming alert"), _("coming alerts")
        ordering = ["fires_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "level"], name="slaalert_level_once"),
        ]
        indexes = [models.Index(fields=["fires_at"], name="slaalert_next")]

    def __str__(self) -> str:
        return f"{self.fires_at} {self.level}"


class SlaEvent(models.Model):
    """A warning, a breach or an escalation that happened; each once."""

    request = models.ForeignKey(
        ServiceRequest,
        models.CASCADE,
        related_name="sla_events",
        verbose_name=_("service request"),
        db_index=False,  # the unique constraint begins with it
    )
    milestone = models.CharField(_("milestone"), max_length=10, choices=MilestoneKind)
    due_at = models.DateTimeField(_("due"))
    level = models.PositiveSmallIntegerField(_("level"))
    happened_at = models.DateTimeField(_("happened at"))
    made_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name, verbose_name_plural = _("SLA event"), _("SLA events")
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "milestone", "due_at", "level"], name="slaevent_once")
        ]
        indexes = [models.Index(fields=["-happened_at", "-id"], name="slaevent_newest")]

    def __str__(self) -> str:
        return f"{self.get_milestone_display()} {self.level}"

    @property
    def kind(self) -> str:
        """warning, breach or escalation."""
        return kind_of_level(self.level)
