"""Asking customers by themselves: each service decided once, by the first rule that fits it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from feedback import tokens
from feedback.models import Invitation, SamplingDecision, SamplingRule
from feedback.queries.sampling import (
    FACTS,
    Service,
    facts_of,
    rules_in_force,
    services_of,
    services_to_decide,
    with_facts,
)
from feedback.queries.surveys import asked_form
from feedback.sampling import Outcome, Way, decide
from feedback.services.invitations import SENDING
from starservice.jobs.outbox import put_in_outbox

BATCH = 2000


def decide_whom_to_ask(*, at: datetime) -> Counter[str]:
    """Decide about every service that is due and invite who is chosen; return how many of each outcome.

    Each batch is its own transaction, and a service decided before is not looked at again: however often and by however many
    this is called, nobody is asked twice.
    """
    made: Counter[str] = Counter()
    for after in SamplingRule.After:
        while batch := decide_batch(after=after, at=at):
            made += batch
    return made


@transaction.atomic
def decide_batch(*, after: SamplingRule.After, at: datetime) -> Counter[str]:
    """Decide about the oldest services of a kind that are due; an empty answer says that none are left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SENDING])
    rules = rules_in_force(after)
    if not rules:
        return Counter()
    rows = with_facts(services_to_decide(after, rules, at)).values(*FACTS)[:BATCH]
    services = services_of(rows, after, at)
    facts = {rule.pk: facts_of(rule) for rule in rules}
    outcomes = decide([service.candidate for service in services], facts)
    SamplingDecision.objects.bulk_create(
        SamplingDecision(
            rule_id=service.candidate.rule,
            **about(after, service),
            customer_id=service.customer,
            outcome=outcome,
            decided_at=at,
        )
        for service, outcome in zip(services, outcomes, strict=True)
    )
    chosen = [service for service, made in zip(services, outcomes, strict=True) if made is Outcome.INVITED]
    for way in Way:
        invite(after, [one for one in chosen if facts[one.candidate.rule].way == way], way, at)
    return Counter(outcomes)


def about(after: str, service: Service) -> dict[str, Any]:
    return {"request_id" if after == SamplingRule.After.REQUEST else "interaction_id": service.pk}


def invite(after: str, services: Sequence[Service], way: Way, at: datetime) -> None:
    """Make the invitations; those by e-mail are written to from the outbox, the others stand on the call-back list."""
    if not services:
        return
    seed = tokens.new_seed()
    made = [invitation_for(after, service, way, seed, number, at) for number, service in enumerate(services)]
    Invitation.objects.bulk_create(made, ignore_conflicts=True)
    if way is Way.EMAIL:
        put_in_outbox("feedback.tasks.email_invitations", seed=seed, numbers=[0, len(made)])


def invitation_for(
    after: str, service: Service, way: Way, seed: str, number: int, at: datetime
) -> Invitation:
    # Without person, place or form nobody is invited.
    form, staff, department = service.form or 0, service.staff or 0, service.department or 0
    return Invitation(
        token_hash=tokens.hash_of(tokens.token_for(settings.SECRET_KEY, seed, number)),
        seed=seed,
        number=number,
        way=way,
        form_id=form,
        staff_id=staff,
        department_id=department,
        channel_id=service.channel,
        **about(after, service),
        customer_id=service.customer,
        served_on=service.served_on,
        sent_at=at,
        expires_at=at + timedelta(days=asked_form(form).window_days),
    )
