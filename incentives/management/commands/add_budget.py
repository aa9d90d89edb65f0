"""manage.py add_budget FUND AMOUNT --by USERNAME [--note TEXT]"""

from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.management.payout_command import PayoutCommand, acting
from incentives.queries.ledger import balance_of
from incentives.services import add_budget, fund_for
from starservice.web.formats import format_money


class Command(PayoutCommand):
    help = "Adds to a fund's budget; a negative amount takes from what is left."
    step = "budget"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fund", metavar="FUND", help="the fund's code")
        parser.add_argument("amount", metavar="AMOUNT", type=amount_argument)
        self.add_actor(parser)
        parser.add_argument("--note", default="", metavar="TEXT")

    def handle(self, **options: Any) -> None:
        by = self.actor(options["by"])
        with acting(by, "add_budget"):
            fund = fund_for(options["fund"])
            add_budget(fund=fund, amount=options["amount"], note=options["note"], by=by, at=timezone.now())
        left = format_money(balance_of(fund).left)
        self.stdout.write(_("%(fund)s: %(left)s left.") % {"fund": fund.code, "left": left})


def amount_argument(text: str) -> Decimal:
    """Return the amount, for argparse."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise CommandError(_("AMOUNT: “%(text)s” is not an amount.") % {"text": text})
    return amount
