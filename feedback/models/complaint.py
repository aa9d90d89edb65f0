"""Complaints to the end: finding, remedy, money back, call-back; and service errors with their lesson."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.evidence import EvidenceEvent
from feedback.models.request import ServiceRequest
from people.models import Department, Staff
from starservice.web.localized import LocalizedTextField
from training.models import ServiceCase


def by_whom(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Complaint(models.Model):
    """What is found out and done about a request that is a complaint."""

    class Severity(models.TextChoices):
        MINOR = "minor", _("minor")
        SERIOUS = "serious", _("serious")
        CRITICAL = "critical", _("critical")

    class Finding(models.TextChoices):
        PENDING = "", _("not decided")
        UPHELD = "upheld", _("upheld")
        NOT_UPHELD = "not_upheld", _("not upheld")

    request = models.OneToOneField(
        ServiceRequest,
        models.CASCADE,
        primary_key=True,
        related_name="complaint",
        verbose_name=_("service request"),
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.MINOR)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible department"),
    )
    about = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("about")
    )
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    finding = models.CharField(
        _("finding"), max_length=12, choices=Finding, blank=True, default=Finding.PENDING
    )
    root_cause = models.TextField(_("root cause"), blank=True)
    remedy = models.TextField(_("remedy"), blank=True)
    decided_by = by_whom(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    event = models.OneToOneField(
        EvidenceEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaint",
        verbose_name=_("points of the month"),
    )
    case = models.ForeignKey(
        ServiceCase,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("service case"),
    )
    called_back_by = by_whom(_("called back by"))
    called_back_at = models.DateTimeField(_("called back at"), null=True, blank=True)
    call_back_note = models.TextField(_("what the customer said"), blank=True)
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("complaint"), _("complaints")
        ordering = ["-request"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(finding="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="complaint_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(finding="upheld") | (~Q(root_cause="") & ~Q(remedy="")),
                name="complaint_upheld_with_cause_and_remedy",
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True) | ~Q(call_back_note=""),
                name="complaint_called_back_with_note",
            ),
        ]

    def __str__(self) -> str:
        return self.request.number


class MoneyKind(models.TextChoices):
    REFUND = "refund", _("refund")
    COMPENSATION = "compensation", _("compensation")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ApprovalLimit(models.Model):
    """Up to which amount the front-line supervisor decides alone; above it the head of the department."""

    kind = models.CharField(_("kind"), max_length=12, choices=MoneyKind, unique=True)
    amount = models.DecimalField(
        _("up to"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("approval limit"), _("approval limits")
        ordering = ["kind"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="approvallimit_not_negative")]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Compensation(models.Model):
    """Money asked for on a complaint: one asks, another decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a decision")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        PAID = "paid", _("paid")

    complaint = models.ForeignKey(
        Complaint, models.CASCADE, related_name="compensations", verbose_name=_("complaint")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MoneyKind)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = by_whom(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("reason of the decision"), blank=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("refund or compensation"), _("refunds and compensations")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="compensation_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="compensation_four_eyes",
                violation_error_message=_("Whoever asks cannot decide."),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="compensation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_note=""), name="compensation_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False)
                | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="compensation_paid_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ErrorClass(models.Model):
    """A class of service errors: who answers for it, and the procedure when it happens."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible department"),
    )
    procedure = LocalizedTextField(_("procedure"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("class of service errors"), _("classes of service errors")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ServiceError(models.Model):
    """One service error of one member of staff, what the customer was told, and the lesson."""

    error_class = models.ForeignKey(
        ErrorClass, models.PROTECT, related_name="errors", verbose_name=_("class of service errors")
    )
    request = models.ForeignKey(
        ServiceRequest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="errors",
        verbose_name=_("service request"),
    )
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="service_errors", verbose_name=_("staff"))
    happened_on = models.DateField(_("happened on"))
    what = models.TextField(_("what happened"))
    told_customer = models.TextField(_("what the customer was told"), blank=True)
    lesson = models.TextField(_("lesson"), blank=True)
    event = models.OneToOneField(
        EvidenceEvent,
        models.PROTECT,
        related_name="service_error",
        verbose_name=_("points of the month"),
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name, verbose_name_plural = _("service error"), _("service errors")
        ordering = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.error_class} {self.happened_on}"
