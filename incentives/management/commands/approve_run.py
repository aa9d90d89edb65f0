"""manage.py approve_run YYYY-MM --by USERNAME"""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.management.payout_command import PayoutCommand, acting, run_of
from incentives.services import approve_run
from starservice.web.formats import format_money


class Command(PayoutCommand):
    help = "Approves a month's payout run; refused to who prepared it and to who is paid by it."
    step = "approve"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_month(parser)
        self.add_actor(parser)

    def handle(self, **options: Any) -> None:
        run, by = run_of(options["month"]), self.actor(options["by"])
        with acting(by, "approve_run"):
            run = approve_run(run=run, by=by, at=timezone.now())
        self.stdout.write(
            _("%(month)s: approved, %(total)s may be exported and paid.")
            % {"month": run.month, "total": format_money(run.total)}
        )
