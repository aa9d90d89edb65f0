"""manage.py prepare_run YYYY-MM [--by USERNAME] [--fund CODE]"""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.management.payout_command import PayoutCommand, acting, month_of
from incentives.services import fund_for, prepare_run
from starservice.web.formats import format_money


class Command(PayoutCommand):
    help = "Works out the bonuses of a published month and commits them in the fund; somebody else approves them."
    step = "prepare"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_month(parser)
        self.add_actor(parser, required=False)
        parser.add_argument("--fund", default="", metavar="CODE", help="the fund that pays")

    def handle(self, **options: Any) -> None:
        month, by = month_of(options["month"]), self.actor(options["by"])
        with acting(by, "prepare_run"):
            run = prepare_run(month=month, by=by, at=timezone.now(), fund=fund_for(options["fund"]))
        self.stdout.write(
            _("%(month)s: prepared, %(total)s to be approved.")
            % {"month": month, "total": format_money(run.total)}
        )
