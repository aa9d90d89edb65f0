"""Service requests and complaints as cases: who asked, who handles it, where it stands; and the agents."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.models.calendar import Calendar
from feedback.models.customer import Channel, Customer
from feedback.models.tier import Category, Tier
from feedback.numbers import number_of
from people.models import Department, Staff


class Agent(models.Model):
    """A member of staff who takes requests: what about, where, when and how many."""

    staff = models.OneToOneField(
        Staff, models.CASCADE, primary_key=True, related_name="agent", verbose_name=_("staff")
    )
    categories = models.ManyToManyField(
        Category, blank=True, related_name="agents", verbose_name=_("skills"), help_text=_("None: all.")
    )
    areas = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("areas"),
        help_text=_("Separated by commas; none: all."),
    )
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("works at"),
        help_text=_("None: at any time."),
    )
    most_open = models.PositiveSmallIntegerField(_("open requests at most"), default=20)
    away_until = models.DateTimeField(_("away until"), null=True, blank=True)
    last_assigned_at = models.DateTimeField(_("last given a request"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("takes requests"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("agent"), _("agents")
        ordering = ["staff"]

    def __str__(self) -> str:
        return self.staff.name


class RequestQuerySet(models.QuerySet["ServiceRequest"]):
    def unresolved(self) -> "RequestQuerySet":
        """Requests somebody still has to do something about, or waits for the customer."""
        return self.filter(status__in=OPEN_STATES)

    def complaints(self) -> "RequestQuerySet":
        return self.filter(kind=ServiceRequest.Kind.COMPLAINT)


class ServiceRequest(models.Model):
    """What a customer asked for or complained about, and where it stands.

    `next_due_at` repeats the nearest open milestone's due moment, so that a queue is read in its order from one index.
    """

    class Kind(models.TextChoices):
        REQUEST = "request", _("service request")
        COMPLAINT = "complaint", _("complaint")

    class Status(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("in progress")
        WAITING = "waiting", _("waiting for the customer")
        RESOLVED = "resolved", _("resolved")
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REQUEST)
    subject = models.CharField(_("subject"), max_length=150)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("channel"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", verbose_name=_("service tier"))
    tier_reasons = models.JSONField(
        _("why this tier"), default=list, blank=True, help_text=_("Codes and facts of feedback/priority.py.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    customer = models.ForeignKey(
        Customer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("customer"),
    )
    contact_name = models.CharField(_("name"), max_length=100, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    area = models.CharField(_("area"), max_length=40, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    agent = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("handled by"),
    )
    agent_reason = models.JSONField(_("why this agent"), default=dict, blank=True)
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="following",
        verbose_name=_("follows on"),
    )
    source = models.SlugField(_("source"), max_length=40, blank=True)
    external_id = models.CharField(_("external id"), max_length=255, blank=True)
    link_seed = models.CharField(max_length=40, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken in by"),
    )
    created_at = models.DateTimeField(_("created at"))
    first_replied_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed by the customer"), null=True, blank=True)
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last change"))

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("service request"), _("service requests")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id", "source"],
                condition=~Q(external_id=""),
                name="servicerequest_external_id_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["resolved", "closed"], resolved_at__isnull=False)
                | Q(status__in=["new", "open", "waiting"], resolved_at__isnull=True),
                name="servicerequest_resolved_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="servicerequest_closed_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("created_at")),
                name="servicerequest_resolved_after_created",
            ),
        ]
        indexes = [
            models.Index(
                F("agent"),
                F("next_due_at").asc(nulls_last=True),
                F("id"),
                name="servicerequest_agent_queue",
                condition=Q(status__in=["new", "open", "waiting"]),
            ),
            models.Index(
                F("department"),
                F("next_due_at").asc(nulls_last=True),
                F("id"),
                name="servicerequest_dept_queue",
                condition=Q(status__in=["new", "open", "waiting"]),
            ),
            models.Index(
                F("next_due_at").asc(nulls_last=True),
                F("id"),
                name="servicerequest_queue",
                condition=Q(status__in=["new", "open", "waiting"]),
            ),
            models.Index(fields=["agent", "-resolved_at"], name="servicerequest_agent_done"),
            models.Index(
                fields=["resolved_at"], name="servicerequest_to_close", condition=Q(status="resolved")
            ),
            models.Index(
                fields=["resolved_at"], name="servicerequest_resolved", condition=Q(resolved_at__isnull=False)
            ),
            models.Index(fields=["-created_at", "-id"], name="servicerequest_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def number(self) -> str:
        """What people call it: R or C and at least six digits."""
        return number_of(self.kind, self.pk)

    @property
    def is_complaint(self) -> bool:
        return self.kind == self.Kind.COMPLAINT

    @property
    def is_unresolved(self) -> bool:
        return self.status in OPEN_STATES


OPEN_STATES = (
    ServiceRequest.Status.NEW,
    ServiceRequest.Status.OPEN,
    ServiceRequest.Status.WAITING,
)
