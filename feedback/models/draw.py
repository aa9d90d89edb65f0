"""Prize draws that anybody can check afterwards, and whose entries lead to no answer."""

import uuid
from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from feedback import tokens
from starservice.web.localized import LocalizedTextField


def who(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
        editable=False,
    )


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["seed_nonce"]
)
class PrizeDraw(models.Model):
    """Prizes among those who answered a survey between two days and want to take part.

    The seed follows from `seed_nonce` and the server's key; its SHA-256 is published when the draw opens, the seed itself when
    it is confirmed. One person draws, another confirms.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open for entries")
        CLOSED = "closed", _("closed, not drawn yet")
        DRAWN = "drawn", _("drawn, to be confirmed")
        CONFIRMED = "confirmed", _("confirmed and published")

    title = LocalizedTextField(_("title"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    seed_nonce = models.CharField(max_length=32, default=tokens.new_seed, editable=False)
    seed_hash = models.CharField(_("SHA-256 of the seed"), max_length=64, blank=True, editable=False)
    seed = models.CharField(_("seed"), max_length=64, blank=True, editable=False)
    entry_count = models.PositiveIntegerField(_("entries"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True, editable=False)
    drawn_by = who(_("drawn by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = who(_("confirmed by"))

    class Meta:
        verbose_name, verbose_name_plural = _("prize draw"), _("prize draws")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="prizedraw_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(seed_hash=""), name="prizedraw_opens_with_commitment"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("drawn_by")),
                name="prizedraw_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | (~Q(seed="") & Q(confirmed_by__isnull=False, drawn_by__isnull=False)),
                name="prizedraw_confirmed_with_seed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Prize(models.Model):
    """So many of one prize; the first drawn get the first prize."""

    draw = models.ForeignKey(PrizeDraw, models.CASCADE, related_name="prizes", verbose_name=_("prize draw"))
    title = LocalizedTextField(_("prize"))
    count = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name, verbose_name_plural = _("prize"), _("prizes")
        ordering = ["draw", "order", "id"]

    def __str__(self) -> str:
        return str(self.title)


class DrawEntry(models.Model):
    """Somebody who takes part, known by what they wrote here alone.

    No key, moment or running number leads to an answer: the ticket comes from what only the answered page knew, the day is all
    that is kept of the time, and numbers are shuffled when the draw closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.ForeignKey(PrizeDraw, models.CASCADE, related_name="entries", verbose_name=_("prize draw"))
    ticket_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    entered_on = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    prize = models.ForeignKey(
        Prize, models.PROTECT, null=True, blank=True, related_name="winners", verbose_name=_("prize")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("entry of a draw"), _("entries of a draw")
        ordering = ["draw", "number", "id"]
        constraints = [
            models.UniqueConstraint(F("draw"), Lower("email"), name="drawentry_once_an_address"),
            models.UniqueConstraint(fields=["draw", "number"], name="drawentry_number_once"),
            models.CheckConstraint(
                condition=Q(prize__isnull=True) | Q(number__isnull=False), name="drawentry_wins_with_number"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number or '–'}"
