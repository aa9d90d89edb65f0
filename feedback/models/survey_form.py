"""Survey forms: drafts, and versions that never change once they are published."""

from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from feedback import questions
from feedback.models.freeze import freezes_published_form, freezes_with_form
from starservice.web.localized import LocalizedTextField


@pghistory.track()
class SurveyForm(models.Model):
    """A set of questions: a draft, or a published version that never changes, asked about services from a day on."""

    version = models.PositiveIntegerField(_("version"), unique=True, null=True, blank=True)
    effective_from = models.DateField(_("for services from"), null=True, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("begun from")
    )
    names_staff = models.BooleanField(_("shows who served"), default=True, db_default=True)
    window_days = models.PositiveSmallIntegerField(
        _("days to answer"), default=14, db_default=14, validators=[MinValueValidator(1)]
    )
    low_score_to = models.PositiveSmallIntegerField(
        _("follow up scores up to"),
        default=2,
        db_default=2,
        validators=[MaxValueValidator(5)],
        help_text=_("Answers with this many stars or fewer, and detractors (0–6), are followed up."),
    )
    burst_answers = models.PositiveSmallIntegerField(
        _("flag from answers an hour"),
        default=5,
        db_default=5,
        validators=[MinValueValidator(2)],
        help_text=_("So many answers from one network within an hour are flagged for a person to judge."),
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("remind after days"),
        default=5,
        db_default=5,
        help_text=_("Who was written to and has not answered is reminded once; 0 reminds nobody."),
    )
    follow_up_hours = models.PositiveSmallIntegerField(
        _("hours to follow up"),
        default=48,
        db_default=48,
        validators=[MinValueValidator(1)],
        help_text=_("So long after a low score somebody should have spoken with the customer."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("survey form"), _("survey forms")
        triggers = [freezes_published_form()]
        ordering = ["-effective_from", "-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, version=None, effective_from=None)
                | Q(published_at__isnull=False, version__isnull=False, effective_from__isnull=False),
                name="surveyform_published_with_version_and_day",
            ),
        ]

    def __str__(self) -> str:
        return _now("draft") if self.is_draft else f"v{self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def dimensions(self) -> models.QuerySet["SurveyQuestion"]:
        """The questions answered with stars."""
        return self.questions.filter(kind=SurveyQuestion.Kind.STARS)


@pghistory.track()
class SurveyQuestion(models.Model):
    """One question of a form; those answered with stars make the score.

    The recommendation always has the code `nps`, so a form asks it once at most; the reply to `words` is what a customer says
    in general. Stars and the recommendation are always asked, so that their figures stay comparable.
    """

    class Kind(models.TextChoices):
        STARS = questions.Kind.STARS.value, _("one to five stars")
        SINGLE = questions.Kind.SINGLE.value, _("one of several answers")
        MULTIPLE = questions.Kind.MULTIPLE.value, _("several answers")
        NPS = questions.Kind.NPS.value, _("recommendation from 0 to 10")
        TEXT = questions.Kind.TEXT.value, _("words")

    class Comparison(models.TextChoices):
        IS = questions.Comparison.IS.value, _("is")
        IS_NOT = questions.Comparison.IS_NOT.value, _("is not")
        AT_MOST = questions.Comparison.AT_MOST.value, _("is at most")
        AT_LEAST = questions.Comparison.AT_LEAST.value, _("is at least")

    form = models.ForeignKey(
        SurveyForm, models.CASCADE, related_name="questions", verbose_name=_("survey form")
    )
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STARS, db_default=Kind.STARS)
    label = LocalizedTextField(_("question"))
    help = LocalizedTextField(_("help"), blank=True, db_default={})
    required = models.BooleanField(_("must be answered"), default=True, db_default=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    options = models.JSONField(_("answers to choose from"), default=list, blank=True, db_default=[])
    asked_after = models.CharField(_("asked after"), max_length=40, blank=True, default="", db_default="")
    comparison = models.CharField(
        _("comparison"), max_length=10, choices=Comparison, blank=True, default="", db_default=""
    )
    compared_with = models.CharField(_("compared with"), max_length=40, blank=True, default="", db_default="")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("survey question"), _("survey questions")
        triggers = [freezes_with_form()]
        ordering = ["form", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="surveyquestion_code_once"),
            models.CheckConstraint(
                condition=Q(kind="stars", weight__isnull=False, weight__gt=0, required=True)
                | (~Q(kind="stars") & Q(weight=None)),
                name="surveyquestion_stars_have_weight",
            ),
            models.CheckConstraint(
                condition=Q(kind="nps", code="nps") | (~Q(kind="nps") & ~Q(code="nps")),
                name="surveyquestion_nps_is_called_nps",
            ),
            models.CheckConstraint(
                condition=~Q(code="words") | Q(kind="text"), name="surveyquestion_words_are_text"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["single", "multiple"]) | Q(options=[]),
                name="surveyquestion_options_of_choices",
            ),
            models.CheckConstraint(
                condition=Q(asked_after="", comparison="", compared_with="")
                | (
                    ~Q(asked_after="")
                    & ~Q(comparison="")
                    & ~Q(compared_with="")
                    & ~Q(kind__in=["stars", "nps"])
                ),
                name="surveyquestion_condition_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)
