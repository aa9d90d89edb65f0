"""Exams, and the attempts people make at them."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Staff
from starservice.web.localized import LocalizedTextField
from training.models.question import Question, Rubric, RubricCriterion, Topic
from training.models.trail import tracked

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


@tracked()
class Exam(models.Model):
    """An exam: theory drawn from the bank and timed, or a simulation an assessor marks on a rubric.

    Attempts keep the pass mark and the time they were begun with. Points make a percentage, rounded half up to two
    places; the value shown is the value compared with the pass mark.
    """

    class Kind(models.TextChoices):
        THEORY = "theory", _("theory")
        SIMULATION = "simulation", _("simulation")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    instructions = LocalizedTextField(_("instructions"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.THEORY)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    pass_mark = models.DecimalField(
        _("pass mark, percent"), max_digits=5, decimal_places=2, default=90, validators=PERCENT
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=3, validators=[MinValueValidator(1)]
    )
    cooling_off_hours = models.PositiveSmallIntegerField(
        _("hours between attempts"), default=24, help_text=_("After a failed attempt.")
    )
    rubric = models.ForeignKey(
        Rubric,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exams",
        verbose_name=_("rubric"),
        help_text=_("For a simulation."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("exam"), _("exams")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="simulation", rubric__isnull=False) | Q(kind="theory", rubric=None),
                name="exam_rubric_of_a_simulation",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__gt=0, pass_mark__lte=100), name="exam_pass_mark_is_percent"
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__gte=1, minutes__gte=1), name="exam_can_be_taken"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class ExamPart(models.Model):
    """So many questions of a topic, of a difficulty and kind or any, with points each."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="parts", verbose_name=_("exam"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Question.Difficulty, null=True, blank=True, help_text=_("Empty: any.")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Question.Kind, blank=True, help_text=_("Empty: any.")
    )
    count = models.PositiveSmallIntegerField(_("questions"), validators=[MinValueValidator(1)])
    points = models.DecimalField(
        _("points each"), max_digits=5, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("part of an exam"), _("parts of an exam")
        ordering = ["exam", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1, points__gt=0), name="exampart_asks_something")
        ]

    def __str__(self) -> str:
        return f"{self.topic} × {self.count}"


@tracked(exclude=["writer"])
class Attempt(models.Model):
    """One sitting of an exam by one person, drawn from a stored seed and timed by the server.

    `ends_at` is the last moment answers count; `writer` is the page that may write (the newest tab).
    """

    class State(models.TextChoices):
        OPEN = "open", _("in progress")
        SUBMITTED = "submitted", _("waiting for the assessor")
        GRADED = "graded", _("graded")
        VOID = "void", _("void")

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts", verbose_name=_("exam"))
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="attempts", verbose_name=_("staff"))
    number = models.PositiveSmallIntegerField(_("attempt"))
    # Attempts are counted anew after a retraining.
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    seed = models.CharField(_("seed of the draw"), max_length=32, editable=False)
    pass_mark = models.DecimalField(_("pass mark, percent"), max_digits=5, decimal_places=2)
    started_at = models.DateTimeField(_("started at"))
    ends_at = models.DateTimeField(_("ends at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    graded_at = models.DateTimeField(_("graded at"), null=True, blank=True)
    assessor = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts_assessed",
        verbose_name=_("assessor"),
    )
    score = models.DecimalField(
        _("score, percent"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    void_reason = models.CharField(_("reason for voiding"), max_length=200, blank=True)
    writer = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("exam attempt"), _("exam attempts")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "staff", "number"], name="attempt_number_once"),
            # Two starts at once make one attempt, in whichever exam.
            models.UniqueConstraint(fields=["staff"], condition=Q(state="open"), name="attempt_one_open"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="attempt_ends_after_start"),
            models.CheckConstraint(
                condition=Q(
                    state="graded", score__isnull=False, passed__isnull=False, graded_at__isnull=False
                )
                | (~Q(state="graded") & Q(score=None, passed=None)),
                name="attempt_graded_with_score",
            ),
            models.CheckConstraint(
                condition=Q(passed=None)
                | Q(passed=True, score__gte=F("pass_mark"))
                | Q(passed=False, score__lt=F("pass_mark")),
                name="attempt_passed_as_shown",
            ),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at=None)
                | Q(state="void")
                | (Q(state__in=["submitted", "graded"]) & Q(submitted_at__isnull=False)),
                name="attempt_submitted_when_over",
            ),
            models.CheckConstraint(
                condition=Q(assessor=None) | ~Q(assessor=F("staff")), name="attempt_not_own_assessor"
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="attempt_void_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="open"), name="attempt_running_out"),
            models.Index(fields=["exam", "state", "-started_at"], name="attempt_by_exam"),
        ]

    def __str__(self) -> str:
        return f"{self.exam} – {self.staff} ({self.number})"


class AttemptQuestion(models.Model):
    """One question as it was put in an attempt.

    `shown` = {"kind", "text": {language: …}, "explanation": {…}, "options": [{"id": 3, "text": {…}}, …]} in the order drawn;
    `key` = ids of the right options (in order for `order`); neither is changed by later edits of the bank.
    `answer` = list of option ids, or {"text": …}; `version` grows with each answer saved, a stale one is refused.
    """

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="questions", verbose_name=_("exam attempt")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="asked", verbose_name=_("question"))
    shown = models.JSONField(_("as shown"), default=dict)
    key = models.JSONField(_("right answer"), default=list)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    answer = models.JSONField(_("answer"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    earned = models.DecimalField(_("earned"), max_digits=5, decimal_places=2, null=True, blank=True)
    # Withdrawn questions count neither for nor against anybody.
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("question of an attempt"), _("questions of an attempt")
        ordering = ["attempt", "place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="attemptquestion_place_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="attemptquestion_asked_once"),
            models.CheckConstraint(
                condition=Q(earned=None) | Q(earned__gte=0, earned__lte=F("points")),
                name="attemptquestion_earned_within_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} #{self.place}"


class RubricMark(models.Model):
    """Points an assessor gave on a criterion, of a simulation (no question) or of one text."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="marks", verbose_name=_("exam attempt"))
    question = models.ForeignKey(AttemptQuestion, models.CASCADE, null=True, blank=True, related_name="marks")
    criterion = models.ForeignKey(
        RubricCriterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    most = models.DecimalField(_("of"), max_digits=5, decimal_places=2)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    note = models.CharField(_("note"), max_length=500, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name, verbose_name_plural = _("mark"), _("marks")
        ordering = ["attempt", "question", "criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question", "criterion"],
                nulls_distinct=False,
                name="rubricmark_criterion_once",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("most")), name="rubricmark_within_points"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Regrade(models.Model):
    """A graded attempt's score changed: what it was, what it is, and why. Never overwritten."""

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="regrades", verbose_name=_("exam attempt")
    )
    score_before = models.DecimalField(_("score before"), max_digits=5, decimal_places=2)
    score_after = models.DecimalField(_("score after"), max_digits=5, decimal_places=2)
    passed_before = models.BooleanField(_("passed before"))
    passed_after = models.BooleanField(_("passed after"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name, verbose_name_plural = _("regrading"), _("regradings")
        ordering = ["attempt", "at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="regrade_has_reason")]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.score_before} → {self.score_after}"
