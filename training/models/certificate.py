"""Certificates: who may be rated, and on which days."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid_on(self, day: date) -> Self:
        """Certificates in force on a day: issued, not expired, not yet revoked."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            valid_from__lte=day,
        )

    def expiring_between(self, first: date, last: date) -> Self:
        """Certificates in force on the first day whose last day comes by the last one."""
        return self.valid_on(first).filter(valid_until__lte=last)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Certificate(models.Model):
    """Proof that a member of staff passed, from a first to a last day (both included).

    Revoking ends it: the day of revocation is no longer certified.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="certificates", verbose_name=_("staff"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason for revoking"), max_length=200, blank=True)

    class State(models.TextChoices):
        """What a certificate is on a day."""

        VALID = "valid", _("valid")
        LATER = "later", _("not yet valid")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")

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
        ]

    def __str__(self) -> str:
        return self.number

    def state_on(self, day: date) -> "Certificate.State":
        """What the certificate is on a day; revoked counts before expired."""
        if self.revoked_on and self.revoked_on <= day:
            return self.State.REVOKED
        if self.valid_until and self.valid_until < day:
            return self.State.EXPIRED
        return self.State.LATER if self.valid_from > day else self.State.VALID
