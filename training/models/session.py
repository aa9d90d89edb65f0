"""Classroom sessions and simulations: seats, a waiting list, and who was there."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Staff
from training.models.course import Course, Enrolment
from training.models.trail import tracked


@tracked(exclude=["code_key"])
class CourseSession(models.Model):
    """One date of a classroom course or a simulation, with its lecturer, seats and cost."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    lecturer = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_given",
        verbose_name=_("lecturer"),
    )
    outside_lecturer = models.CharField(_("outside lecturer"), max_length=100, blank=True)
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    cost = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    cost_note = models.CharField(_("what the cost is for"), max_length=200, blank=True)
    # The codes on the lecturer's screen are made from it; it never leaves the server.
    code_key = models.CharField(max_length=64, editable=False, blank=True)
    sign_in_opened_at = models.DateTimeField(_("sign-in opened at"), null=True, blank=True, editable=False)
    sign_in_closed_at = models.DateTimeField(_("sign-in closed at"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(_("attendance confirmed at"), null=True, blank=True, editable=False)
    head_count = models.PositiveSmallIntegerField(
        _("heads counted in the room"), null=True, blank=True, editable=False
    )
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name, verbose_name_plural = _("session"), _("sessions")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="coursesession_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="coursesession_has_seats"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="coursesession_cost_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(closed_at__isnull=False), name="coursesession_held_confirmed"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="coursesession_coming")]

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.starts_at), "SHORT_DATE_FORMAT")
        return f"{self.course}, {day}"

    def is_signing_in(self, at: datetime) -> bool:
        """Whether a code on the lecturer's screen is taken at a moment."""
        is_open = self.sign_in_opened_at is not None and self.sign_in_closed_at is None
        return is_open and self.state == self.State.PLANNED and at < self.ends_at


@tracked(exclude=["device"])
class SessionPlace(models.Model):
    """Somebody's place in a session: a numbered seat, or on the waiting list; and whether they came."""

    class State(models.TextChoices):
        SEAT = "seat", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        PRESENT = "present", _("present")
        LATE = "late", pgettext_lazy("presence", "late")
        ABSENT = "absent", _("absent")

    class SignIn(models.TextChoices):
        NONE = "", _("not signed in")
        CODE = "code", _("code on the screen")
        LECTURER = "lecturer", _("by the lecturer")

    session = models.ForeignKey(
        CourseSession, models.CASCADE, related_name="places", verbose_name=_("session")
    )
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="session_places", verbose_name=_("staff"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    # Seats have numbers from 1 to the session's seats, so that two at once cannot both get the last one.
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    booked_at = models.DateTimeField(_("booked at"))
    signed_in_at = models.DateTimeField(_("signed in at"), null=True, blank=True)
    signed_in_by = models.CharField(_("signed in by"), max_length=8, choices=SignIn, blank=True, default="")
    # A hash of the browser that signed in: one phone signs in one person.
    device = models.CharField(max_length=64, blank=True, default="", editable=False)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence, blank=True, default="")
    note = models.CharField(_("note of the lecturer"), max_length=200, blank=True, default="")
    # Whom the lecturer struck out only the lecturer signs in again.
    struck_out_at = models.DateTimeField(_("struck out at"), null=True, blank=True)
    corrected_reason = models.CharField(
        _("reason for the correction"), max_length=200, blank=True, default=""
    )
    credited = models.ForeignKey(
        Enrolment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("credited enrolment"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("place in a session"), _("places in sessions")
        ordering = ["session", "booked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "staff"], name="sessionplace_one_a_person"),
            models.UniqueConstraint(fields=["session", "seat"], name="sessionplace_seat_once"),
            models.UniqueConstraint(
                fields=["session", "device"], condition=~Q(device=""), name="sessionplace_one_a_device"
            ),
            models.CheckConstraint(
                condition=Q(state="seat", seat__isnull=False, seat__gte=1)
                | (~Q(state="seat") & Q(seat=None)),
                name="sessionplace_seat_has_number",
            ),
            models.CheckConstraint(
                condition=Q(signed_in_at=None, signed_in_by="")
                | (Q(signed_in_at__isnull=False) & ~Q(signed_in_by="")),
                name="sessionplace_signed_in_somehow",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["", "absent"]) | Q(state="seat"),
                name="sessionplace_present_on_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} – {self.staff}"
