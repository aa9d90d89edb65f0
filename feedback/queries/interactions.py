"""Figures of served interactions."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Q, QuerySet

from feedback.models import Interaction

CENT = Decimal("0.01")


@dataclass(frozen=True)
class InteractionSummary:
    """Counts, mean satisfaction (1–5) and mean speed of answer in seconds; None where nobody said."""

    interactions: int
    answered: int
    resolved: int
    satisfaction: Decimal | None
    response_seconds: Decimal | None


def interactions_between(first: date, last: date) -> QuerySet[Interaction]:
    """Interactions served from a first to a last day, both included."""
    return Interaction.objects.filter(served_on__gte=first, served_on__lte=last)


def interaction_summary(interactions: QuerySet[Interaction]) -> InteractionSummary:
    """Return the figures of the interactions, means rounded half up to two places; one query."""
    figures = interactions.order_by().aggregate(
        interactions=Count("id"),
        answered=Count("id", filter=Q(answered=True)),
        resolved=Count("id", filter=Q(resolved=True)),
        satisfaction=Avg("invitation__answer__score", filter=Q(invitation__answer__is_valid=True)),
        response_seconds=Avg("response_seconds"),
    )
    return InteractionSummary(
        interactions=figures["interactions"],
        answered=figures["answered"],
        resolved=figures["resolved"],
        satisfaction=_rounded(figures["satisfaction"]),
        response_seconds=_rounded(figures["response_seconds"]),
    )


def _rounded(mean: Decimal | float | None) -> Decimal | None:
    return None if mean is None else Decimal(str(mean)).quantize(CENT, ROUND_HALF_UP)
