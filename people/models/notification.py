"""What somebody is told about their work, in the portal and by e-mail as they chose."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a notification is about; people choose by topic how they hear of it."""

    ASSIGNED = "assigned", _("requests given to me")
    CUSTOMER = "customer", _("messages of customers")
    WARNING = "warning", _("time running out")
    BREACH = "breach", _("missed times")
    ESCALATION = "escalation", _("escalations")
    COMPLAINT = "complaint", _("complaints and decisions")
    SURVEY = "survey", _("survey answers to follow up")
    IDEA = "idea", _("suggestions and praise")
    CALENDAR = "calendar", _("calendars and settings")
    LEARNING = "learning", _("learning, exams and certificates")


class MailWhen(models.TextChoices):
    """When an e-mail tells it."""

    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("once a day")
    NEVER = "never", _("never")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread_by(self, user: Any) -> Self:
        """What a user has not read yet; one partial index."""
        return self.filter(user=user, read_at__isnull=True, in_portal=True)

    def to_mail(self) -> Self:
        """What an e-mail still has to tell."""
        return self.filter(mailed_at__isnull=True).exclude(mail=MailWhen.NEVER)


class Notification(models.Model):
    """One thing told to one user; the words are made in the reader's language from `code` and `data`.

    `key` names what it is about: the same is told once. `in_portal` and `mail` keep how the user wanted to hear of it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("user")
    )
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    code = models.CharField(_("code"), max_length=40)
    data = models.JSONField(_("facts"), default=dict, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField(_("when"))
    in_portal = models.BooleanField(_("in the portal"), default=True)
    mail = models.CharField(_("by e-mail"), max_length=8, choices=MailWhen, default=MailWhen.NEVER)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("e-mailed at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("notification"), _("notifications")
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_told_once")]
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="notification_newest"),
            models.Index(
                fields=["user"],
                name="notification_unread",
                condition=Q(read_at__isnull=True, in_portal=True),
            ),
            models.Index(
                fields=["user"],
                name="notification_to_mail",
                condition=Q(mailed_at__isnull=True) & ~Q(mail="never"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.code}"


class NotificationChoice(models.Model):
    """How a user hears of a topic; without a row in the portal and, for what is urgent, by e-mail at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notification_choices",
        verbose_name=_("user"),
    )
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    in_portal = models.BooleanField(_("in the portal"), default=True)
    mail = models.CharField(_("by e-mail"), max_length=8, choices=MailWhen, default=MailWhen.AT_ONCE)

    class Meta:
        verbose_name, verbose_name_plural = _("notification choice"), _("notification choices")
        ordering = ["user", "topic"]
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="notificationchoice_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_topic_display()}"
