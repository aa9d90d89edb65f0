"""manage.py pay_run YYYY-MM --by USERNAME"""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.management.payout_command import PayoutCommand, acting, run_of
from incentives.services import mark_run_paid
from starservice.web.formats import format_money


class Command(PayoutCommand):
    help = "Marks a month's exported payout run as paid."
    step = "paid"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_month(parser)
        self.add_actor(parser)

    def handle(self, **options: Any) -> None:
        run, by = run_of(options["month"]), self.actor(options["by"])
        with acting(by, "pay_run"):
            run = mark_run_paid(run=run, by=by, at=timezone.now())
        self.stdout.write(
            _("%(month)s: %(total)s paid.") % {"month": run.month, "total": format_money(run.total)}
        )
