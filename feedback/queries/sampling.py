"""Which services are waiting for a decision whether to ask, and under which rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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

from feedback.models import Interaction, Invitation, SamplingRule, SurveyForm
from feedback.sampling import Candidate, Rule
from people.queries import department_subtree

SERVED = (
    "pk",
    "staff_id",
    "department_id",
    "channel_id",
    "customer_id",
    "served_on",
)
FACTS = (*SERVED, "rule_id", "form_id", "email", "phone", "wants_none", "last_asked_at", "asked")


@dataclass(frozen=True)
class Service:
    """A service and what is known about asking for it."""

    pk: int
    staff: int
    department: int
    channel: int
    customer: int | None
    served_on: Any
    form: int | None
    candidate: Candidate


def rules_in_force(after: str) -> list[SamplingRule]:
    """Active rules in their order, with channels and departments; three queries."""
    active = SamplingRule.objects.filter(is_active=True, after=after)
    return list(active.prefetch_related("channels", "departments"))


def facts_of(rule: SamplingRule) -> Rule:
    return Rule(pk=rule.pk, seed=rule.seed, rate=rule.rate, quiet_days=rule.quiet_days, way=rule.way)


def fits(rule: SamplingRule, moment: str, since: datetime | None = None) -> Q:
    """The condition a service must meet for a rule; `moment` is the field that says when it was given.

    `since` takes the place of the rule's own beginning.
    """
    condition = Q(**{f"{moment}__gte": since or rule.starts_at})
    if channels := [channel.pk for channel in rule.channels.all()]:
        condition &= Q(channel__in=channels)
    if departments := [department.pk for department in rule.departments.all()]:
        condition &= Q(department__in=department_subtree(departments).values("pk"))
    return condition


def interactions_to_decide(rules: Sequence[SamplingRule], at: datetime) -> QuerySet[Any]:
    """Answered interactions no rule has decided about, whose first fitting rule (`rule_id`) is due; oldest first."""
    oldest = at - max(timedelta(days=rule.within_days) for rule in rules)
    undecided = Interaction.objects.filter(
        answered=True, sampling_decision__isnull=True, occurred_at__gt=oldest, occurred_at__lte=at
    )
    return under_rules(undecided, rules, at, "occurred_at")


def under_rules(
    rows: QuerySet[Any], rules: Sequence[SamplingRule], at: datetime, moment: str
) -> QuerySet[Any]:
    """The rows with the first rule that fits; those whose rule waits longer, or waited too long, are left out."""
    chosen = Case(
        *(When(fits(rule, moment), then=Value(rule.pk)) for rule in rules), output_field=IntegerField()
    )
    due = {rule.pk: at - timedelta(hours=rule.delay_hours) for rule in rules}
    gone = {rule.pk: at - timedelta(days=rule.within_days) for rule in rules}
    ruled = rows.annotate(rule_id=chosen).filter(rule_id__isnull=False)
    timely: dict[str, Any] = {f"{moment}__lte": by_rule(due), f"{moment}__gt": by_rule(gone)}
    return ruled.filter(**timely).order_by(moment, "pk")


def by_rule(moments: dict[int, datetime]) -> Case:
    return Case(
        *(When(rule_id=pk, then=Value(moment)) for pk, moment in moments.items()),
        output_field=DateTimeField(),
    )


def with_facts(rows: QuerySet[Any], asked_before: Any = None) -> QuerySet[Any]:
    """Annotate what a decision needs: the form, the customer's addresses and wish, and when somebody last asked."""
    in_force = SurveyForm.objects.filter(effective_from__lte=OuterRef("served_on"))
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
        asked=F("invitation"),
    )


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
        has_form=row["form_id"] is not None,
        asked_already=row["asked"] is not None,
        last_asked_at=row["last_asked_at"],
    )
    return Service(
        pk=row["pk"],
        staff=row["staff_id"],
        department=row["department_id"],
        channel=row["channel_id"],
        customer=row["customer_id"],
        served_on=row["served_on"],
        form=row["form_id"],
        candidate=candidate,
    )
