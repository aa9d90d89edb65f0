"""manage.py demo: load the demo company, or print its sign-ins."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import Staff
from program.demo.company import make_company
from program.demo.logins import logins_text
from program.demo.reset import empty_database


def day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Load a plausible, deterministic demo company with months of service, stars and bonuses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=6, help="Finished months before the open one (6).")
        parser.add_argument(
            "--until", type=day, metavar="YYYY-MM-DD", help="The company's today; today if left out."
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing when there are staff already."
        )
        parser.add_argument("--reset", action="store_true", help="Remove everything first, after asking.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask before removing everything.")
        parser.add_argument("--logins", action="store_true", help="Only print sign-ins and addresses.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo's sign-ins are public. Set DEMO=1 where that is wanted.")
        if not options["logins"] and not self._load(options):
            return
        self.stdout.write(logins_text())

    def _load(self, options: dict[str, Any]) -> bool:
        if Staff.objects.exists() and not self._make_room(options):
            return False
        if not 1 <= options["months"] <= 24:
            raise CommandError("--months must be from 1 to 24.")
        today = options["until"] or timezone.localdate()
        if today > timezone.localdate():
            raise CommandError("--until cannot be in the future.")
        make_company(past_months=options["months"], today=today)
        self.stdout.write(f"The demo company is ready: {Staff.objects.count()} staff, {today:%Y-%m} is open.")
        return True

    def _make_room(self, options: dict[str, Any]) -> bool:
        if options["if_empty"]:
            return False
        if not options["reset"]:
            raise CommandError("There are staff already. `demo --reset` removes everything first.")
        if not options["no_input"]:
            answer = input("Remove all people, service, ratings and money from this database? Type yes: ")
            if answer != "yes":
                raise CommandError("Nothing was changed.")
        empty_database()
        return True
