"""Money into a fund."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incentives.errors import BudgetError
from incentives.models import Fund, LedgerLine
from incentives.payouts import to_cent
from incentives.queries.ledger import balance_of
from starservice.web.formats import format_money


@transaction.atomic
def add_budget(*, fund: Fund, amount: Decimal, note: str, by: Any, at: datetime) -> LedgerLine:
    """Add to a fund's budget, or with a negative amount take from what is left of it."""
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    if not amount or amount != to_cent(amount):
        raise BudgetError(_("Amount: give an amount other than zero, with at most two decimal places."))
    left = balance_of(fund).left
    if amount < 0 and left + amount < 0:
        raise BudgetError(
            _("Amount: only %(left)s is left; more cannot be taken out.") % {"left": format_money(left)}
        )
    return LedgerLine.objects.create(
        fund=fund, kind=LedgerLine.Kind.BUDGET, amount=amount, note=note, entered_by=by, entered_at=at
    )
