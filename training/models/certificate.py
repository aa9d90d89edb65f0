"""Certificates: who may be rated, and on which days."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.models import Position, Staff
from people.models.staff import DateRange
from starservice.web.localized import LocalizedTextField
from training.models.exam import Exam
from training.models.path import LearningPath
from training.models.trail import tracked


@tracked()
class CertificateKind(models.Model):
    """What is certified, and the rule by which it is issued: the path done and the exams passed."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    statement = LocalizedTextField(
        _("what it certifies"), blank=True, help_text=_("A sentence on the certificate, below the name.")
    )
    positions = models.ManyToManyField(
        Position,
        blank=True,
        related_name="certificate_kinds",
        verbose_name=_("positions"),
        help_text=_("Who is expected to hold it; none: every rated position."),
    )
    path = models.ForeignKey(
        LearningPath,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificate_kinds",
        verbose_name=_("learning path"),
        help_text=_("Issued when it is done. None: issued by hand."),
    )
    exams = models.ManyToManyField(
        Exam, blank=True, related_name="certificate_kinds", verbose_name=_("exams to pass")
    )
    renewal_path = models.ForeignKey(
        LearningPath,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("path to renew"),
        help_text=_("Assigned before it expires. None: the same as the first time."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("months of validity"), default=12, help_text=_("0: without an end.")
    )
    renew_days = models.PositiveSmallIntegerField(
        _("days before the end to renew"), default=60, validators=[MaxValueValidator(365)]
    )
    opens_gate = models.BooleanField(
        _("opens the rating"), default=True, help_text=_("Who holds it takes part in the month's rating.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("kind of certificate"), _("kinds of certificates")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.title) or self.code


class DaysInForce(models.Func):
    """daterange of (first day, last day or none, day of revocation or none): the last day in it, that of revocation not."""

    template = "daterange(%(expressions)s)"
    arg_joiner = ", "
    output_field = DateRangeField()

    def __init__(self, first: str, last: str, revoked: str) -> None:
        end = models.Func(
            models.Func(F(last), template="(%(expressions)s + 1)", output_field=models.DateField()),
            F(revoked),
            function="LEAST",
            output_field=models.DateField(),
        )
        super().__init__(F(first), end)


def suspended_on(day: date) -> "models.QuerySet[Suspension]":
    """Suspensions of the outer certificate on a day."""
    return Suspension.objects.filter(
        Q(last_on=None) | Q(last_on__gte=day), certificate=OuterRef("pk"), first_on__lte=day
    )


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def running_on(self, day: date) -> Self:
        """Certificates begun, not expired and not revoked on a day; suspended ones too."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            valid_from__lte=day,
        )

    def valid_on(self, day: date) -> Self:
        """Certificates in force on a day: begun, not expired, not yet revoked, not suspended."""
        return self.running_on(day).exclude(Exists(suspended_on(day)))

    def suspended_on(self, day: date) -> Self:
        """Certificates that would be in force on a day were they not suspended."""
        return self.running_on(day).filter(Exists(suspended_on(day)))

    def opening_gate(self) -> Self:
        """Certificates whose holders take part in the month's rating; those of no kind do."""
        return self.filter(Q(kind=None) | Q(kind__opens_gate=True))

    def expiring_between(self, first: date, last: date) -> Self:
        """Certificates in force on the first day whose last day comes by the last one."""
        return self.valid_on(first).filter(valid_until__lte=last)


@tracked()
class Certificate(models.Model):
    """Proof that a member of staff passed, from a first to a last day (both included).

    Revoking ends it: the day of revocation is no longer certified. `certified` keeps what was certified, in versions:
    {"path": …, "manuals": [{"code", "version"}], "exams": [{"code", "attempt", "score"}]}. The public link to verify it is
    made from the server's key and `link_seed`.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="certificates", verbose_name=_("staff"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason for revoking"), max_length=200, blank=True)
    kind = models.ForeignKey(
        CertificateKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("kind"),
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    certified = models.JSONField(_("what was certified"), default=dict, blank=True, db_default={})
    renews = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    link_seed = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, null=True, editable=False)

    class State(models.TextChoices):
        """What a certificate is on a day."""

        VALID = "valid", _("valid")
        LATER = "later", _("not yet valid")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")
        SUSPENDED = "suspended", _("suspended")

    # What is suspended or revoked is not given out as a paper.
    PRINTED = (State.VALID, State.LATER, State.EXPIRED)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("certificate"), _("certificates")
        ordering = ["staff", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="certificate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("valid_from")),
                name="certificate_revoked_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | ~Q(revoked_reason=""),
                name="certificate_revoked_with_reason",
            ),
            ExclusionConstraint(
                name="certificate_one_of_a_kind_a_day",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DaysInForce("valid_from", "valid_until", "revoked_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def state_on(self, day: date) -> "Certificate.State":
        """What the certificate is on a day; revoked counts before expired. Lists prefetch its suspensions."""
        if self.revoked_on and self.revoked_on <= day:
            return self.State.REVOKED
        if self.valid_until and self.valid_until < day:
            return self.State.EXPIRED
        if self.valid_from > day:
            return self.State.LATER
        return self.State.SUSPENDED if self.suspension_on(day) else self.State.VALID

    def suspension_on(self, day: date) -> "Suspension | None":
        """The suspension a day lies in."""
        rows = self.suspensions.all()
        return next((row for row in rows if row.first_on <= day <= (row.last_on or day)), None)


@tracked()
class Suspension(models.Model):
    """Days on which a certificate certifies nothing, from the first to the last (both included); open until lifted."""

    certificate = models.ForeignKey(
        Certificate, models.CASCADE, related_name="suspensions", verbose_name=_("certificate")
    )
    first_on = models.DateField(_("suspended from"))
    last_on = models.DateField(_("suspended until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    lifted_reason = models.CharField(_("reason for lifting"), max_length=200, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("suspension"), _("suspensions")
        ordering = ["certificate", "first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")), name="suspension_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(last_on=None), name="suspension_one_open"
            ),
            ExclusionConstraint(
                name="suspension_one_a_day",
                expressions=[
                    ("certificate", RangeOperators.EQUAL),
                    (
                        DateRange("first_on", "last_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.first_on}"
