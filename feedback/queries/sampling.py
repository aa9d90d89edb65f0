"""Which services are waiting for a decision whether to ask, and under which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from feedback.models import Interaction, Invitation, SamplingRule, ServiceRequest, SurveyForm
from feedback.sampling import Candidate, Rule
from people.models import Assignment
from people.queries import department_subtree

FACTS = (
    "pk",
    "served_by",
    "served_in",
    "channel_id",
    "customer_id",
    "day",
    "rule_id",
    "form_id",
    "email",
    "phone",
    "wants_none",
    "last_asked_at",
    "asked",
)


@dataclass(frozen=True)
class Service:
    """A service and what is known about asking for it."""

    pk: int
    staff: int | None
    department: int | None
    channel: int
    customer: int | None
    served_on: date
    form: int | None
    candidate: Candidate


def rules_in_force(after: str) -> list[SamplingRule]:
    """Active rules in their order, with channels and departments; three queries."""
    active = SamplingRule.objects.filter(is_active=True, after=after)
    return list(active.prefetch_related("channels", "departments"))


def facts_of(rule: SamplingRule) -> Rule:
    return Rule(pk=rule.pk, seed=rule.seed, rate=rule.rate, quiet_days=rule.quiet_days, way=rule.way)


def services(after: str) -> QuerySet[Any]:
    """Services of a kind that are over: `moment` says when, `served_by`, `served_in` and `day` by whom, where and on which day."""
    return requests_resolved() if after == SamplingRule.After.REQUEST else interactions_answered()


def interactions_answered() -> QuerySet[Any]:
    """Answered interactions, with the person and department they were taken in with."""
    return Interaction.objects.filter(answered=True).annotate(
        moment=F("occurred_at"), served_by=F("staff"), served_in=F("department"), day=F("served_on")
    )


def requests_resolved() -> QuerySet[Any]:
    """Resolved requests, with who resolved them and where that person worked on that day."""
    resolved: QuerySet[Any] = ServiceRequest.objects.filter(resolved_at__isnull=False).annotate(
        moment=F("resolved_at"), served_by=F("agent"), day=TruncDate("resolved_at")
    )
    that_day = Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("day"))
    place = Assignment.objects.filter(that_day, staff=OuterRef("agent"), starts_on__lte=OuterRef("day"))
    return resolved.annotate(served_in=Subquery(place.order_by("pk").values("department")[:1]))


def services_to_decide(after: str, rules: Sequence[SamplingRule], at: datetime) -> QuerySet[Any]:
    """Services no rule has decided about, whose first fitting rule (`rule_id`) is due and has not waited too long."""
    oldest = at - max(timedelta(days=rule.within_days) for rule in rules)
    undecided = services(after).filter(sampling_decision__isnull=True, moment__gt=oldest, moment__lte=at)
    chosen = Case(*(When(fits(rule), then=Value(rule.pk)) for rule in rules), output_field=IntegerField())
    due = {rule.pk: at - timedelta(hours=rule.delay_hours) for rule in rules}
    gone = {rule.pk: at - timedelta(days=rule.within_days) for rule in rules}
    ruled = undecided.annotate(rule_id=chosen).filter(rule_id__isnull=False)
    return ruled.filter(moment__lte=by_rule(due), moment__gt=by_rule(gone)).order_by("moment", "pk")


def by_rule(moments: dict[int, datetime]) -> Case:
    return Case(
        *(When(rule_id=pk, then=Value(moment)) for pk, moment in moments.items()),
        output_field=DateTimeField(),
    )


def fits(rule: SamplingRule, since: datetime | None = None) -> Q:
    """The condition a service must meet for a rule; `since` takes the place of the rule's own beginning."""
    condition = Q(moment__gte=since or rule.starts_at)
    if channels := [channel.pk for channel in rule.channels.all()]:
        condition &= Q(channel__in=channels)
    if departments := [department.pk for department in rule.departments.all()]:
        condition &= Q(served_in__in=department_subtree(departments).values("pk"))
    return condition


def with_facts(rows: QuerySet[Any], asked_before: datetime | None = None) -> QuerySet[Any]:
    """Annotate what a decision needs: the form, the customer's addresses and wish, and when somebody last asked."""
    in_force = SurveyForm.objects.filter(effective_from__lte=OuterRef("day"))
    asked: QuerySet[Any] = Invitation.objects.filter(customer=OuterRef("customer"))
    if asked_before is not None:
        asked = asked.filter(sent_at__lt=asked_before)
    last = asked.order_by().values("customer").annotate(last=Max("sent_at")).values("last")
    return rows.annotate(
        form_id=Subquery(in_force.order_by("-effective_from", "-version").values("pk")[:1]),
        email=F("customer__email"),
        phone=F("customer__phone"),
        wants_none=F("customer__no_surveys_since"),
        last_asked_at=Subquery(last),
        asked=asked_already(asked_before),
    )


def asked_already(before: datetime | None) -> Any:
    """The invitation of a service; with a moment, only one made before it."""
    if before is None:
        return F("invitation")
    made = When(invitation__sent_at__lt=before, then=F("invitation"))
    return Case(made, output_field=IntegerField(), default=None)


def services_of(rows: Iterable[dict[str, Any]], kind: str, at: datetime | None = None) -> list[Service]:
    """The rows as facts; without `at`, each is decided at its own moment `decided_at`."""
    return [service_of(row, kind, at or row["decided_at"]) for row in rows]


def service_of(row: dict[str, Any], kind: str, at: datetime) -> Service:
    candidate = Candidate(
        key=f"{kind}:{row['pk']}",
        rule=row["rule_id"],
        at=at,
        customer=row["customer_id"],
        has_email=bool(row["email"]),
        has_phone=bool(row["phone"]),
        wants_none=row["wants_none"] is not None,
        has_person=row["served_by"] is not None and row["served_in"] is not None,
        has_form=row["form_id"] is not None,
        asked_already=row["asked"] is not None,
        last_asked_at=row["last_asked_at"],
    )
    return Service(
        pk=row["pk"],
        staff=row["served_by"],
        department=row["served_in"],
        channel=row["channel_id"],
        customer=row["customer_id"],
        served_on=row["day"],
        form=row["form_id"],
        candidate=candidate,
    )
