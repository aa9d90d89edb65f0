"""Learning paths: what to learn in which order, who gets it by which rule, and until when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Department, Position, Staff
from starservice.web.localized import LocalizedTextField
from training.models.course import Course
from training.models.exam import Exam
from training.models.standard import Manual
from training.models.trail import tracked


@tracked()
class LearningPath(models.Model):
    """Courses, manuals and exams in an order, with the hours asked for; shares of content are percent of its online hours."""

    class Kind(models.TextChoices):
        ONBOARDING = "onboarding", _("onboarding")
        ADVANCED = "advanced", _("advanced")
        RETRAINING = "retraining", _("retraining")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    summary = LocalizedTextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    positions = models.ManyToManyField(
        Position, blank=True, related_name="paths", verbose_name=_("positions")
    )
    online_minutes = models.PositiveIntegerField(_("minutes online"), default=0)
    simulation_minutes = models.PositiveIntegerField(_("minutes of simulation"), default=0)
    product_share = models.PositiveSmallIntegerField(_("product, percent"), default=0)
    etiquette_share = models.PositiveSmallIntegerField(_("etiquette, percent"), default=0)
    systems_share = models.PositiveSmallIntegerField(_("systems, percent"), default=0)
    emergencies_share = models.PositiveSmallIntegerField(_("emergencies, percent"), default=0)
    needs_mentor = models.BooleanField(_("with a mentor"), default=False)
    days = models.PositiveSmallIntegerField(
        _("days to finish"), default=90, validators=[MinValueValidator(1)]
    )
    counts_earlier = models.BooleanField(
        _("counts what was done before"),
        default=True,
        help_text=_("Off: every step is done again after the path was assigned, as in a retraining."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("learning path"), _("learning paths")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    product_share=100 - F("etiquette_share") - F("systems_share") - F("emergencies_share")
                )
                | Q(product_share=0, etiquette_share=0, systems_share=0, emergencies_share=0),
                name="learningpath_shares_sum_to_100",
            ),
            models.CheckConstraint(condition=Q(days__gte=1), name="learningpath_has_days"),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class PathStep(models.Model):
    """One step of a path: exactly one of a course, a manual to acknowledge, or an exam to pass."""

    path = models.ForeignKey(
        LearningPath, models.CASCADE, related_name="steps", verbose_name=_("learning path")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("course")
    )
    manual = models.ForeignKey(
        Manual, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("manual")
    )
    exam = models.ForeignKey(
        Exam, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("exam")
    )
    after = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="before",
        verbose_name=_("only after"),
        help_text=_("Steps of this path that come first; no circles."),
    )
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("step of a path"), _("steps of a path")
        ordering = ["path", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, manual=None, exam=None)
                | Q(course=None, manual__isnull=False, exam=None)
                | Q(course=None, manual=None, exam__isnull=False),
                name="pathstep_is_one_thing",
            ),
            models.UniqueConstraint(fields=["path", "course"], name="pathstep_course_once"),
            models.UniqueConstraint(fields=["path", "manual"], name="pathstep_manual_once"),
            models.UniqueConstraint(fields=["path", "exam"], name="pathstep_exam_once"),
        ]

    def __str__(self) -> str:
        return str(self.course or self.manual or self.exam)


@tracked()
class PathRule(models.Model):
    """Who is assigned a path, and why."""

    class Cause(models.TextChoices):
        NEW_HIRE = "new_hire", _("new hire")
        NEW_POSITION = "new_position", _("new position")
        FAILED_EXAM = "failed_exam", _("last attempt of an exam failed")
        LOW_DIMENSION = "low_dimension", _("low dimension in the month's star")

    path = models.ForeignKey(
        LearningPath, models.CASCADE, related_name="rules", verbose_name=_("learning path")
    )
    cause = models.CharField(_("cause"), max_length=15, choices=Cause)
    position = models.ForeignKey(
        Position,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("position"),
        help_text=_("None: every rated position."),
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        help_text=_("None: the whole company."),
    )
    exam = models.ForeignKey(
        Exam, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("exam")
    )
    dimension = models.SlugField(_("dimension"), max_length=40, blank=True)
    below = models.DecimalField(
        _("below"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("Mean of the dimension in the month, from 1 to 5."),
    )
    days = models.PositiveSmallIntegerField(
        _("days to finish"), null=True, blank=True, help_text=_("Empty: as the path says.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("rule for a path"), _("rules for paths")
        ordering = ["path", "cause", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(cause="failed_exam") & Q(exam__isnull=False))
                | (~Q(cause="failed_exam") & Q(exam=None)),
                name="pathrule_exam_of_its_cause",
            ),
            models.CheckConstraint(
                condition=(Q(cause="low_dimension") & ~Q(dimension="") & Q(below__isnull=False))
                | (~Q(cause="low_dimension") & Q(dimension="", below=None)),
                name="pathrule_dimension_of_its_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.get_cause_display()}"


@tracked()
class PathAssignment(models.Model):
    """A member of staff is on a path until a day. `key` names the occasion: the same occasion assigns once."""

    class Cause(models.TextChoices):
        NEW_HIRE = "new_hire", _("new hire")
        NEW_POSITION = "new_position", _("new position")
        FAILED_EXAM = "failed_exam", _("last attempt of an exam failed")
        LOW_DIMENSION = "low_dimension", _("low dimension in the month's star")
        RENEWAL = "renewal", _("certificate to renew")
        BY_HAND = "by_hand", _("by hand")

    path = models.ForeignKey(
        LearningPath, models.PROTECT, related_name="assignments", verbose_name=_("learning path")
    )
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="path_assignments", verbose_name=_("staff"))
    cause = models.CharField(_("cause"), max_length=15, choices=Cause)
    key = models.CharField(max_length=80, editable=False)
    data = models.JSONField(_("facts"), default=dict, blank=True, editable=False)
    mentor = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="mentored_paths", verbose_name=_("mentor")
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    due_on = models.DateField(_("due on"))
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_reason = models.CharField(_("reason for cancelling"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("assigned path"), _("assigned paths")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "path", "key"], name="pathassignment_occasion_once"),
            models.UniqueConstraint(
                fields=["staff", "path"],
                condition=Q(completed_at=None, cancelled_at=None),
                name="pathassignment_one_open",
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("staff")), name="pathassignment_not_own_mentor"
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(cancelled_at=None), name="pathassignment_one_end"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_reason=""),
                name="pathassignment_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.path}"

    @property
    def counts_earlier(self) -> bool:
        """Whether steps done before the path was assigned count; to renew a certificate they never do."""
        return self.path.counts_earlier and self.cause != self.Cause.RENEWAL
