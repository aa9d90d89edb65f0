"""Suggestions (金点子) from customers and staff: review, adoption, points."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.customer import Customer
from people.models import Department, Staff
from starservice.web.localized import LocalizedTextField


class SuggestionCategory(models.Model):
    """What a suggestion is about."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("suggestion category"), _("suggestion categories")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.name)


class SuggestionLevel(models.Model):
    """How much an adopted suggestion is worth; what was given before a change stays as it was."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    points = models.PositiveSmallIntegerField(_("points for adoption"), validators=[MinValueValidator(1)])
    points_when_implemented = models.PositiveSmallIntegerField(_("more points once it is done"), default=0)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("suggestion level"), _("suggestion levels")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.name)


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    fields=[
        "category",
        "department",
        "state",
        "round",
        "reviewer",
        "review_started_at",
        "decided_by",
        "decided_at",
        "answer",
        "level",
        "implemented_at",
        "outcome",
    ],
    model_name="SuggestionEvent",
)
class Suggestion(models.Model):
    """One idea; `answer` and `outcome` are read by its author, `round` counts how often it was taken up again."""

    class Source(models.TextChoices):
        CUSTOMER = "customer", _("customer")
        STAFF = "staff", _("staff")

    class State(models.TextChoices):
        NEW = "new", _("new")
        UNDER_REVIEW = "under_review", _("under review")
        ADOPTED = "adopted", _("adopted")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        IMPLEMENTED = "implemented", _("implemented")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("suggestion"))
    category = models.ForeignKey(
        SuggestionCategory, models.PROTECT, related_name="+", verbose_name=_("category")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department it concerns"),
    )
    source = models.CharField(_("from"), max_length=10, choices=Source)
    author = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("member of staff"),
    )
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("customer"),
    )
    from_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    from_email = models.EmailField(_("sender's e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    token_hash = models.BinaryField(max_length=32, unique=True, null=True, editable=False)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.NEW)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    review_started_at = models.DateTimeField(_("under review since"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer to the author"), blank=True)
    level = models.ForeignKey(
        SuggestionLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("level"),
    )
    implemented_at = models.DateTimeField(_("implemented at"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("suggestion"), _("suggestions")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="suggestion_newest"),
            models.Index(
                fields=["received_at"],
                condition=Q(state__in=["new", "under_review"]),
                name="suggestion_undecided",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="staff", author__isnull=False, customer__isnull=True)
                | Q(source="customer", author__isnull=True),
                name="suggestion_author_is_staff",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "under_review"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer="")),
                name="suggestion_decided_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["adopted", "implemented"], level__isnull=False)
                | (~Q(state__in=["adopted", "implemented"]) & Q(level__isnull=True)),
                name="suggestion_adopted_with_level",
            ),
            models.CheckConstraint(
                condition=~Q(state="implemented") | (Q(implemented_at__isnull=False) & ~Q(outcome="")),
                name="suggestion_implemented_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(reviewer__isnull=False), name="suggestion_reviewed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_adopted(self) -> bool:
        return self.state in {self.State.ADOPTED, self.State.IMPLEMENTED}

    @property
    def is_decided(self) -> bool:
        return self.state not in {self.State.NEW, self.State.UNDER_REVIEW}


class SuggestionAward(models.Model):
    """A line of the ledger of points for ideas: added, never changed; taking back is another line."""

    class Kind(models.TextChoices):
        ADOPTION = "adoption", _("adopted")
        IMPLEMENTATION = "implementation", _("implemented")
        TAKEN_BACK = "taken_back", _("taken back")

    suggestion = models.ForeignKey(
        Suggestion, models.PROTECT, related_name="awards", verbose_name=_("suggestion")
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="suggestion_awards", verbose_name=_("staff")
    )
    kind = models.CharField(_("for"), max_length=15, choices=Kind)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    points = models.SmallIntegerField(_("points"))
    awarded_on = models.DateField(_("day"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name, verbose_name_plural = _("points for ideas"), _("points for ideas")
        ordering = ["-awarded_on", "-id"]
        indexes = [models.Index(fields=["awarded_on"], name="suggestionaward_day")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "kind", "round"], name="suggestionaward_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(kind="taken_back", points__lte=0) | (~Q(kind="taken_back") & Q(points__gt=0)),
                name="suggestionaward_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.points:+}"
