"""What a sampling rule would have done last week, had it decided alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, QuerySet, Value

from feedback.models import Channel, SamplingRule
from feedback.queries.sampling import FACTS, Service, facts_of, fits, services, services_of, with_facts
from feedback.sampling import Outcome, decide

LOOKED_BACK = timedelta(days=7)
MOST_ROWS = 50_000
EXAMPLES = 10


@dataclass(frozen=True)
class OutcomeRow:
    """How many services of the week ended one way, and their share of all in percent."""

    outcome: Outcome
    count: int
    share: float


@dataclass(frozen=True)
class ChannelRow:
    """One channel's services of the week and how many of them would have been asked about."""

    channel: Channel | None
    services: int
    invited: int


@dataclass(frozen=True)
class Preview:
    """The week's services, decided; `is_whole` unless there were too many to look at."""

    since: datetime
    until: datetime
    services: int
    invited: int
    outcomes: Sequence[OutcomeRow]
    channels: Sequence[ChannelRow]
    examples: Sequence[Any]
    is_whole: bool


def preview_of(rule: SamplingRule, at: datetime) -> Preview:
    """Decide about the last seven days' services as the rule stands; nothing is kept. The same queries at any number."""
    since = at - LOOKED_BACK
    rows = with_facts(services_between(rule, since, at), asked_before=since)
    found = services_of(rows.values(*FACTS, "decided_at")[: MOST_ROWS + 1], rule.after)
    looked_at = found[:MOST_ROWS]
    outcomes = decide([service.candidate for service in looked_at], {rule.pk: facts_of(rule)})
    decided = list(zip(looked_at, outcomes, strict=True))
    invited = [service for service, outcome in decided if outcome is Outcome.INVITED]
    return Preview(
        since=since,
        until=at,
        services=len(looked_at),
        invited=len(invited),
        outcomes=outcome_rows(outcomes),
        channels=channel_rows(decided),
        examples=examples_of(rule.after, invited),
        is_whole=len(found) <= MOST_ROWS,
    )


def services_between(rule: SamplingRule, since: datetime, until: datetime) -> QuerySet[Any]:
    """Services of the span that fit the rule, its first day apart, each with the moment of its decision."""
    delay = timedelta(hours=rule.delay_hours)
    decided_at = ExpressionWrapper(F("moment") + delay, output_field=DateTimeField())
    found = services(rule.after).filter(fits(rule, since), moment__lt=until)
    return found.annotate(rule_id=Value(rule.pk), decided_at=decided_at).order_by("moment", "pk")


def outcome_rows(outcomes: Sequence[Outcome]) -> list[OutcomeRow]:
    counts = Counter(outcomes)
    return [OutcomeRow(one, counts[one], 100 * counts[one] / len(outcomes)) for one in Outcome if counts[one]]


def channel_rows(decided: Iterable[tuple[Service, Outcome]]) -> list[ChannelRow]:
    services: Counter[int] = Counter()
    invited: Counter[int] = Counter()
    for service, outcome in decided:
        services[service.channel] += 1
        invited[service.channel] += outcome is Outcome.INVITED
    known: Mapping[int, Channel] = Channel.objects.in_bulk(list(services)) if services else {}
    return [ChannelRow(known.get(pk), count, invited[pk]) for pk, count in services.most_common()]


def examples_of(after: str, invited: Sequence[Service]) -> Sequence[Any]:
    """The first few that would have been asked, with `moment`, `person` and `channel` to be shown."""
    person = "agent" if after == SamplingRule.After.REQUEST else "staff"
    found = services(after).filter(pk__in=[service.pk for service in invited[:EXAMPLES]])
    return list(found.select_related("customer", person, "channel").order_by("moment", "pk"))
