"""What a fund has, has promised and has paid."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from incentives.models import Fund, LedgerLine

Kind = LedgerLine.Kind
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Balance:
    """The sums of a fund's ledger; what is left is neither committed nor paid."""

    budget: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        return self.budget - self.committed - self.paid


def balance_of(fund: Fund) -> Balance:
    """Sum the ledger of one fund."""
    sums = LedgerLine.objects.filter(fund=fund).aggregate(
        budget=Sum("amount", filter=Q(kind=Kind.BUDGET), default=ZERO),
        committed=Sum("amount", filter=Q(kind__in=[Kind.COMMITMENT, Kind.RELEASE]), default=ZERO),
        paid=Sum("amount", filter=Q(kind=Kind.PAYOUT), default=ZERO),
    )
    return Balance(sums["budget"], -sums["committed"], -sums["paid"])


def with_left(funds: QuerySet[Fund]) -> QuerySet[Fund]:
    """Add `left`, the sum of each fund's ledger."""
    return funds.annotate(left=Sum("lines__amount", default=ZERO))
