"""The standards manual: what good service is, stage by stage, in versions people read and acknowledge."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Position, Staff
from starservice.web.localized import LocalizedTextField
from training.models.freeze import (
    acknowledges_published,
    freezes_published_version,
    freezes_with_standard,
    freezes_with_version,
)
from training.models.trail import tracked


@tracked()
class Manual(models.Model):
    """A standards manual; staff in its positions acknowledge each published version, of no position: everybody."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = LocalizedTextField(_("title"))
    positions = models.ManyToManyField(
        Position,
        blank=True,
        related_name="manuals",
        verbose_name=_("positions"),
        help_text=_("Who reads and acknowledges it; none: everybody."),
    )
    is_public = models.BooleanField(
        _("public edition"), default=False, help_text=_("Customers can read the published version.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("standards manual"), _("standards manuals")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class ManualVersion(models.Model):
    """One version of a manual: draft, in review, published; a published one never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", _("published")

    manual = models.ForeignKey(
        Manual, models.CASCADE, related_name="versions", verbose_name=_("standards manual")
    )
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    foreword = LocalizedTextField(_("foreword"), blank=True)
    changes = LocalizedTextField(
        _("what changed"),
        blank=True,
        help_text=_("In a sentence or two, for those who know the last version."),
    )
    days_to_acknowledge = models.PositiveSmallIntegerField(_("days to acknowledge"), default=14)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("sent to review at"), null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True, editable=False)
    returned_words = models.TextField(
        _("what to mend"), blank=True, default="", db_default="", editable=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("manual version"), _("manual versions")
        ordering = ["manual", "-number"]
        triggers = [freezes_published_version()]
        constraints = [
            models.UniqueConstraint(fields=["manual", "number"], name="manualversion_number_once"),
            models.UniqueConstraint(
                fields=["manual"],
                condition=Q(state__in=["draft", "review"]),
                name="manualversion_one_in_work",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="manualversion_published_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(submitted_by=None) | ~Q(published_by=F("submitted_by")),
                name="manualversion_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manual} v{self.number}"


@tracked()
class Standard(models.Model):
    """One standard of a version: expected behaviour, attitude and wording at a stage of the service.

    `code` stays the same from version to version, so that changes can be shown.
    """

    class Stage(models.TextChoices):
        PRE_SALE = "pre_sale", _("pre-sale")
        IN_SALE = "in_sale", _("in-sale")
        AFTER_SALE = "after_sale", _("after-sale")

    version = models.ForeignKey(
        ManualVersion, models.CASCADE, related_name="standards", verbose_name=_("manual version")
    )
    code = models.SlugField(_("code"), max_length=40)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for the position"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = LocalizedTextField(_("title"))
    behaviour = LocalizedTextField(_("behaviour"), blank=True)
    attitude = LocalizedTextField(_("attitude"), blank=True)
    wording = LocalizedTextField(_("wording"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("service standard"), _("service standards")
        ordering = ["version", "order", "id"]
        triggers = [freezes_with_version()]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="standard_code_once")]

    def __str__(self) -> str:
        return str(self.title) or self.code


@tracked()
class StandardIndicator(models.Model):
    """A measurable indicator of a standard: what is counted, in which unit, and the target."""

    class Comparison(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    class Unit(models.TextChoices):
        SECONDS = "seconds", _("seconds")
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        PERCENT = "percent", _("percent")
        TIMES = "times", _("times")
        STARS = "stars", _("stars")

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="indicators", verbose_name=_("service standard")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = LocalizedTextField(_("indicator"))
    comparison = models.CharField(_("comparison"), max_length=8, choices=Comparison)
    target = models.DecimalField(_("target"), max_digits=9, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)

    class Meta:
        verbose_name, verbose_name_plural = _("indicator of a standard"), _("indicators of a standard")
        ordering = ["standard", "order", "id"]
        triggers = [freezes_with_standard()]
        constraints = [
            models.CheckConstraint(condition=Q(target__gte=0), name="standardindicator_target_not_negative"),
            models.CheckConstraint(
                condition=~Q(unit="percent") | Q(target__lte=100), name="standardindicator_percent_to_100"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Acknowledgement(models.Model):
    """A member of staff read a published version and said so."""

    version = models.ForeignKey(
        ManualVersion, models.PROTECT, related_name="acknowledgements", verbose_name=_("manual version")
    )
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="acknowledgements", verbose_name=_("staff"))
    opened_at = models.DateTimeField(_("opened at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("acknowledgement"), _("acknowledgements")
        ordering = ["version", "staff"]
        triggers = [acknowledges_published()]
        constraints = [
            models.UniqueConstraint(fields=["version", "staff"], name="acknowledgement_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("opened_at")),
                name="acknowledgement_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.staff}"
