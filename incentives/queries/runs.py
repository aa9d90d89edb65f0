"""Runs: the months that wait for one, and what one person gets."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from incentives.models import PayoutLine, PayoutRun
from incentives.payouts import NOTHING
from people.models import Staff
from ratings.models import RatingMonth

PAID = (PayoutRun.Status.PAID, PayoutRun.Status.LOCKED)
PAYABLE = (PayoutRun.Status.APPROVED, PayoutRun.Status.EXPORTED, *PAID)


def payable_months() -> QuerySet[RatingMonth]:
    """Published months without a standing run, the latest first."""
    standing = PayoutRun.objects.standing().filter(month=OuterRef("pk"))
    published = RatingMonth.objects.filter(Q(status="published") | Q(status="locked"))
    return published.exclude(Exists(standing)).order_by("-first_day")


def runs_for(staff: Staff) -> QuerySet[PayoutRun]:
    """Approved runs that pay one person, the latest first, with `own`, that person's lines."""
    lines = PayoutLine.objects.filter(staff=staff)
    own = lines.select_related("correction__result__month").order_by("id")
    return (
        PayoutRun.objects.filter(Exists(lines.filter(run=OuterRef("pk"))), status__in=PAYABLE)
        .select_related("month")
        .prefetch_related(Prefetch("lines", own, to_attr="own"))
        .order_by("-month__first_day", "-id")
    )


@dataclass(frozen=True)
class Totals:
    """What one person was paid, and what is approved and still to come."""

    paid: Decimal
    coming: Decimal


def totals_for(staff: Staff) -> Totals:
    """Sum one person's approved lines."""
    is_paid = Q(run__status__in=PAID)
    sums = PayoutLine.objects.filter(staff=staff, run__status__in=PAYABLE).aggregate(
        paid=Sum("amount", filter=is_paid, default=NOTHING),
        coming=Sum("amount", filter=~is_paid, default=NOTHING),
    )
    return Totals(**sums)
