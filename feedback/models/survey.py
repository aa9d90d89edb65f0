"""Surveys: the invitation somebody holds, and the one answer to it."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from feedback.models.customer import Channel, Customer
from feedback.models.interaction import Interaction
from feedback.models.survey_form import SurveyForm
from people.models import Department, Staff


class Invitation(models.Model):
    """A request to rate one service; person, department and day are recorded when it is sent."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ANSWERED = "answered", _("answered")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    class Way(models.TextChoices):
        """How the customer is asked."""

        LINK = "link", _("link or code handed over")
        EMAIL = "email", _("e-mail")
        CALL_BACK = "call_back", _("call-back")

    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    # With the server's key these give the token again, for the reminder; without it they open nothing.
    seed = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    way = models.CharField(
        _("asked by"), max_length=10, choices=Way, default=Way.LINK, db_default=Way.LINK.value
    )
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+", verbose_name=_("survey form"))
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="invitations", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("channel"))
    interaction = models.OneToOneField(
        Interaction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("interaction"),
    )
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("customer"),
    )
    request = models.OneToOneField(
        "feedback.ServiceRequest",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("service request"),
    )
    served_on = models.DateField(_("day of the service"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    emailed_at = models.DateTimeField(_("e-mailed at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("can be answered until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("survey invitation"), _("survey invitations")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")), name="invitation_expires_after_sent"
            )
        ]
        indexes = [
            models.Index(fields=["staff", "served_on"], name="invitation_staff_day"),
            models.Index(fields=["-sent_at", "-id"], name="invitation_newest"),
            # No condition on the answer: answering would then touch every index of the row.
            models.Index(
                fields=["expires_at"],
                condition=Q(emailed_at__isnull=False, reminded_at__isnull=True),
                name="invitation_to_remind",
            ),
            models.Index(fields=["expires_at"], condition=Q(way="call_back"), name="invitation_to_call"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def state(self, at: datetime) -> "Invitation.State":
        """What became of the request by a moment."""
        if self.answered_at:
            return self.State.ANSWERED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > at else self.State.EXPIRED


class JsonbPathExists(Func):
    function = "jsonb_path_exists"
    template = "%(function)s(%(expressions)s::jsonpath)"
    output_field = models.BooleanField()


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["network_hash", "receipt_hash"])
class SurveyAnswer(models.Model):
    """The one answer to an invitation: stars, recommendation, words in general, and replies to the other questions.

    `score` is the weighted mean of the stars with the form's weights, kept to 16 places so that sums of many answers
    are exact once rounded. Person, department and day are the invitation's.
    """

    class Via(models.TextChoices):
        WEB = "web", _("public link")
        CALL_BACK = "call_back", _("call-back")
        IMPORT = "import", _("import")

    class Flag(models.TextChoices):
        """Why a person should look at the answer; it counts until somebody decides otherwise."""

        NONE = "", _("nothing noticed")
        BURST = "burst", _("many answers from one network")
        ROBOT = "robot", _("may come from a robot")
        FAST = "fast", _("answered faster than a person reads")
        JUDGED = "judged", _("looked at and left to count")

    invitation = models.OneToOneField(
        Invitation, models.PROTECT, primary_key=True, related_name="answer", verbose_name=_("invitation")
    )
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="survey_answers", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    served_on = models.DateField(_("day of the service"))
    stars = models.JSONField(_("stars"), help_text=_("1–5 by dimension code."))
    score = models.DecimalField(_("score"), max_digits=18, decimal_places=16)
    nps = models.PositiveSmallIntegerField(
        _("would recommend (0–10)"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    words = models.TextField(_("words"), blank=True)
    replies = models.JSONField(
        _("replies"),
        default=dict,
        blank=True,
        db_default={},
        help_text=_("Words, the code of an answer, or a list of codes, by question code."),
    )
    via = models.CharField(_("via"), max_length=10, choices=Via, default=Via.WEB)
    answered_at = models.DateTimeField(_("answered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    is_valid = models.BooleanField(_("counts"), default=True)
    invalid_reason = models.CharField(_("why it does not count"), max_length=200, blank=True)
    network_hash = models.BinaryField(max_length=16, null=True, editable=False)
    receipt_hash = models.BinaryField(max_length=32, null=True, editable=False)
    flag = models.CharField(
        _("noticed"), max_length=10, choices=Flag, blank=True, default=Flag.NONE, db_default=Flag.NONE
    )
    needs_follow_up = models.BooleanField(_("to be followed up"), default=False, db_default=False)
    followed_up_at = models.DateTimeField(_("followed up at"), null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("followed up by"),
    )
    follow_up_note = models.TextField(_("what was done"), blank=True, default="", db_default="")

    class Meta:
        verbose_name, verbose_name_plural = _("survey answer"), _("survey answers")
        ordering = ["-answered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="surveyanswer_score_1_to_5"),
            models.CheckConstraint(
                condition=Q(nps__isnull=True) | Q(nps__lte=10), name="surveyanswer_nps_0_to_10"
            ),
            models.CheckConstraint(
                condition=~JsonbPathExists(F("stars"), Value("$.* ? (@ < 1 || @ > 5)")),
                name="surveyanswer_stars_1_to_5",
            ),
            models.CheckConstraint(
                # In the second path an array stands for its elements, so that all in it must be texts too.
                condition=Q(JsonbPathExists(F("replies"), Value('strict $ ? (@.type() == "object")')))
                & ~Q(JsonbPathExists(F("replies"), Value('$.* ? (@.type() != "string")'))),
                name="surveyanswer_replies_are_texts",
            ),
            models.CheckConstraint(
                condition=Q(is_valid=True) | ~Q(invalid_reason=""), name="surveyanswer_invalid_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(followed_up_at__isnull=True) | ~Q(follow_up_note=""),
                name="surveyanswer_followed_up_with_note",
            ),
        ]
        indexes = [
            models.Index(fields=["served_on"], name="surveyanswer_day"),
            models.Index(fields=["staff", "served_on"], name="surveyanswer_staff_day"),
            models.Index(fields=["-answered_at"], name="surveyanswer_newest"),
            models.Index(
                fields=["network_hash", "answered_at"],
                condition=Q(network_hash__isnull=False),
                name="surveyanswer_network",
            ),
            models.Index(
                fields=["answered_at"],
                condition=Q(needs_follow_up=True, followed_up_at__isnull=True),
                name="surveyanswer_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
