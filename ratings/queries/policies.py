"""What a policy says, and what differs between two versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.utils.translation import gettext as _

from feedback.models import EvidenceEvent
from ratings.models import Criterion, Policy, RatingMonth
from ratings.models.policy import Source
from starservice.lib.months import next_month

NOT_RULES = {"id", "code", "version", "activated_at", "first_used_at", "effective_from"}
WEIGHTS = {
    Source.CUSTOMER: "customer_weight",
    Source.MANAGER: "manager_weight",
    Source.SELF: "self_weight",
    Source.INDICATORS: "indicators_weight",
}


@dataclass(frozen=True)
class Difference:
    """One rule that two versions word differently; "" where one has none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Weight:
    """What a source weighs, as written and in percent of all weights."""

    label: str
    weight: Decimal
    percent: Decimal


def policies_with_parts() -> QuerySet[Policy]:
    """Policies with dimensions, criteria, points and indicators at hand."""
    criteria = Prefetch("dimensions__criteria", queryset=Criterion.objects.order_by("order", "id"))
    return Policy.objects.prefetch_related("dimensions", criteria, "point_rules", "indicators")


def latest_used_month() -> RatingMonth | None:
    """The newest month that has its policy already."""
    return RatingMonth.objects.order_by("-first_day").first()


def first_free_month(today_first: Any) -> Any:
    """First day of the first month a new policy can start with."""
    latest = RatingMonth.objects.aggregate(last=Max("first_day"))["last"]
    after = next_month(today_first)
    return max(after, next_month(latest)) if latest else after


def policy_before(policy: Policy) -> Policy | None:
    """The policy in force where a policy is to begin, itself left out."""
    return (
        policies_with_parts()
        .filter(activated_at__isnull=False, effective_from__lte=policy.effective_from)
        .exclude(pk=policy.pk)
        .order_by("-effective_from", "-version")
        .first()
    )


def normalised_weights(policy: Policy) -> list[Weight]:
    """Return each source's weight in percent of their sum."""
    weights = {source: getattr(policy, field) for source, field in WEIGHTS.items()}
    total = sum(weights.values(), Decimal(0))
    return [
        Weight(str(Source(source).label), weight, 100 * weight / total if total else Decimal(0))
        for source, weight in weights.items()
    ]


def policy_differences(before: Policy | None, after: Policy) -> list[Difference]:
    """Return every rule that differs, in the order of the page; all rules where there was no policy."""
    old = _rules(before) if before else {}
    new = _rules(after)
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def _rules(policy: Policy) -> dict[str, str]:
    return dict([*_fields(policy), *_dimensions(policy), *_points(policy), *_indicators(policy)])


def _fields(policy: Policy) -> Iterable[tuple[str, str]]:
    for field in policy._meta.concrete_fields:
        if field.name not in NOT_RULES:
            yield str(field.verbose_name), _said(policy, field.name)


def _said(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(Source(one).label) for one in value)
    display = getattr(policy, f"get_{name}_display", None)
    return str(display() if display else value)


def _dimensions(policy: Policy) -> Iterable[tuple[str, str]]:
    for dimension in policy.dimensions.all():
        name = _("Dimension %(name)s") % {"name": dimension}
        yield name, _("weight in surveys %(weight)s") % {"weight": dimension.customer_weight}
        for criterion in dimension.criteria.all():
            label = _("Criterion %(name)s (%(dimension)s)") % {"name": criterion, "dimension": dimension}
            yield (
                label,
                _("weight %(weight)s. %(guidance)s")
                % {
                    "weight": criterion.weight,
                    "guidance": criterion.guidance,
                },
            )


def _points(policy: Policy) -> Iterable[tuple[str, str]]:
    kinds = dict(EvidenceEvent.Kind.choices)
    for rule in policy.point_rules.all():
        yield _("Points: %(event)s") % {"event": kinds.get(rule.kind, rule.kind)}, f"{rule.points:+}"


def _indicators(policy: Policy) -> Iterable[tuple[str, str]]:
    for one in policy.indicators.all():
        scale = f"{one.two_from} / {one.three_from} / {one.four_from} / {one.five_from}"
        yield (
            _("Indicator: %(name)s") % {"name": one},
            _("weight %(weight)s, scale %(scale)s") % {"weight": one.weight, "scale": scale},
        )
