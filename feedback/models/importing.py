"""Saved ways to read a call-centre export, and what each import did."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.reasons import FIELD_LABELS, reason_text


class ImportMapping(models.Model):
    """Which column of an export means what; see feedback/mappings.py for the keys."""

    name = models.SlugField(_("name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=100)
    columns = models.JSONField(_("columns"), help_text=_("Our field → the heading in the file."))
    options = models.JSONField(_("options"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import mapping"), _("import mappings")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class ImportRun(models.Model):
    """One file read, with its counts; rows are counted while it runs, so progress can be watched."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Phase(models.TextChoices):
        READING = "reading", _("reading the file")
        WRITING = "writing", _("taking the rows over")

    mapping = models.ForeignKey(
        ImportMapping, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mapping")
    )
    file_name = models.CharField(_("file name"), max_length=255)
    stored_path = models.CharField(max_length=255, blank=True, editable=False)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True, db_default="", default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.READING)
    rows_done = models.PositiveIntegerField(_("rows done in this phase"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_created = models.PositiveIntegerField(_("new"), default=0)
    rows_updated = models.PositiveIntegerField(_("changed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_rejected = models.PositiveIntegerField(_("rejected"), default=0)
    staff_created = models.PositiveIntegerField(_("new staff"), default=0)
    figures = models.JSONField(_("figures of the file"), default=dict, blank=True, editable=False)
    error = models.TextField(_("error"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(mapping__isnull=False),
                name="importrun_begins_with_mapping",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def rows_shown(self) -> int:
        """Rows done, never more than there are: row numbers have gaps, and totals are estimates while reading."""
        return min(self.rows_done, self.rows_total)

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED}


class ImportRejection(models.Model):
    """One thing wrong with a row that was not taken; a row can have several."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections", verbose_name=_("import"))
    row_number = models.PositiveIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=20, db_default="", default="")
    column = models.CharField(_("column"), max_length=100, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=40, help_text=_("A code of feedback/reasons.py."))
    detail = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("rejected row"), _("rejected rows")
        ordering = ["run", "row_number", "id"]
        indexes = [models.Index(fields=["run", "row_number", "id"], name="importrejection_in_order")]

    def __str__(self) -> str:
        return f"{self.row_number}: {self.text}"

    @property
    def text(self) -> str:
        """The reason as a sentence in the reader's language."""
        return reason_text(self.reason, self.detail)

    @property
    def heading(self) -> str:
        """The column as the file calls it, or our own word for it where the file has none."""
        return self.column or str(FIELD_LABELS.get(self.field, self.field))
