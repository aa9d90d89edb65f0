"""How fast a request is served: tiers, escalation, categories with who answers for them, and priority rules."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.calendar import Calendar
from people.models import Department
from starservice.web.localized import LocalizedTextField


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tier(models.Model):
    """A promise to the customer: a person's answer within some minutes, a solution within some more.

    Minutes count on the calendar's clock, or on the wall clock where there is none. Requests keep the minutes they
    were taken in with.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = LocalizedTextField(_("name"))
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True, help_text=_("1 is the most urgent."))
    response_minutes = models.PositiveIntegerField(
        _("a person answers within (min)"), validators=[MinValueValidator(1)]
    )
    solution_minutes = models.PositiveIntegerField(
        _("a solution within (min)"), validators=[MinValueValidator(1)]
    )
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tiers",
        verbose_name=_("working calendar"),
        help_text=_("None: the wall clock, day and night."),
    )
    warning_share = models.PositiveSmallIntegerField(
        _("warn at (% of the time)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    is_for_complaints = models.BooleanField(_("for complaints"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("service tier"), _("service tiers")
        ordering = ["rank"]
        constraints = [
            models.CheckConstraint(
                condition=Q(response_minutes__gte=1, solution_minutes__gte=1), name="tier_takes_time"
            ),
            models.CheckConstraint(
                condition=Q(warning_share__gte=1, warning_share__lte=99), name="tier_warns_before"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.code


class Receiver(models.TextChoices):
    """Whom an escalation reaches."""

    AGENT = "agent", _("whoever handles it")
    SUPERVISOR = "supervisor", _("the supervisor")
    HEAD = "head", _("the head of the department")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EscalationStep(models.Model):
    """Who hears of a missed moment, and how long after it; levels from 2 on, as 0 warns and 1 is the breach."""

    tier = models.ForeignKey(
        Tier, models.CASCADE, related_name="escalation_steps", verbose_name=_("service tier")
    )
    level = models.PositiveSmallIntegerField(_("level"), validators=[MinValueValidator(2)])
    after_minutes = models.PositiveIntegerField(
        _("after (min)"), help_text=_("Counted from the due moment on the tier's clock.")
    )
    receiver = models.CharField(_("who hears of it"), max_length=12, choices=Receiver)

    class Meta:
        verbose_name, verbose_name_plural = _("escalation step"), _("escalation steps")
        ordering = ["tier", "level"]
        constraints = [
            models.UniqueConstraint(fields=["tier", "level"], name="escalationstep_level_once"),
            models.CheckConstraint(condition=Q(level__gte=2), name="escalationstep_level_from_2"),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.level}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Category(models.Model):
    """What requests are about, and which department answers for it (the responsibility list)."""

    code = models.SlugField(_("code"), max_length=40, unique=True, allow_unicode=True)
    name = LocalizedTextField(_("name"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible department"),
    )
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("usual tier")
    )
    keywords = models.TextField(
        _("words that point to it"), blank=True, help_text=_("One a line; any of them in the text is enough.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_public = models.BooleanField(_("customers can choose it"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("request category"), _("request categories")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name) or self.code


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriorityRule(models.Model):
    """A reason to serve a request faster: words in it, a tag of the customer, or complaints before."""

    class Kind(models.TextChoices):
        KEYWORD = "keyword", _("words in the request")
        TAG = "tag", _("tag of the customer")
        COMPLAINTS = "complaints", _("complaints before")

    kind = models.CharField(_("looks at"), max_length=12, choices=Kind)
    words = models.TextField(
        _("words or tags"), blank=True, help_text=_("One a line; any of them is enough.")
    )
    at_least = models.PositiveSmallIntegerField(
        _("complaints, at least"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    within_days = models.PositiveSmallIntegerField(_("within (days)"), default=365)
    tier = models.ForeignKey(Tier, models.CASCADE, related_name="+", verbose_name=_("service tier"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("priority rule"), _("priority rules")
        ordering = ["tier__rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="complaints") & Q(at_least__gte=1))
                | (~Q(kind="complaints") & ~Q(words="")),
                name="priorityrule_says_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} → {self.tier}"


class ServiceRules(models.Model):
    """The numbers of the desk that are no tier's; one row."""

    class AgentShown(models.TextChoices):
        NAME = "name", _("by name")
        NUMBER = "number", _("by employee number")
        TEAM = "team", _("not at all")

    reopen_days = models.PositiveSmallIntegerField(
        _("customers can reopen for (days)"),
        default=7,
        help_text=_("After closing; a later message makes a new, linked request."),
    )
    close_after_days = models.PositiveSmallIntegerField(_("close resolved requests after (days)"), default=7)
    escalate_reopened_from = models.PositiveSmallIntegerField(
        _("escalate complaints reopened so often"), default=2, validators=[MinValueValidator(1)]
    )
    attachment_mb = models.PositiveSmallIntegerField(
        _("largest attachment (MB)"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    link_days = models.PositiveSmallIntegerField(
        _("tracking links of closed requests end after (days)"),
        default=90,
        validators=[MinValueValidator(1)],
    )
    agent_shown = models.CharField(
        _("customers see who handles it"), max_length=8, choices=AgentShown, default=AgentShown.NAME
    )
    assigns_automatically = models.BooleanField(_("assign new requests automatically"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("rules of the service desk"), _("rules of the service desk")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="servicerules_one_row")]

    @classmethod
    def in_force(cls) -> "ServiceRules":
        """The row, or the defaults where there is none."""
        return cls.objects.first() or cls(pk=1)

    def __str__(self) -> str:
        return str(_("Rules of the service desk"))
