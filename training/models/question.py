"""The question bank: topics, questions with their answers, and rubrics."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from starservice.web.localized import LocalizedTextField
from training.models.trail import tracked


@tracked()
class Topic(models.Model):
    """What questions are about."""

    code = models.SlugField(_("code"), max_length=40, unique=True, allow_unicode=True)
    name = LocalizedTextField(_("name"))

    class Meta:
        verbose_name, verbose_name_plural = _("topic"), _("topics")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


@tracked()
class Rubric(models.Model):
    """What an assessor looks at, criterion by criterion, in a text or a simulation."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))

    class Meta:
        verbose_name, verbose_name_plural = _("rubric"), _("rubrics")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class RubricCriterion(models.Model):
    """One criterion of a rubric with the most points it gives."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria", verbose_name=_("rubric"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    code = models.SlugField(_("code"), max_length=40)
    name = LocalizedTextField(_("criterion"))
    description = LocalizedTextField(_("what earns the points"), blank=True)
    points = models.DecimalField(
        _("points"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("rubric criterion"), _("rubric criteria")
        ordering = ["rubric", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="rubriccriterion_code_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="rubriccriterion_has_points"),
        ]

    def __str__(self) -> str:
        return str(self.name)


@tracked()
class Question(models.Model):
    """A question of the bank. An attempt keeps what it showed, so that later changes do not reach it.

    Ready questions have a right answer: one option for single and true/false, at least one for multiple, all in their
    `place` for order; a text has a rubric.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("one right answer")
        MULTIPLE = "multiple", _("several right answers")
        TRUE_FALSE = "true_false", _("true or false")
        ORDER = "order", _("put in order")
        TEXT = "text", _("text")

    class Difficulty(models.IntegerChoices):
        EASY = 1, _("easy")
        MEDIUM = 2, _("medium")
        HARD = 3, _("hard")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        allow_unicode=True,
        help_text=_("Imports find it again by this."),
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions", verbose_name=_("topic"))
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty, default=Difficulty.MEDIUM
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = LocalizedTextField(_("question"))
    explanation = LocalizedTextField(_("explanation"), blank=True, help_text=_("Shown after the exam."))
    rubric = models.ForeignKey(
        Rubric, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("rubric")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)

    class Meta:
        verbose_name, verbose_name_plural = (
            pgettext_lazy("exam", "question"),
            pgettext_lazy("exam", "questions"),
        )
        ordering = ["topic", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="text") | Q(rubric=None), name="question_rubric_of_a_text"
            ),
            models.CheckConstraint(
                condition=~Q(kind="text") | Q(rubric__isnull=False) | ~Q(state="ready"),
                name="question_text_has_rubric",
            ),
        ]
        indexes = [models.Index(fields=["topic", "difficulty", "kind"], name="question_to_draw")]

    def __str__(self) -> str:
        return str(self.text)[:80] or self.code


@tracked()
class QuestionOption(models.Model):
    """One answer to choose; for questions to put in order, `place` is where it belongs, from 1."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options", verbose_name=_("question"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = LocalizedTextField(_("answer"))
    is_right = models.BooleanField(_("right"), default=False)
    place = models.PositiveSmallIntegerField(_("place in order"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answer to choose"), _("answers to choose")
        ordering = ["question", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "place"], name="questionoption_place_once")
        ]

    def __str__(self) -> str:
        return str(self.text)
