"""Courses with their units, and how far somebody is with them."""

from django.core.files.storage import FileSystemStorage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff
from starservice.web.localized import LocalizedTextField
from training.models.case import ServiceCase
from training.models.trail import tracked


def private_course_files() -> FileSystemStorage:
    """Material lies outside what any web server serves; each look at it is authorised."""
    return FileSystemStorage()


class MultiRangeField(models.Field):
    """Several ranges of whole numbers in one value, as the text of PostgreSQL's int4multirange; joined in SQL."""

    def db_type(self, connection: object) -> str:
        return "int4multirange"


class Content(models.TextChoices):
    """What a course is about; paths ask for shares of the hours."""

    PRODUCT = "product", _("product knowledge")
    ETIQUETTE = "etiquette", _("service etiquette")
    SYSTEMS = "systems", _("systems")
    EMERGENCIES = "emergencies", _("emergencies")
    OTHER = "other", _("other")


class Delivery(models.TextChoices):
    """How a course is given; its hours are counted under this heading."""

    ONLINE = "online", _("online")
    CLASSROOM = "classroom", _("classroom")
    SIMULATION = "simulation", _("simulation")


@tracked()
class Course(models.Model):
    """Something to learn: online by its units, in a classroom or as a simulation by attending a session.

    `minutes` is what it is credited with when completed.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    summary = LocalizedTextField(_("summary"), blank=True)
    content = models.CharField(_("content"), max_length=12, choices=Content, default=Content.OTHER)
    delivery = models.CharField(_("given as"), max_length=10, choices=Delivery, default=Delivery.ONLINE)
    minutes = models.PositiveIntegerField(
        _("minutes of learning"), validators=[MinValueValidator(1), MaxValueValidator(60_000)]
    )
    is_open = models.BooleanField(
        _("open to everybody"), default=True, help_text=_("Staff can begin it without being assigned.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("course"), _("courses")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="course_has_minutes")]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class CourseUnit(models.Model):
    """One unit of a course: a document, a video, a PDF, a link or a case to read."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        VIDEO = "video", _("video")
        PDF = "pdf", _("PDF")
        LINK = "link", _("link")
        CASE = "case", _("case")

    course = models.ForeignKey(Course, models.CASCADE, related_name="units", verbose_name=_("course"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = LocalizedTextField(_("title"))
    text = LocalizedTextField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to="courses/%Y/%m", storage=private_course_files, blank=True)
    address = models.URLField(_("address"), blank=True)
    case = models.ForeignKey(
        ServiceCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("service case"),
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    seconds = models.PositiveIntegerField(_("length of the video in seconds"), null=True, blank=True)
    watch_percent = models.PositiveSmallIntegerField(
        _("percent to watch"), default=90, validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("course unit"), _("course units")
        ordering = ["course", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="case") & Q(case__isnull=False)) | (~Q(kind="case") & Q(case=None)),
                name="courseunit_case_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["video", "pdf"]) | Q(file=""), name="courseunit_file_of_its_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="link") | ~Q(address=""), name="courseunit_link_has_address"
            ),
            models.CheckConstraint(condition=Q(watch_percent__lte=100), name="courseunit_percent_to_100"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Enrolment(models.Model):
    """One member of staff takes one course; taking it again after failing is a new round."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="enrolments", verbose_name=_("staff"))
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name=_("course"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    enrolled_at = models.DateTimeField(_("enrolled at"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    last_at = models.DateTimeField(_("last at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes credited"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("enrolment"), _("enrolments")
        ordering = ["-enrolled_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "course", "round"], name="enrolment_round_once"),
            models.UniqueConstraint(
                fields=["staff", "course"], condition=Q(completed_at=None), name="enrolment_one_open"
            ),
            models.CheckConstraint(
                # Said of NULL as well: a comparison with it would be neither true nor false, and pass.
                condition=Q(completed_at=None, minutes=0)
                | Q(completed_at__isnull=False, completed_at__gte=F("enrolled_at")),
                name="enrolment_minutes_when_completed",
            ),
        ]
        indexes = [models.Index(fields=["course", "completed_at"], name="enrolment_by_course")]

    def __str__(self) -> str:
        return f"{self.staff} – {self.course}"


class UnitProgress(models.Model):
    """How far one enrolment is with one unit, kept for all devices."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="progress", verbose_name=_("enrolment")
    )
    unit = models.ForeignKey(CourseUnit, models.PROTECT, related_name="+", verbose_name=_("course unit"))
    opened_at = models.DateTimeField(_("opened at"))
    last_at = models.DateTimeField(_("last at"))
    position = models.PositiveIntegerField(_("position in seconds"), default=0)
    watched = MultiRangeField(_("seconds watched"), null=True, blank=True, editable=False)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("progress"), _("progress")
        ordering = ["enrolment", "unit"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "unit"], name="unitprogress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.unit}"
