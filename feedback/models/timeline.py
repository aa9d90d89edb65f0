"""The one timeline of a request: messages, notes, changes and files; and who looks at it now."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.request import ServiceRequest
from people.models import Staff


class TimelineEntry(models.Model):
    """Something that happened to a request. `data` holds the facts; the words are made in the reader's language."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("message of the customer")
        REPLY = "reply", _("reply")
        AUTOMATIC = "automatic", _("automatic reply")
        NOTE = "note", _("internal note")
        STATUS = "status", _("status")
        ASSIGNED = "assigned", _("assigned")
        HANDOVER = "handover", _("handed over")
        PAUSED = "paused", _("paused")
        RESUMED = "resumed", _("resumed")
        TIER = "tier", _("service tier")
        CATEGORY = "category", _("category")
        SLA = "sla", _("service time")
        COMPLAINT = "complaint", _("complaint")
        COMPENSATION = "compensation", _("compensation")
        LINKED = "linked", _("linked")

    request = models.ForeignKey(
        ServiceRequest,
        models.CASCADE,
        related_name="timeline",
        verbose_name=_("service request"),
        db_index=False,  # the index in order begins with it
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    staff = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("staff")
    )
    text = models.TextField(_("text"), blank=True)
    data = models.JSONField(_("facts"), default=dict, blank=True)
    is_public = models.BooleanField(_("the customer sees it"), default=False)
    client_key = models.UUIDField(null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("e-mailed at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("timeline entry"), _("timeline entries")
        ordering = ["at", "id"]
        constraints = [
            # A reply sent again after a dropped connection is the same reply.
            models.UniqueConstraint(
                fields=["request", "client_key"],
                condition=Q(client_key__isnull=False),
                name="timelineentry_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["request", "at", "id"], name="timelineentry_in_order")]

    def __str__(self) -> str:
        return self.get_kind_display()


def private_files() -> FileSystemStorage:
    """Uploads lie outside what any web server serves; each download is authorised."""
    return FileSystemStorage()


class Attachment(models.Model):
    """A file that came with a message or note."""

    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="attachments", verbose_name=_("service request")
    )
    entry = models.ForeignKey(
        TimelineEntry,
        models.CASCADE,
        related_name="attachments",
        verbose_name=_("timeline entry"),
    )
    file = models.FileField(_("file"), storage=private_files, upload_to="attachments/%Y/%m/", max_length=255)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.BinaryField(max_length=32, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("attachment"), _("attachments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Who has a request open on a screen just now, and whether they are writing."""

    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="presences", verbose_name=_("service request")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    seen_at = models.DateTimeField(_("seen at"))
    is_writing = models.BooleanField(_("is writing"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("presence"), _("presences")
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="presence_once")]

    def __str__(self) -> str:
        return str(self.user)
