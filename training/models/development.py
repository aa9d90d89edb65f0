"""Skills, gaps, development plans, rotation and the career ladder."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Department, Position, Staff
from starservice.web.localized import LocalizedTextField
from training.models.course import Course
from training.models.trail import tracked

LEVEL = [MinValueValidator(1), MaxValueValidator(5)]


@tracked()
class Skill(models.Model):
    """Something staff can do better or worse, from level 1 (told how) to 5 (teaches it)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    description = LocalizedTextField(_("description"), blank=True)
    # The dimension of the month's star it shows in; low stars there point to this skill.
    dimension = models.SlugField(_("dimension"), max_length=40, blank=True)
    courses = models.ManyToManyField(
        Course, blank=True, related_name="skills", verbose_name=_("courses that teach it")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("skill"), _("skills")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


@tracked()
class PositionSkill(models.Model):
    """The level of a skill a position asks for."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="skills", verbose_name=_("position"))
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="positions", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level needed"), validators=LEVEL)

    class Meta:
        verbose_name, verbose_name_plural = _("skill of a position"), _("skills of a position")
        ordering = ["position", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["position", "skill"], name="positionskill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="positionskill_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.skill} {self.level}"


@tracked()
class SkillAssessment(models.Model):
    """A skill's level as somebody saw it on a day; the latest by the manager counts, else the latest own one."""

    class View(models.TextChoices):
        SELF = "self", _("own view")
        MANAGER = "manager", _("manager's view")

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="skill_levels", verbose_name=_("staff"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="assessments", verbose_name=_("skill"))
    view = models.CharField(_("seen by"), max_length=8, choices=View)
    level = models.PositiveSmallIntegerField(_("level"), validators=LEVEL)
    assessed_on = models.DateField(_("day"))
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("skill assessment"), _("skill assessments")
        ordering = ["staff", "skill", "-assessed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "skill", "view", "assessed_on"], name="skillassessment_once_a_day"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skillassessment_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.skill} {self.level}"


@tracked()
class DevelopmentPlan(models.Model):
    """What somebody wants to be able to do by when, with a mentor."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        AGREED = "agreed", _("agreed")
        CLOSED = "closed", _("closed")

    staff = models.ForeignKey(
        Staff, models.CASCADE, related_name="development_plans", verbose_name=_("staff")
    )
    mentor = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="mentored_plans", verbose_name=_("mentor")
    )
    goal = models.TextField(_("goal"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("development plan"), _("development plans")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="developmentplan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("staff")), name="developmentplan_not_own_mentor"
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=~Q(state="closed"), name="developmentplan_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.starts_on}"


@tracked()
class PlanAction(models.Model):
    """One thing to do for a plan, by a day."""

    plan = models.ForeignKey(
        DevelopmentPlan, models.CASCADE, related_name="actions", verbose_name=_("development plan")
    )
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("course")
    )
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("action of a plan"), _("actions of a plan")
        ordering = ["plan", "due_on", "id"]

    def __str__(self) -> str:
        return self.text


@tracked()
class Rotation(models.Model):
    """A time in another department or position to learn from it; the assignment itself does not change."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        DONE = "done", _("done")

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="rotations", verbose_name=_("staff"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("position")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    goal = models.CharField(_("what to learn"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PROPOSED)
    report = models.TextField(_("what was learned"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("rotation"), _("rotations")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="rotation_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.department}"


@tracked()
class CareerStep(models.Model):
    """A way from one position to the next on the career ladder, and what it asks for."""

    from_position = models.ForeignKey(
        Position, models.CASCADE, related_name="steps_up", verbose_name=_("from position")
    )
    to_position = models.ForeignKey(
        Position, models.CASCADE, related_name="steps_from", verbose_name=_("to position")
    )
    months = models.PositiveSmallIntegerField(_("months in the position"), default=12)
    five_star_months = models.PositiveSmallIntegerField(_("five-star months in a row"), default=3)
    requirements = LocalizedTextField(_("what else it asks for"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("career step"), _("career ladder")
        ordering = ["from_position", "to_position"]
        constraints = [
            models.UniqueConstraint(fields=["from_position", "to_position"], name="careerstep_once"),
            models.CheckConstraint(
                condition=~Q(from_position=F("to_position")), name="careerstep_goes_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_position} → {self.to_position}"
