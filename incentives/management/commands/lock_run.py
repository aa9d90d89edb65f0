"""manage.py lock_run YYYY-MM --by USERNAME"""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from incentives.management.payout_command import PayoutCommand, acting, run_of
from incentives.services import lock_run


class Command(PayoutCommand):
    help = "Locks a month's paid payout run for good."
    step = "lock"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_month(parser)
        self.add_actor(parser)

    def handle(self, **options: Any) -> None:
        run, by = run_of(options["month"]), self.actor(options["by"])
        with acting(by, "lock_run"):
            run = lock_run(run=run, at=timezone.now())
        self.stdout.write(_("%(month)s: locked.") % {"month": run.month})
